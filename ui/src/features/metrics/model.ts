/** What is asked of the figures, and how they are compared. Pure; the engine counts. */
import type {
	Answerer,
	Interval,
	MetricsQuery,
	RobotKey,
	TimeBasis,
	TurnPick,
	Weekday,
	WorkHours,
} from "@/bindings";
import { addDays, dateIn, daysOf, intervalOf } from "@/shared/time/zones";

export type Preset = "today" | "yesterday" | "week" | "month" | "custom";
export type Compare = "none" | "before" | "weekBefore";

/** What was chosen above the figures. Dates are `yyyy-mm-dd`, and count only with `custom`. */
export type Choices = {
	preset: Preset;
	from: string;
	to: string;
	compare: Compare;
	robot: RobotKey | "";
	answerer: string;
	basis: TimeBasis;
};

export const AT_FIRST: Choices = {
	preset: "week",
	from: "",
	to: "",
	compare: "before",
	robot: "",
	answerer: "",
	basis: "working",
};

/** The engine refuses more; a chart would show nothing either. */
const MOST_DAYS = 400;

type Dates = { from: string; to: string };

/** The dates of the period, none while they are not a period. */
export function datesOf(choices: Choices, today: string): Dates | null {
	switch (choices.preset) {
		case "today":
			return { from: today, to: today };
		case "yesterday":
			return { from: addDays(today, -1), to: addDays(today, -1) };
		case "week":
			return { from: addDays(today, -6), to: today };
		case "month":
			return { from: addDays(today, -29), to: today };
		case "custom": {
			const { from, to } = choices;
			if (from === "" || to === "" || from > to || daysOf(from, to) > MOST_DAYS) return null;
			return { from, to };
		}
	}
}

function comparedWith({ from, to }: Dates, compare: Compare): Dates | null {
	const days = daysOf(from, to);
	switch (compare) {
		case "none":
			return null;
		case "before":
			return { from: addDays(from, -days), to: addDays(from, -1) };
		case "weekBefore": {
			// As many whole weeks as it takes for the two not to overlap.
			const shift = Math.ceil(days / 7) * 7;
			return { from: addDays(from, -shift), to: addDays(to, -shift) };
		}
	}
}

export function queryOf(choices: Choices, hours: WorkHours, now: number): MetricsQuery | null {
	const dates = datesOf(choices, dateIn(hours.zone, now));
	if (dates === null) return null;
	const interval = (each: Dates): Interval => intervalOf(hours.zone, each.from, each.to);
	const other = comparedWith(dates, choices.compare);
	return {
		period: interval(dates),
		compare: other && interval(other),
		robots: choices.robot === "" ? [] : [choices.robot],
		answerer: answererOf(choices.answerer),
		basis: choices.basis,
	};
}

/** Agents as the value of a list of choices. */
export function answererValue(answerer: Answerer): string {
	return answerer.kind === "assignee" ? `assignee:${answerer.assignee}` : answerer.kind;
}

export function answererOf(value: string): Answerer | null {
	if (value.startsWith("assignee:")) return { kind: "assignee", assignee: value.slice("assignee:".length) };
	return value === "console" || value === "phone" || value === "unattributed" ? { kind: value } : null;
}

/** A part of a whole, in percent with one decimal; none of nothing. */
export function share(part: number, whole: number): number | null {
	return whole === 0 ? null : Math.round((part / whole) * 1000) / 10;
}

/** How much more or less it is than before, in percent; none where there is nothing to compare with. */
export function change(now: number | null, before: number | null): number | null {
	if (now === null || before === null || before === 0) return null;
	return Math.round(((now - before) / before) * 100);
}

/** Where in the tables and charts a figure stands: a list narrows to it. */
export type Place = {
	robot?: RobotKey;
	answerer?: Answerer;
	date?: string;
	weekday?: Weekday;
	hour?: number;
};

/** A figure that was opened: turns, or messages by chat. */
export type Opened = {
	title: string;
	place: Place;
	of: { kind: "turns"; pick: TurnPick["kind"] } | { kind: "messages" };
};

/** The question narrowed to where a figure stands. */
export function narrowed(query: MetricsQuery, place: Place): MetricsQuery {
	return {
		...query,
		compare: null,
		robots: place.robot === undefined ? query.robots : [place.robot],
		answerer: place.answerer ?? query.answerer,
	};
}

/** The end of a day may be its 24th hour. Null for what is no time of the day. */
export function minuteOf(clock: string): number | null {
	const parts = /^(\d{1,2}):(\d{2})$/.exec(clock.trim());
	if (parts === null) return null;
	const minute = Number(parts[1]) * 60 + Number(parts[2]);
	return Number(parts[2]) < 60 && minute <= 1440 ? minute : null;
}

/** Dates as people type them: one a line, or with blanks and commas. None if one of them is no date. */
export function datesFrom(text: string): string[] | null {
	const dates = text.split(/[\s,，、;；]+/).filter((each) => each !== "");
	const valid = dates.every((each) => {
		const at = /^\d{4}-\d{2}-\d{2}$/.test(each) ? Date.parse(`${each}T00:00:00Z`) : Number.NaN;
		return !Number.isNaN(at) && new Date(at).toISOString().startsWith(each);
	});
	return valid ? [...new Set(dates)].sort() : null;
}
