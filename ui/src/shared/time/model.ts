/** Times as people read them: relative up to an hour, the clock for today, then yesterday, the weekday, the date. */
import type { Language, Timestamp } from "@/bindings";

export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
/** A span of a day; calendar days may be an hour longer or shorter. */
export const DAY_MS = 24 * HOUR_MS;

/** How a time in a list is said; the words are chosen where the language is known. */
export type ListTime =
	| { kind: "now" }
	| { kind: "minutes"; minutes: number }
	| { kind: "clock" }
	| { kind: "yesterday" }
	| { kind: "weekday" }
	| { kind: "date" }
	| { kind: "dateWithYear" };

export function listTime(at: Timestamp, now: Timestamp): ListTime {
	const age = now - at;
	const days = daysBetween(at, now);
	// A clock that runs a little ahead is not a message from the future.
	if (age < MINUTE_MS && age > -5 * MINUTE_MS) return { kind: "now" };
	if (age >= 0 && age < HOUR_MS) return { kind: "minutes", minutes: Math.floor(age / MINUTE_MS) };
	if (days === 0) return { kind: "clock" };
	if (days === 1) return { kind: "yesterday" };
	if (days > 1 && days < 7) return { kind: "weekday" };
	return new Date(at).getFullYear() === new Date(now).getFullYear()
		? { kind: "date" }
		: { kind: "dateWithYear" };
}

/** Midnight before the moment, in the zone of this machine. */
export function startOfDay(at: Timestamp): Timestamp {
	const date = new Date(at);
	return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** Calendar days from one moment to the other; a day of 23 or 25 hours is still one day. */
export function daysBetween(from: Timestamp, to: Timestamp): number {
	return Math.round((startOfDay(to) - startOfDay(from)) / DAY_MS);
}

type Shape =
	| "clock"
	| "clockWithSeconds"
	| "weekday"
	| "date"
	| "dateWithYear"
	| "day"
	| "dayWithYear"
	| "full";

const SHAPES: Record<Shape, Intl.DateTimeFormatOptions> = {
	clock: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
	clockWithSeconds: { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
	weekday: { weekday: "short" },
	date: { month: "short", day: "numeric" },
	dateWithYear: { year: "numeric", month: "numeric", day: "numeric" },
	day: { month: "long", day: "numeric", weekday: "long" },
	dayWithYear: { year: "numeric", month: "long", day: "numeric", weekday: "long" },
	full: {
		year: "numeric",
		month: "long",
		day: "numeric",
		hour: "2-digit",
		minute: "2-digit",
		second: "2-digit",
		hourCycle: "h23",
	},
};

const formats = new Map<string, Intl.DateTimeFormat>();

export function formatTime(at: Timestamp, shape: Shape, language: Language): string {
	const name = `${language} ${shape}`;
	let format = formats.get(name);
	if (!format) {
		format = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, SHAPES[shape]);
		formats.set(name, format);
	}
	return format.format(at);
}

/** The words over the first message of a day: `11月23日 星期一`. */
export function formatDay(at: Timestamp, now: Timestamp, language: Language): string {
	const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
	// Chinese puts no space before the weekday; with one the two are told apart sooner.
	return formatTime(at, sameYear ? "day" : "dayWithYear", language).replace(/日(?=星期)/, "日 ");
}

/** `4:12`, `1:04:12`: a stopwatch. */
export function formatElapsed(ms: number): string {
	const seconds = Math.max(0, Math.floor(ms / SECOND_MS));
	const two = (value: number) => String(value).padStart(2, "0");
	const minutes = Math.floor(seconds / 60) % 60;
	const hours = Math.floor(seconds / 3600);
	const tail = `${two(minutes)}:${two(seconds % 60)}`;
	return hours > 0 ? `${hours}:${tail}` : tail;
}

/** How long a customer waits, and how bad that is. The limits are three and ten minutes. */
export type Urgency = "calm" | "late" | "overdue";

const LATE_AFTER_MS = 3 * MINUTE_MS;
const OVERDUE_AFTER_MS = 10 * MINUTE_MS;

export function urgency(waitedMs: number): Urgency {
	if (waitedMs >= OVERDUE_AFTER_MS) return "overdue";
	return waitedMs >= LATE_AFTER_MS ? "late" : "calm";
}
