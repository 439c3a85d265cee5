import { describe, expect, it } from "vitest";
import type { Figures, Metrics, MetricsQuery, WorkHours } from "@/bindings";
import { WEEKDAYS } from "@/shared/time/week";
import { tablesOf, type Words } from "./tables";

const FIGURES: Figures = {
	turns: 8,
	answered: 4,
	waiting: 4,
	late: 2,
	unattributed: 1,
	firstResponse: { count: 1, median: 90_000, p90: null },
	response: { count: 4, median: 60_000, p90: 200_000 },
	received: 30,
	sent: 20,
	activeChats: 5,
};
const METRICS: Metrics = {
	total: FIGURES,
	compared: { ...FIGURES, turns: 0, late: 0 },
	agents: [{ answerer: { kind: "assignee", assignee: "=1+1" }, figures: FIGURES }],
	robots: [{ robotKey: "r1", figures: FIGURES }],
	days: [{ date: "2026-11-23", figures: FIGURES }],
	comparedDays: [],
	hours: [{ weekday: "tuesday", hour: 9, received: 30, turns: 8, late: 2, median: 60_000 }],
	coverage: { completeFrom: null, chats: 4, chatsNotComplete: 1, indexing: null },
	building: null,
};
const QUERY: MetricsQuery = {
	period: { from: Date.parse("2026-11-22T16:00:00Z"), to: Date.parse("2026-11-23T15:59:59.999Z") },
	compare: { from: Date.parse("2026-11-21T16:00:00Z"), to: Date.parse("2026-11-22T15:59:59.999Z") },
	robots: [],
	answerer: null,
	basis: "working",
};
const HOURS = { zone: "Asia/Shanghai", limitMinutes: 10 } as WorkHours;
const WORDS = {
	...Object.fromEntries(
		["about", "total", "agents", "robots", "days", "comparedDays", "hours", "period", "compared"].map(
			(word) => [word, word],
		),
	),
	// Every column is called what it is.
	columns: new Proxy({} as Words["columns"], { get: (_, column) => String(column) }),
	weekday: Object.fromEntries(WEEKDAYS.map((day) => [day, day])),
	answererOf: (answerer) => (answerer.kind === "assignee" ? answerer.assignee : answerer.kind),
	robotOf: (key) => `robot ${key}`,
	coverageOf: "1 of 4",
} as Words;

describe("the figures as tables", () => {
	const tables = tablesOf(METRICS, QUERY, HOURS, WORDS);
	const table = (title: string) => tables.find((each) => each.title === title);

	it("say first what was measured and what may be missing", () => {
		expect(tables.map((each) => each.title)).toEqual(["about", "total", "agents", "robots", "days", "hours"]);
		const said = JSON.stringify(table("about")?.rows);
		expect(said).toContain("2026-11-23 – 2026-11-23");
		expect(said).toContain("2026-11-22 – 2026-11-22");
		expect(said).toContain("1 of 4");
	});

	it("hold lengths of time, shares and names as what they are", () => {
		const [row] = table("agents")?.rows ?? [];
		// What makes a name safe in a spreadsheet is the engine's business.
		expect(row?.[0]).toEqual({ kind: "text", text: "=1+1" });
		expect(row).toContainEqual({ kind: "share", ofOne: 0.25 });
		expect(row).toContainEqual({ kind: "duration", ms: 90_000 });
		expect(row?.length).toBe(table("agents")?.headers.length);
		expect(table("robots")?.rows[0]?.[0]).toEqual({ kind: "text", text: "robot r1" });
	});

	it("leave empty what there is none of", () => {
		const rows = table("total")?.rows ?? [];
		const late = rows.find(([name]) => name?.kind === "text" && name.text === "lateShare");
		expect(late?.slice(1)).toEqual([{ kind: "share", ofOne: 0.25 }, { kind: "empty" }]);
	});

	it("have every hour of the week", () => {
		const hours = table("hours")?.rows ?? [];
		expect(hours.length).toBe(7 * 24);
		expect(hours[24 + 9]?.slice(1)).toEqual([
			{ kind: "number", number: 9 },
			{ kind: "number", number: 30 },
			{ kind: "number", number: 8 },
			{ kind: "number", number: 2 },
			{ kind: "duration", ms: 60_000 },
		]);
	});
});
