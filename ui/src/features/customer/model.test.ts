import { describe, expect, it } from "vitest";
import type { CarriedTag, TagLibrary } from "@/bindings";
import { testAction, testCustomerCard } from "@/shared/host/testing";
import { chipGroups, searchTags, wanted } from "./model";

// Ids of the platform that are one and the same number in JavaScript.
const VIP = "14073752703607622";
const GOLD = "14073752703607623";
const LIBRARY: TagLibrary = {
	groups: [
		{
			id: "g",
			name: "客户等级",
			tags: [
				{ id: VIP, name: "VIP" },
				{ id: GOLD, name: "金卡" },
			],
		},
		{ id: "h", name: "售后", tags: [{ id: "3", name: "投诉" }] },
	],
	personal: null,
};
const carried = (id: string): CarriedTag => ({ id, name: id, group: null, knownSince: 1, source: "swept" });
const change = (id: string, at: number, add: string[], remove: string[]) =>
	testAction(id, { action: { kind: "changeTags", customer: "c", add, remove }, requestedAt: at });

describe("tags on their way", () => {
	it("are what was wanted last", () => {
		const open = [change("2", 2, [], [VIP]), change("1", 1, [VIP, GOLD], [])];
		expect([...wanted(open, [])]).toEqual([
			[VIP, false],
			[GOLD, true],
		]);
		expect(wanted(open, [{ add: [VIP], remove: [] }]).get(VIP)).toBe(true);
	});

	it("stand among the others, in the order of the library", () => {
		const card = { ...testCustomerCard("c"), tags: [carried("3"), carried(VIP)] };
		const wishes = new Map([
			[VIP, false],
			[GOLD, true],
		]);
		const groups = chipGroups(card, LIBRARY, wishes);
		expect(
			groups.map((group) => [group.name, ...group.chips.map((chip) => `${chip.id} ${chip.state}`)]),
		).toEqual([
			["客户等级", `${VIP} removing`, `${GOLD} adding`],
			["售后", "3 carried"],
		]);
	});

	it("are nothing when one was wanted, thought better of, and never carried", () => {
		expect(chipGroups(testCustomerCard("c"), LIBRARY, new Map([[VIP, false]]))).toEqual([]);
	});

	it("keep what the library does not know", () => {
		const card = { ...testCustomerCard("c"), tags: [carried("gone")] };
		expect(chipGroups(card, LIBRARY, new Map())[0]).toMatchObject({ name: null, chips: [{ id: "gone" }] });
	});
});

describe("searching tags", () => {
	it("finds by the tag's name and by its group's", () => {
		expect(searchTags(LIBRARY, "vip").map((group) => group.tags.length)).toEqual([1]);
		expect(searchTags(LIBRARY, "等级")[0]?.tags).toHaveLength(2);
		expect(searchTags(LIBRARY, "没有")).toEqual([]);
	});
});
