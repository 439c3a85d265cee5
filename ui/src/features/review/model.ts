/** What is looked through, and the way from one conversation to the next. Pure. */
import type { AgentKey, ChatKind, ChatRow, ReviewQuery, RobotKey, Timestamp } from "@/bindings";
import { type Period, periodOf } from "@/shared/lead/periods";

/** An empty choice leaves nothing out. */
export type ReviewFilter = {
	readonly agent: AgentKey | "";
	readonly robot: RobotKey | "";
	readonly kind: ChatKind | "";
	readonly tag: string;
	readonly period: Period | "all";
	readonly customer: string;
	readonly text: string;
	readonly flagged: boolean;
};

export const EVERYTHING: ReviewFilter = {
	agent: "",
	robot: "",
	kind: "",
	tag: "",
	period: "week",
	customer: "",
	text: "",
	flagged: false,
};

/** A conversation of the list, whether it was filtered or drawn. */
export type Conversation = {
	readonly row: ChatRow;
	readonly begin: string | null;
	readonly openFlags: number;
	/** Whom it was drawn for. */
	readonly agent: AgentKey | null;
	/** Hundredths of a percent, if it was scored in its sample. */
	readonly score: number | null;
};

const PAGE = 60;

export function queryOf(filter: ReviewFilter, after: string | null, now: Timestamp): ReviewQuery {
	const chosen = <T extends string>(value: T | ""): T | null => (value === "" ? null : value);
	const period = filter.period === "all" ? { since: null, until: null } : periodOf(filter.period, now);
	return {
		agent: chosen(filter.agent),
		robot: chosen(filter.robot),
		kind: chosen(filter.kind),
		tag: chosen(filter.tag),
		customer: filter.customer.trim(),
		text: filter.text.trim(),
		flagged: filter.flagged,
		...period,
		after,
		limit: PAGE,
	};
}

/** Where a key leads from here; the same place at the ends. */
export function step(count: number, at: number, by: 1 | -1): number {
	if (count === 0) return -1;
	if (at === -1) return by === 1 ? 0 : count - 1;
	return Math.min(count - 1, Math.max(0, at + by));
}

/** The next conversation that fits, from here on and then from the start; -1 if none does. */
export function nextWhere<T>(list: readonly T[], at: number, fits: (item: T) => boolean): number {
	for (let offset = 1; offset <= list.length; offset += 1) {
		const index = (at + offset) % list.length;
		const item = list[index];
		if (item !== undefined && fits(item)) return index;
	}
	return -1;
}
