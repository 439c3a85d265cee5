import { describe, expect, it } from "vitest";
import { TEST_ROBOT, testMember } from "@/shared/host/testing";
import { filterMembers, obstacle } from "./model";

const owner = testMember("owner", { role: "owner", isExternal: false });
const robot = testMember(TEST_ROBOT.wxid, { isExternal: false, role: "admin" });
const staff = testMember("hong", { isExternal: false });
const guest = testMember("guest");

describe("what may be done with members", () => {
	it.each([
		["kick", [], "nobody"],
		["kick", [owner, guest], "owner"],
		["kick", [robot], "self"],
		["kick", [guest], null],
		["adminsAdd", [guest], "outsider"],
		["adminsAdd", [robot], "alreadyAdmin"],
		["adminsAdd", [staff], null],
		["adminsRemove", [staff], "notAdmin"],
		["adminsRemove", [robot], null],
	] as const)("%s of %j: %s", (act, chosen, why) => {
		expect(obstacle(act, chosen, [owner, robot, staff, guest], TEST_ROBOT)).toBe(why);
	});

	it("stops at three admins beside the owner", () => {
		const admins = ["a", "b"].map((id) => testMember(id, { role: "admin", isExternal: false }));
		const members = [owner, robot, ...admins, staff];
		expect(obstacle("adminsAdd", [staff], members, TEST_ROBOT)).toBe("tooMany");
	});
});

describe("filtering members", () => {
	it("looks at the name as it is shown", () => {
		const hidden = testMember("x", { name: "尤\u202E里" });
		expect(filterMembers([hidden, guest], "尤里")).toEqual([hidden]);
	});
});
