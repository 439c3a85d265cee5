import { describe, expect, it } from "vitest";
import { daysBetween, formatDay, formatElapsed, formatTime, listTime, urgency } from "./model";

const at = (text: string) => new Date(text).getTime();
const NOW = at("2026-11-23T14:03:22");

describe("the time in a list", () => {
	it.each([
		["2026-11-23T14:03:00", "now"],
		["2026-11-23T14:05:00", "now"],
		["2026-11-23T14:02:00", "minutes"],
		["2026-11-23T13:03:30", "minutes"],
		["2026-11-23T13:03:00", "clock"],
		["2026-11-23T00:00:00", "clock"],
		["2026-11-22T23:59:59", "yesterday"],
		["2026-11-21T12:00:00", "weekday"],
		["2026-11-17T00:00:00", "weekday"],
		["2026-11-16T23:59:59", "date"],
		["2026-01-01T00:00:00", "date"],
		["2025-12-31T23:59:59", "dateWithYear"],
	])("%s is said as %s", (text, kind) => {
		expect(listTime(at(text), NOW).kind).toBe(kind);
	});

	it("stays relative across midnight", () => {
		expect(listTime(at("2026-11-22T23:50:00"), at("2026-11-23T00:10:00"))).toEqual({
			kind: "minutes",
			minutes: 20,
		});
	});

	it("shows a date that lies ahead as what it is", () => {
		expect(listTime(at("2026-11-25T10:00:00"), NOW).kind).toBe("date");
	});
});

describe("words and figures", () => {
	it("names the day in both languages, with the year only when it is another", () => {
		expect(formatDay(at("2026-11-23T09:00:00"), NOW, "zh-CN")).toBe("11月23日 星期一");
		expect(formatDay(at("2026-11-23T09:00:00"), NOW, "en")).toMatch(/Monday.*23 November/);
		expect(formatDay(at("2025-11-23T09:00:00"), NOW, "zh-CN")).toBe("2025年11月23日 星期日");
	});

	it("keeps midnight at zero hours", () => {
		expect(formatTime(at("2026-11-23T00:05:09"), "clockWithSeconds", "zh-CN")).toBe("00:05:09");
		expect(formatTime(at("2026-11-23T00:05:09"), "clock", "en")).toBe("00:05");
	});

	it("counts calendar days, not spans of 24 hours", () => {
		expect(daysBetween(at("2026-11-22T23:59:00"), at("2026-11-23T00:01:00"))).toBe(1);
	});

	it("runs a stopwatch that never goes below zero", () => {
		expect([-5, 252_000, 3_852_000].map(formatElapsed)).toEqual(["00:00", "04:12", "1:04:12"]);
	});

	it("turns amber after three minutes and red after ten", () => {
		expect([0, 179_999, 180_000, 599_999, 600_000].map(urgency)).toEqual([
			"calm",
			"calm",
			"late",
			"late",
			"overdue",
		]);
	});
});
