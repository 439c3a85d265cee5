/** Rules, points and figures as the lead's desk shows them. Pure. */
import type {
	AgentKey,
	FlagStatus,
	ItemScore,
	QualityReport,
	QualityRule,
	RuleCheck,
	RuleSide,
	ScoreCard,
} from "@/bindings";
import { wordsOf } from "@/shared/text/words";

export const STATUSES: readonly FlagStatus[] = ["open", "confirmed", "dismissed", "resolved"];

export type CheckKind = RuleCheck["kind"];

export const CHECKS: readonly CheckKind[] = [
	"words",
	"pattern",
	"money",
	"privateContact",
	"late",
	"unanswered",
];

/** A rule while it is typed. */
export type RuleForm = {
	readonly id: string;
	readonly name: string;
	readonly kind: CheckKind;
	readonly words: string;
	readonly pattern: string;
	readonly side: RuleSide;
	readonly minutes: string;
	readonly scope: QualityRule["scope"];
	readonly on: boolean;
};

export const NEW_RULE: RuleForm = {
	id: "",
	name: "",
	kind: "words",
	words: "",
	pattern: "",
	side: "us",
	minutes: "10",
	scope: null,
	on: true,
};

export function formOf(rule: QualityRule): RuleForm {
	const { id, name, check, scope, on } = rule;
	return {
		...NEW_RULE,
		id,
		name,
		scope,
		on,
		kind: check.kind,
		...(check.kind === "words" && { words: check.words.join("\n") }),
		...(check.kind === "pattern" && { pattern: check.pattern }),
		...("side" in check && { side: check.side }),
		...("minutes" in check && { minutes: String(check.minutes) }),
	};
}

export const isTimed = (kind: CheckKind): boolean => kind === "late" || kind === "unanswered";

/** The rule that was typed; null while something is missing. */
export function ruleOf(form: RuleForm): QualityRule | null {
	const name = form.name.trim();
	const check = checkOf(form);
	if (name === "" || check === null) return null;
	return { id: form.id, name, check, scope: form.scope, on: form.on };
}

function checkOf({ kind, words, pattern, side, minutes }: RuleForm): RuleCheck | null {
	switch (kind) {
		case "words": {
			const list = wordsOf(words);
			return list.length === 0 ? null : { kind, words: list, side };
		}
		case "pattern":
			return pattern.trim() === "" ? null : { kind, pattern, side };
		case "money":
		case "privateContact":
			return { kind, side };
		case "late":
		case "unanswered": {
			const limit = Number(minutes);
			return Number.isInteger(limit) && limit >= 1 && limit <= 10_080 ? { kind, minutes: limit } : null;
		}
	}
}

/** Points while they are given: what was not touched has none. */
export type Points = Readonly<Record<string, number>>;

/** As the engine counts: the weighted share, in hundredths of a percent; null until every item has points. */
export function totalOf(card: ScoreCard, points: Points): number | null {
	let got = 0;
	let whole = 0;
	for (const { id, weight, most } of card.items) {
		const given = points[id];
		if (given === undefined || most === 0) return null;
		got += (weight * given) / most;
		whole += weight;
	}
	return whole === 0 ? null : Math.round((got / whole) * 10_000);
}

export function itemScores(
	card: ScoreCard,
	points: Points,
	comments: Readonly<Record<string, string>>,
): ItemScore[] {
	return card.items.map(({ id }) => ({ item: id, points: points[id] ?? 0, comment: comments[id] ?? "" }));
}

export const percent = (hundredths: number): string => (hundredths / 100).toFixed(1);

export type ReportRow = {
	readonly agent: AgentKey;
	readonly scored: number;
	readonly average: number | null;
	readonly lowest: number | null;
	readonly highest: number | null;
	readonly flags: Readonly<Record<FlagStatus, number>>;
};

const NO_FLAGS: Record<FlagStatus, number> = { open: 0, confirmed: 0, dismissed: 0, resolved: 0 };

/** One row for each of us who was flagged or scored, the most confirmed flags first. */
export function reportRows(report: QualityReport): ReportRow[] {
	const rows = new Map<AgentKey, ReportRow>();
	const rowOf = (agent: AgentKey): ReportRow =>
		rows.get(agent) ?? { agent, scored: 0, average: null, lowest: null, highest: null, flags: NO_FLAGS };
	for (const { agent, ...scores } of report.scores) rows.set(agent, { ...rowOf(agent), ...scores });
	for (const { agent, status, count } of report.flags) {
		const row = rowOf(agent);
		rows.set(agent, { ...row, flags: { ...row.flags, [status]: row.flags[status] + count } });
	}
	const wrong = ({ flags }: ReportRow) => flags.confirmed + flags.resolved;
	return [...rows.values()].sort(
		(a, b) => wrong(b) - wrong(a) || b.scored - a.scored || (a.agent < b.agent ? -1 : 1),
	);
}

export type RuleRow = {
	readonly rule: string;
	readonly name: string;
	readonly flags: Readonly<Record<FlagStatus, number>>;
};

export function ruleRows(report: QualityReport): RuleRow[] {
	const rows = new Map<string, RuleRow>();
	for (const { rule, ruleName, status, count } of report.flags) {
		const row = rows.get(rule) ?? { rule, name: ruleName, flags: NO_FLAGS };
		rows.set(rule, { ...row, flags: { ...row.flags, [status]: row.flags[status] + count } });
	}
	return [...rows.values()].sort((a, b) => a.name.localeCompare(b.name));
}

/** A table as spreadsheets take it from the clipboard. A cell that would be read as a formula is kept as words. */
export function asTable(rows: readonly (readonly string[])[]): string {
	const cell = (text: string) => {
		const flat = text.replace(/[\t\r\n]+/g, " ");
		return /^[=+\-@]/.test(flat) ? `'${flat}` : flat;
	};
	return rows.map((row) => row.map(cell).join("\t")).join("\n");
}
