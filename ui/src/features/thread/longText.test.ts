import { describe, expect, it } from "vitest";
import { shownPart } from "./longText";

describe("a long text", () => {
	it("is shown whole while it is short, or only a little longer than what is shown", () => {
		expect(shownPart("你好", 0)).toEqual({ text: "你好", left: 0 });
		expect(shownPart("字".repeat(2_300), 0).left).toBe(0);
	});

	it("is shown in part, and whole after a few steps", () => {
		const text = "字".repeat(350_000);
		expect(shownPart(text, 0)).toEqual({ text: "字".repeat(2_000), left: 348_000 });
		expect(shownPart(text, 2).text.length).toBe(200_000);
		expect(shownPart(text, 3)).toEqual({ text, left: 0 });
	});

	it("is not shown as thousands of short lines either", () => {
		const part = shownPart("是\n".repeat(1_000), 0);
		expect(part.text.split("\n").length).toBeLessThanOrEqual(41);
		expect(part.text.length + part.left).toBe(2_000);
	});

	it("is never cut inside what a person sees as one character", () => {
		const family = "👨‍👩‍👧‍👦";
		const { text } = shownPart(family.repeat(1_000), 0);
		expect(text.length % family.length).toBe(0);
		expect(text.length).toBeGreaterThan(1_900);
	});
});
