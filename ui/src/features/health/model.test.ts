import { describe, expect, it } from "vitest";
import { placeOf, shareOf } from "./model";

describe("shares of time", () => {
	it("are of what is known", () => {
		const stretches = [
			{ from: 0, to: 10, good: true },
			{ from: 40, to: 60, good: false },
		];
		expect(shareOf(stretches, ({ good }) => good)).toBe(33.3);
		expect(shareOf([], () => true)).toBeNull();
	});

	it("stand where they were", () => {
		expect(placeOf({ from: 25, to: 50 }, { from: 0, to: 100 })).toEqual({ left: 25, width: 25 });
	});
});
