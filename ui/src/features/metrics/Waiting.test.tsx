import { cleanup, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { WaitingChat } from "@/bindings";
import { startTestEngine, stopTestEngine, testSnapshot } from "@/shared/host/testing";
import { giveEverythingSize, show } from "@/shared/testing/render";
import { Waiting } from "./Waiting";
import { useWaitingStore } from "./waiting";

beforeEach(() => giveEverythingSize(900, 700));

afterEach(() => {
	cleanup();
	stopTestEngine();
	useWaitingStore.setState({ answer: null, error: null });
});

const chat = (user: string, rest: Partial<WaitingChat>): WaitingChat => ({
	chat: { robotKey: "r", chatUser: user },
	chatName: user,
	kind: "single",
	robotKey: "r",
	assignee: null,
	since: Date.now() - 60_000,
	messageId: "m",
	text: "在吗",
	waited: 60_000,
	dueAt: Date.now() + 540_000,
	isLate: false,
	...rest,
});

async function open(chats: WaitingChat[], isWorkingTime = true) {
	startTestEngine(testSnapshot({ chats: [] }), {});
	const late = chats.filter((each) => each.isLate).length;
	useWaitingStore.setState({ answer: { chats, late, at: Date.now(), isWorkingTime } });
	await show(<Waiting />);
}

describe("who waits", () => {
	it("says how long, how much is left, and who is beyond the limit", async () => {
		await open([
			chat("王小满", { isLate: true, waited: 1_200_000, assignee: "小红" }),
			chat("李雷", { assignee: null }),
		]);
		const [first, second] = await screen.findAllByTestId("waiting-row");
		expect(first?.textContent).toContain("20 分 0 秒");
		expect(first?.textContent).toContain("已超时");
		expect(first?.textContent).toContain("小红");
		expect(second?.textContent).toContain("还剩");
		expect(second?.textContent).toContain("未分配");
		expect(screen.getByTestId("waiting-count").textContent).toContain("1 位已超时");
	});

	it("stands still outside the working hours", async () => {
		await open([chat("李雷", {})], false);
		expect((await screen.findByTestId("waiting")).textContent).toContain("暂停计算");
	});

	it("teaches when nobody waits", async () => {
		await open([]);
		expect((await screen.findByTestId("waiting")).textContent).toContain("没有客户在等");
	});
});
