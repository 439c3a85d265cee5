import { act, cleanup, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
	startTestEngine,
	stopTestEngine,
	TEST_ROBOT,
	tellDesk,
	testAction,
	testGroupCard,
	testMember,
	testRow,
	testSnapshot,
} from "@/shared/host/testing";
import { show } from "@/shared/testing/render";
import { GroupPanel } from "./GroupPanel";

afterEach(() => {
	cleanup();
	stopTestEngine();
});

const ROW = testRow("R:1", { name: "福利群", kind: "group" });
const MEMBERS = [
	testMember("owner", { name: "店长", role: "owner", isExternal: false }),
	testMember(TEST_ROBOT.wxid, { name: "旗舰店", isExternal: false }),
	testMember("lei", { name: "李雷" }),
	testMember("mei", { name: "韩梅梅" }),
];

async function open() {
	const asked = startTestEngine(testSnapshot({ chats: [ROW] }), {
		group_card: () => testGroupCard(MEMBERS),
		admin_replacements: () => [],
		act: () => "1",
		action: () => testAction("1"),
		contacts: () => ({ items: [], total: 0 }),
	});
	await show(<GroupPanel row={ROW} onShowActivity={vi.fn()} />);
	await screen.findByTestId("group-panel");
	return asked;
}

const actions = (asked: { command: string; args: unknown }[]) =>
	asked.filter(({ command }) => command === "act").map(({ args }) => (args as { action: unknown }).action);

describe("the group panel", () => {
	it("marks the owner and the robot itself", async () => {
		await open();
		const rows = screen.getAllByTestId("member").map((row) => row.textContent);
		expect(rows[0]).toContain("群主");
		expect(rows[1]).toContain("本机器人");
	});

	it("removes nobody before everybody was shown by name and confirmed", async () => {
		const asked = await open();
		await userEvent.click(screen.getByTestId("members-choose"));
		await userEvent.click(screen.getByTestId("choose-lei"));
		await userEvent.click(screen.getByTestId("member-kick"));
		const dialog = within(await screen.findByTestId("member-dialog"));
		expect(dialog.getByText("李雷")).toBeTruthy();
		expect(dialog.queryByText("韩梅梅")).toBeNull();
		expect(screen.getByTestId("member-confirm")).toHaveProperty("disabled", true);
		await userEvent.click(screen.getByTestId("member-consent"));
		await userEvent.click(screen.getByTestId("member-confirm"));
		expect(actions(asked)).toEqual([{ kind: "kick", group: "R:1", members: ["lei"] }]);
	});

	it("says why the owner cannot be removed", async () => {
		await open();
		await userEvent.click(screen.getByTestId("members-choose"));
		await userEvent.click(screen.getByTestId("choose-owner"));
		expect(screen.getByTestId("member-kick")).toHaveProperty("disabled", true);
		expect(screen.getByText(/不能对群主操作/)).toBeTruthy();
	});

	it("notifies everyone only after a second gesture, and nobody unless asked to", async () => {
		const asked = await open();
		await userEvent.click(screen.getByTestId("group-announce"));
		await userEvent.type(await screen.findByTestId("announcement-text"), "明天放假");
		await userEvent.click(screen.getByTestId("announcement-next"));
		expect(screen.queryByTestId("announcement-consent")).toBeNull();
		await userEvent.click(screen.getByText("返回修改"));
		await userEvent.click(screen.getByTestId("announcement-all"));
		await userEvent.click(screen.getByTestId("announcement-next"));
		expect(screen.getByTestId("announcement-publish")).toHaveProperty("disabled", true);
		await userEvent.click(screen.getByTestId("announcement-consent"));
		await userEvent.click(screen.getByTestId("announcement-publish"));
		expect(actions(asked)).toEqual([
			{ kind: "setAnnouncement", group: "R:1", text: "明天放假", notifyAll: true },
		]);
	});

	it("follows the members while it is open", async () => {
		await open();
		act(() => tellDesk({ kind: "groups", cards: [testGroupCard(MEMBERS.slice(0, 3))] }));
		expect(screen.getAllByTestId("member")).toHaveLength(3);
	});
});
