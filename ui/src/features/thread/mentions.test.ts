import { describe, expect, it } from "vitest";
import { type MentionNames, mentionParts } from "./mentions";

const names: MentionNames = {
	byId: new Map([
		["7881", "李雷"],
		["1688", "小满"],
	]),
	self: new Set(["1688", "旗舰店-小满", "小满"]),
};

const found = (text: string, mentions: string[], known?: MentionNames) =>
	mentionParts(text, mentions, known)
		.filter((part) => part.mention !== "none")
		.map((part) => `${part.mention}:${part.text}`);

describe("mentions", () => {
	it("are set apart, the longer name first, and nothing is lost", () => {
		const text = "@李雷 看下 @李雷(主管)：好";
		expect(found(text, ["李雷", "李雷(主管)"])).toEqual(["other:@李雷", "other:@李雷(主管)"]);
		expect(
			mentionParts(text, ["李雷"])
				.map((part) => part.text)
				.join(""),
		).toBe(text);
		expect(mentionParts("无", [])).toEqual([{ text: "无", mention: "none" }]);
	});

	it("are known by name where they come as ids", () => {
		expect(found("@李雷 好的", ["7881"], names)).toEqual(["other:@李雷"]);
		expect(found("@李雷 好的", ["7881"])).toEqual([]);
	});

	it("of the robot itself stand out, by id, by name and by everybody", () => {
		expect(found("@旗舰店-小满 在吗", ["1688"], names)).toEqual(["me:@旗舰店-小满"]);
		expect(found("@小满 在吗", ["旗舰店-小满"], names)).toEqual(["me:@小满"]);
		expect(found("@所有人 今晚直播", ["notify@all"], names)).toEqual(["me:@所有人"]);
	});
});
