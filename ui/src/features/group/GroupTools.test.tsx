import { act, cleanup, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it } from "vitest";
import type { AdminReplacement, GroupSummary } from "@/bindings";
import {
	startTestEngine,
	stopTestEngine,
	tellDesk,
	testGroupCard,
	testMember,
	testSnapshot,
} from "@/shared/host/testing";
import { show } from "@/shared/testing/render";
import { GroupTools } from "./GroupTools";
import { isMembersRange, possibleAdmins } from "./tools";

afterEach(() => {
	cleanup();
	stopTestEngine();
});

const CARD = testGroupCard([
	testMember("owner", { name: "店长", role: "owner", isExternal: false }),
	testMember("hong", { name: "小红", role: "admin", isExternal: false }),
	testMember("qiang", { name: "阿强", isExternal: false }),
	testMember("lei", { name: "李雷" }),
]);
const OTHERS: GroupSummary[] = ["R:1", "R:2", "R:3"].map((id) => ({
	group: { ...CARD.group, id, name: `群${id}` },
	lastActive: null,
	membersReadAt: null,
}));

async function open() {
	const asked = startTestEngine(testSnapshot(), {
		admin_replacements: () => [],
		groups: () => ({ items: OTHERS, total: 3, unreadable: 0 }),
		replace_admin: () => "x",
		download_groups: ({ path }: { path: string }) => ({ path, bytes: 1 }),
		"plugin:dialog|save": () => "/tmp/groups.xlsx",
	});
	await show(<GroupTools card={CARD} />);
	return (command: string) => asked.filter((each) => each.command === command).map(({ args }) => args);
}

describe("the tools of a group", () => {
	it("copies settings only to groups that were looked at, and never to the group itself", async () => {
		const asked = await open();
		await userEvent.click(screen.getByTestId("tool-copy"));
		await userEvent.click(await screen.findByTestId("module-welcome"));
		await userEvent.click(await screen.findByTestId("pick-R:2"));
		await userEvent.click(screen.getByTestId("pick-R:3"));
		expect(screen.queryByTestId("pick-R:1")).toBeNull();
		await userEvent.click(screen.getByTestId("copy-next"));
		expect(within(screen.getByTestId("copy-preview")).getByText("群R:2")).toBeTruthy();
		expect(screen.getByTestId("copy-confirm")).toHaveProperty("disabled", true);
		await userEvent.click(screen.getByTestId("copy-consent"));
		await userEvent.click(screen.getByTestId("copy-confirm"));
		expect(asked("copy_group_settings")).toEqual([
			{
				copy: {
					fromRobot: "r",
					fromGroup: "R:1",
					modules: ["welcome"],
					to: [{ robotKey: "r", first: "R:2", others: ["R:3"] }],
				},
			},
		]);
	});

	it("downloads this group's row to the place that was chosen", async () => {
		const asked = await open();
		await userEvent.click(screen.getByTestId("tool-download"));
		await userEvent.click(await screen.findByTestId("download-save"));
		expect(await screen.findByText("已保存到 /tmp/groups.xlsx")).toBeTruthy();
		expect(asked("download_groups")).toEqual([
			{ download: { kind: "chosen", robotKey: "r", groups: ["R:1"] }, path: "/tmp/groups.xlsx" },
		]);
	});

	it("offers colleagues only, and says exactly what a failure left behind", async () => {
		const asked = await open();
		expect(possibleAdmins(CARD.members).map(({ id }) => id)).toEqual(["qiang"]);
		await userEvent.click(screen.getByTestId("tool-replace"));
		await userEvent.selectOptions(await screen.findByTestId("replace-old"), "hong");
		await userEvent.selectOptions(screen.getByTestId("replace-new"), "qiang");
		await userEvent.click(screen.getByTestId("replace-consent"));
		await userEvent.click(screen.getByTestId("replace-confirm"));
		expect(asked("replace_admin")).toEqual([{ robot: "r", group: "R:1", remove: "hong", add: "qiang" }]);
		const row: AdminReplacement = {
			id: "x",
			robotKey: "r",
			groupId: "R:1",
			remove: "hong",
			add: "qiang",
			state: "removedOnly",
			removal: "1",
			addition: "2",
			inquiry: null,
			requestedBy: { kind: "console" },
			requestedAt: 1,
			finishedAt: 2,
		};
		act(() => tellDesk({ kind: "admins", rows: [row] }));
		expect(screen.getByTestId("replacement").textContent).toContain("少了一位管理员");
	});

	it("knows bounds that leave nothing", () => {
		expect([isMembersRange("", ""), isMembersRange("10", "5"), isMembersRange("x", "")]).toEqual([
			true,
			false,
			false,
		]);
	});
});
