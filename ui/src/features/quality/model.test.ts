import { describe, expect, it } from "vitest";
import type { QualityRule, ScoreCard } from "@/bindings";
import { asTable, formOf, NEW_RULE, reportRows, ruleOf, ruleRows, totalOf } from "./model";

const CARD: ScoreCard = {
	id: "card",
	name: "",
	items: [
		{ id: "tone", name: "", weight: 30, most: 5 },
		{ id: "speed", name: "", weight: 70, most: 3 },
	],
};

describe("quality", () => {
	it("makes a rule of what was typed only when nothing is missing", () => {
		expect(ruleOf(NEW_RULE)).toBeNull();
		expect(ruleOf({ ...NEW_RULE, name: "返现" })).toBeNull();
		expect(ruleOf({ ...NEW_RULE, name: "慢", kind: "late", minutes: "0" })).toBeNull();
		const rule: QualityRule = {
			id: "r",
			name: "慢",
			check: { kind: "late", minutes: 15 },
			scope: "single",
			on: false,
		};
		expect(ruleOf(formOf(rule))).toEqual(rule);
		const words: QualityRule = { ...rule, check: { kind: "words", words: ["a", "b"], side: "both" } };
		expect(ruleOf(formOf(words))).toEqual(words);
	});

	it("counts points as the engine does", () => {
		expect(totalOf(CARD, { tone: 4, speed: 2 })).toBe(7067);
		expect(totalOf(CARD, { tone: 4 })).toBeNull();
	});

	it("brings scores and flags of one agent together", () => {
		const report = {
			since: 0,
			until: 1,
			scores: [{ agent: "=小红", scored: 2, average: 9000, lowest: 8000, highest: 10_000 }],
			flags: [
				{ agent: "=小红", rule: "a", ruleName: "返现", status: "open" as const, count: 3 },
				{ agent: "phone", rule: "a", ruleName: "返现", status: "confirmed" as const, count: 1 },
			],
		};
		expect(reportRows(report).map(({ agent, scored, flags }) => [agent, scored, flags.open])).toEqual([
			["phone", 0, 0],
			["=小红", 2, 3],
		]);
		expect(ruleRows(report)).toMatchObject([{ name: "返现", flags: { open: 3, confirmed: 1 } }]);
	});

	it("copies a table in which nothing becomes a formula", () => {
		expect(
			asTable([
				["坐席", "=HYPERLINK(1)"],
				["a\tb", "-1"],
			]),
		).toBe("坐席\t'=HYPERLINK(1)\na b\t'-1");
	});
});
