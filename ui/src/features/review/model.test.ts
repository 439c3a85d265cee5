import { describe, expect, it } from "vitest";
import { periodOf } from "@/shared/lead/periods";
import { EVERYTHING, nextWhere, queryOf, step } from "./model";

describe("review", () => {
	it("leaves nothing out that was not chosen", () => {
		const query = queryOf({ ...EVERYTHING, period: "all", text: " 退款 " }, null, 0);
		expect(query).toMatchObject({
			agent: null,
			robot: null,
			tag: null,
			since: null,
			until: null,
			text: "退款",
		});
	});

	it("stops at the ends of the list and begins at the near one", () => {
		expect(step(3, -1, 1)).toBe(0);
		expect(step(3, -1, -1)).toBe(2);
		expect(step(3, 2, 1)).toBe(2);
		expect(step(3, 0, -1)).toBe(0);
		expect(step(0, -1, 1)).toBe(-1);
	});

	it("finds the next one that fits, also before this one", () => {
		const list = [1, 0, 0, 2];
		const flagged = (count: number) => count > 0;
		expect(nextWhere(list, 0, flagged)).toBe(3);
		expect(nextWhere(list, 3, flagged)).toBe(0);
		expect(nextWhere([0, 0], 0, flagged)).toBe(-1);
		expect(nextWhere([1], 0, flagged)).toBe(0);
	});

	it("counts whole days", () => {
		const now = new Date(2026, 10, 23, 15, 30).getTime();
		const { since, until } = periodOf("week", now);
		expect(new Date(since)).toEqual(new Date(2026, 10, 17));
		expect(until).toBe(new Date(2026, 10, 24).getTime() - 1);
		expect(periodOf("yesterday", now)).toEqual({
			since: new Date(2026, 10, 22).getTime(),
			until: new Date(2026, 10, 23).getTime() - 1,
		});
	});
});
