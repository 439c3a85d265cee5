/** What is asked of a search, and how its answer is shown. Pure. */
import type {
	ChatKind,
	RobotKey,
	SearchedContent,
	SearchOrder,
	SearchQuery,
	Snippet,
	Speaker,
	Timestamp,
} from "@/bindings";
import { DAY_MS, startOfDay } from "@/shared/time/model";

export type Period = "all" | "today" | "week" | "month" | "quarter";

/** How far back a period reaches, in days before today. */
const DAYS: Record<Exclude<Period, "all">, number> = { today: 0, week: 6, month: 29, quarter: 89 };

export const PERIODS: readonly Period[] = ["all", "today", "week", "month", "quarter"];

/** An empty choice leaves nothing out. */
export type SearchFilter = {
	readonly speaker: Speaker | "";
	readonly robot: RobotKey | "";
	readonly kind: ChatKind | "";
	readonly content: SearchedContent | "";
	readonly period: Period;
	readonly order: SearchOrder;
};

export const EVERYTHING: SearchFilter = {
	speaker: "",
	robot: "",
	kind: "",
	content: "",
	period: "all",
	order: "newest",
};

const PAGE = 50;

export function queryOf(text: string, filter: SearchFilter, now: Timestamp): SearchQuery {
	const chosen = <T extends string>(value: T | ""): T | null => (value === "" ? null : value);
	return {
		text,
		speaker: chosen(filter.speaker),
		robot: chosen(filter.robot),
		chat: null,
		kind: chosen(filter.kind),
		content: chosen(filter.content),
		since: filter.period === "all" ? null : startOfDay(startOfDay(now) - DAYS[filter.period] * DAY_MS),
		until: null,
		order: filter.order,
		after: null,
		limit: PAGE,
	};
}

export type SnippetPart = { readonly text: string; readonly found: boolean };

/** A snippet in pieces, with what was found set apart. Places are in UTF-16 code units, as JavaScript counts. */
export function snippetParts(snippet: Snippet): SnippetPart[] {
	const parts: SnippetPart[] = [];
	let at = 0;
	for (const { from, to } of snippet.highlights) {
		if (from > at) parts.push({ text: snippet.text.slice(at, from), found: false });
		parts.push({ text: snippet.text.slice(Math.max(at, from), to), found: true });
		at = to;
	}
	if (at < snippet.text.length) parts.push({ text: snippet.text.slice(at), found: false });
	return parts;
}
