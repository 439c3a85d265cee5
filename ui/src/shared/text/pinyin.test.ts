import { describe, expect, it } from "vitest";
import { asPinyin, loadSpelling } from "./pinyin";

describe("names by their pinyin", async () => {
	const spelled = await loadSpelling();

	it.each([
		["王小满", "wxm"],
		["王小满", "wangxiaoman"],
		["王小满", "wangxm"],
		["王小满", "xiao"],
		["王小满", "xm"],
		["单田芳", "shan"],
		["单田芳", "dan"],
		["重庆火锅", "cqhg"],
		["吕布", "lvb"],
		["VIP管家-阿岚", "vipgj"],
		["双11福利群", "shuang"],
	])("finds %s by %s", (name, query) => {
		expect(spelled(name, query)).toBe(true);
	});

	it.each([
		["王小满", "ang"],
		["王小满", "wm"],
		["王小满", "wxmm"],
		["Anna Li", "x"],
	])("does not find %s by %s", (name, query) => {
		expect(spelled(name, query)).toBe(false);
	});

	it("takes only Latin letters for pinyin", () => {
		expect(["Wang XM", "xi'an", "王", "", "a1"].map(asPinyin)).toEqual(["wangxm", "xian", null, null, null]);
	});
});
