import type { Weekday } from "@/bindings";

/** The days of the week, from Monday on. */
export const WEEKDAYS = [
	"monday",
	"tuesday",
	"wednesday",
	"thursday",
	"friday",
	"saturday",
	"sunday",
] as const satisfies readonly Weekday[];
