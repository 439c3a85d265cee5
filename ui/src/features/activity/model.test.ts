import { describe, expect, it } from "vitest";
import { testAction } from "@/shared/host/testing";
import { type LogFilter, NOWHERE, queues, reachAfter, shownActions, spoken, undecided } from "./model";

const ALL: LogFilter = { robot: null, state: "all", mineOnly: false };
const at = (id: string, requestedAt: number, rest = {}) => testAction(id, { requestedAt, ...rest });
const unknown = { state: { state: "unknown" } } as const;
const ids = (rows: { id: string }[]) => rows.map((row) => row.id);

describe("the log", () => {
	it("shows no row beyond what was read, so that it has no holes", () => {
		const rows = [at("old", 1), at("read", 5), at("new", 9)];
		const reach = { last: rows[1] ?? null, atEnd: false };
		expect(ids(shownActions(rows, ALL, reach))).toEqual(["new", "read"]);
		expect(ids(shownActions(rows, ALL, { ...reach, atEnd: true }))).toEqual(["new", "read", "old"]);
		expect(shownActions(rows, ALL, NOWHERE)).toEqual([]);
	});

	it("shows everything that waits for a decision, however old", () => {
		const rows = [at("old", 1, unknown), at("decided", 2, { ...unknown, decidedAt: 3 }), at("new", 9)];
		expect(ids(shownActions(rows, { ...ALL, state: "undecided" }, NOWHERE))).toEqual(["old"]);
		expect(undecided(rows)).toBe(1);
	});

	it("narrows to a robot and leaves out what the console asked by itself", () => {
		const rows = [
			at("a", 1),
			at("b", 2, { robotKey: "other" }),
			at("c", 3, { requestedBy: { kind: "console" } }),
		];
		const reach = { last: null, atEnd: true };
		expect(ids(shownActions(rows, { ...ALL, robot: "r", mineOnly: true }, reach))).toEqual(["a"]);
	});

	it("is at its end when a page comes short", () => {
		const page = [at("2", 2), at("1", 1)];
		expect(reachAfter(page, 2, NOWHERE)).toEqual({ last: page[1], atEnd: false });
		expect(reachAfter([], 2, { last: page[1] ?? null, atEnd: false })).toEqual({
			last: page[1],
			atEnd: true,
		});
	});
});

describe("queues", () => {
	it("stand in the order they leave", () => {
		const rows = [
			at("2", 2),
			at("1", 1, { state: { state: "inFlight", at: 1 } }),
			at("0", 0, { state: { state: "done" } }),
		];
		expect(ids([...(queues(rows).get("r") ?? [])])).toEqual(["1", "2"]);
	});
});

describe("a state", () => {
	it("tells the unknown that waits from the one that was dealt with", () => {
		expect(spoken(at("1", 1, unknown))).toBe("undecided");
		expect(spoken(at("1", 1, { ...unknown, decidedAt: 2 }))).toBe("decided");
		expect(spoken(at("1", 1, { state: { state: "done" }, carriedBy: "0" }))).toBe("carried");
	});
});
