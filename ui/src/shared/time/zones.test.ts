import { describe, expect, it } from "vitest";
import { addDays, dateIn, daysOf, intervalOf, midnightIn } from "./zones";

describe("days of a zone", () => {
	it("begin at its own midnight", () => {
		expect(new Date(midnightIn("Asia/Shanghai", "2026-11-23")).toISOString()).toBe(
			"2026-11-22T16:00:00.000Z",
		);
		expect(new Date(midnightIn("Europe/Berlin", "2026-07-01")).toISOString()).toBe(
			"2026-06-30T22:00:00.000Z",
		);
		expect(new Date(midnightIn("America/New_York", "2026-11-23")).toISOString()).toBe(
			"2026-11-23T05:00:00.000Z",
		);
	});

	it("may have 23 or 25 hours", () => {
		const hours = (date: string) => {
			const { from, to } = intervalOf("Europe/Berlin", date, date);
			return (to + 1 - from) / 3_600_000;
		};
		expect(hours("2026-03-29")).toBe(23);
		expect(hours("2026-10-25")).toBe(25);
		expect(hours("2026-10-26")).toBe(24);
	});

	it("are counted by the calendar", () => {
		expect(dateIn("Asia/Shanghai", Date.parse("2026-11-22T16:00:00Z"))).toBe("2026-11-23");
		expect(addDays("2026-02-28", 1)).toBe("2026-03-01");
		expect(daysOf("2026-11-17", "2026-11-23")).toBe(7);
	});
});
