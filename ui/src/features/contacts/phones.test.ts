import { describe, expect, it } from "vitest";
import type { AddingList, AddingPhone } from "@/bindings";
import { countsOf, daysNeeded, heldPhones, readPhones } from "./phones";

const phone = (number: string, state: AddingPhone["state"]): AddingPhone => ({
	phone: number,
	state,
	action: null,
	finishedAt: null,
	msg: "",
});
const LIST: AddingList = {
	id: "a",
	robotKey: "r",
	greeting: null,
	requestedBy: { kind: "console" },
	requestedAt: 1,
	cancelledAt: null,
	phones: [phone("13800000001", "asked"), phone("13800000002", "refused"), phone("13800000003", "waiting")],
};

describe("a pasted list of numbers", () => {
	it("takes lines, commas and tabs apart, and lets a blank stand inside a number", () => {
		const { phones } = readPhones("138 0000 0001，13800000002\n138-0000-0003\t+86 (139) 00000004", new Set());
		expect(phones).toEqual(["13800000001", "13800000002", "13800000003", "+8613900000004"]);
	});

	it("asks nobody twice, and says who is no number", () => {
		const read = readPhones(
			"13800000001\n13800000001\n小红\n12345678901\n13800000009",
			new Set(["13800000009"]),
		);
		expect(read.phones).toEqual(["13800000001"]);
		expect(read.repeated).toBe(1);
		expect(read.known).toEqual(["13800000009"]);
		expect(read.wrong.map(({ problem }) => problem)).toEqual(["letters", "mainland"]);
	});

	it("lets a number be tried again that was refused, and by another robot", () => {
		expect([...heldPhones([LIST], "r")]).toEqual(["13800000001", "13800000003"]);
		expect(heldPhones([LIST], "other").size).toBe(0);
	});

	it("counts what is in a list and how long it takes", () => {
		expect(countsOf(LIST)).toEqual([
			["waiting", 1],
			["asked", 1],
			["refused", 1],
		]);
		expect([1, 20, 21].map((waiting) => daysNeeded(waiting, 20))).toEqual([1, 1, 2]);
	});
});
