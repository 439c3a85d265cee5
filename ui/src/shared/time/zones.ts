/** Days of a time zone that need not be this computer's. Dates are `yyyy-mm-dd`. */
import type { Interval, Timestamp } from "@/bindings";
import { DAY_MS, HOUR_MS } from "./model";

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string): Intl.DateTimeFormat {
	let known = formats.get(zone);
	if (!known) {
		known = new Intl.DateTimeFormat("en-GB", {
			timeZone: zone,
			year: "numeric",
			month: "2-digit",
			day: "2-digit",
			hour: "2-digit",
			minute: "2-digit",
			second: "2-digit",
			hourCycle: "h23",
		});
		formats.set(zone, known);
	}
	return known;
}

/** What the clocks there show, as if it were UTC. */
function wall(at: Timestamp, zone: string): number {
	const parts = Object.fromEntries(
		format(zone)
			.formatToParts(at)
			.map((part) => [part.type, Number(part.value)]),
	);
	const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
	return Date.UTC(year, month - 1, day, hour, minute, second);
}

export function dateIn(zone: string, at: Timestamp): string {
	return new Date(wall(at, zone)).toISOString().slice(0, 10);
}

/** The first moment of a date there. */
export function midnightIn(zone: string, date: string): Timestamp {
	const wanted = Date.parse(`${date}T00:00:00Z`);
	const guess = wanted - (wall(wanted, zone) - wanted);
	const exact = guess - (wall(guess, zone) - wanted);
	// Where the clock skips midnight, the day begins at what it shows then.
	return dateIn(zone, exact) < date ? exact + HOUR_MS : exact;
}

export function addDays(date: string, days: number): string {
	return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

export function daysOf(from: string, to: string): number {
	return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;
}

/** From the first moment of a date to the last of another. */
export function intervalOf(zone: string, from: string, to: string): Interval {
	return { from: midnightIn(zone, from), to: midnightIn(zone, addDays(to, 1)) - 1 };
}
