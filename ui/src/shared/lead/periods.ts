/** The stretches of time a lead looks at. Pure. */
import type { Timestamp } from "@/bindings";
import { DAY_MS, startOfDay } from "../time/model";

export type Period = "today" | "yesterday" | "week" | "month" | "quarter";

export const PERIODS: readonly Period[] = ["today", "yesterday", "week", "month", "quarter"];

const DAYS: Record<Exclude<Period, "yesterday">, number> = { today: 0, week: 6, month: 29, quarter: 89 };

/** The first and the last millisecond. */
export function periodOf(period: Period, now: Timestamp): { since: Timestamp; until: Timestamp } {
	const today = startOfDay(now);
	if (period === "yesterday") return { since: startOfDay(today - 1), until: today - 1 };
	// From noon back, so that a day of 23 or 25 hours does not lead to the one beside it.
	const since = startOfDay(today + DAY_MS / 2 - DAYS[period] * DAY_MS);
	return { since, until: startOfDay(today + DAY_MS + DAY_MS / 2) - 1 };
}
