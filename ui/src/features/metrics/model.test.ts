import { describe, expect, it } from "vitest";
import {
	AT_FIRST,
	answererOf,
	answererValue,
	change,
	datesFrom,
	datesOf,
	minuteOf,
	queryOf,
	share,
} from "./model";
import { TEST_HOURS } from "./testing";

const NOON = Date.parse("2026-11-23T04:00:00Z");
const iso = (at: number | undefined) => new Date(at ?? 0).toISOString();

describe("what is asked of the figures", () => {
	it("is whole days of the team's zone", () => {
		const query = queryOf(AT_FIRST, TEST_HOURS, NOON);
		expect(iso(query?.period.from)).toBe("2026-11-16T16:00:00.000Z");
		expect(iso(query?.period.to)).toBe("2026-11-23T15:59:59.999Z");
		expect(iso(query?.compare?.from)).toBe("2026-11-09T16:00:00.000Z");
		expect(iso(query?.compare?.to)).toBe("2026-11-16T15:59:59.999Z");
	});

	it("compares with the same weekdays without an overlap", () => {
		const query = queryOf({ ...AT_FIRST, preset: "today", compare: "weekBefore" }, TEST_HOURS, NOON);
		expect(iso(query?.compare?.from)).toBe("2026-11-15T16:00:00.000Z");
		const month = queryOf({ ...AT_FIRST, preset: "month", compare: "weekBefore" }, TEST_HOURS, NOON);
		expect((month?.compare?.to ?? 0) < (month?.period.from ?? 0)).toBe(true);
	});

	it("is nothing while the dates are no period", () => {
		const custom = (from: string, to: string) =>
			datesOf({ ...AT_FIRST, preset: "custom", from, to }, "2026-11-23");
		expect(custom("", "2026-11-01")).toBeNull();
		expect(custom("2026-11-02", "2026-11-01")).toBeNull();
		expect(custom("2020-01-01", "2026-11-01")).toBeNull();
		expect(custom("2026-11-01", "2026-11-02")).toEqual({ from: "2026-11-01", to: "2026-11-02" });
	});

	it("keeps an agent's name whatever is in it", () => {
		for (const answerer of [
			{ kind: "console" },
			{ kind: "phone" },
			{ kind: "assignee", assignee: "assignee:小红" },
		] as const)
			expect(answererOf(answererValue(answerer))).toEqual(answerer);
		expect(answererOf("")).toBeNull();
	});

	it("has no share of nothing and no change from nothing", () => {
		expect(share(1, 3)).toBe(33.3);
		expect(share(0, 0)).toBeNull();
		expect(change(150, 100)).toBe(50);
		expect(change(1, 0)).toBeNull();
		expect(change(null, 5)).toBeNull();
	});
});

describe("working hours as they are typed", () => {
	it("are minutes of the day", () => {
		expect(minuteOf("09:05")).toBe(545);
		expect(minuteOf("24:00")).toBe(1440);
		for (const wrong of ["", "24:01", "9:60", "9"]) expect(minuteOf(wrong)).toBeNull();
	});

	it("and holidays are dates that exist", () => {
		expect(datesFrom("2026-10-02\n2026-10-01，2026-10-02")).toEqual(["2026-10-01", "2026-10-02"]);
		expect(datesFrom("2026-02-30")).toBeNull();
		expect(datesFrom("国庆")).toBeNull();
		expect(datesFrom("")).toEqual([]);
	});
});
