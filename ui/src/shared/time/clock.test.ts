import { describe, expect, it } from "vitest";
import { clockOf, minuteOf } from "./clock";

describe("times of the day", () => {
	it("are written as fields for times write them", () => {
		expect([clockOf(0), clockOf(485), clockOf(1439)]).toEqual(["00:00", "08:05", "23:59"]);
	});

	it("are read as people write them", () => {
		const written = ["08:05", "8：05", "08:05:30", "24:00", "", "9:60"];
		expect(written.map(minuteOf)).toEqual([485, 485, 485, null, null, null]);
	});
});
