import { Tooltip } from "@base-ui/react/tooltip";
import { cleanup, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
	startTestEngine,
	stopTestEngine,
	testAction,
	testCustomerCard,
	testRequest,
	testRow,
	testSnapshot,
} from "@/shared/host/testing";
import { giveEverythingSize, show } from "@/shared/testing/render";
import { Shell } from "./Shell";

beforeEach(() => {
	localStorage.clear();
	giveEverythingSize(900, 700);
});

afterEach(() => {
	cleanup();
	stopTestEngine();
});

async function open() {
	const asked = startTestEngine(testSnapshot({ chats: [testRow("wang", { name: "王小满" })] }), {
		thread: () => ({ messages: [], olderInCache: false, completeToStart: true, gaps: [] }),
		customer_card: () => testCustomerCard("wang"),
		also_known: () => [],
		notes: () => [],
		friend_requests: () => [testRequest("li")],
		undecided_actions: () => [testAction("1", { state: { state: "unknown" } })],
		actions: () => [],
	});
	await show(
		<Tooltip.Provider>
			<Shell account="test-account" />
		</Tooltip.Provider>,
	);
	await userEvent.click(await screen.findByTestId("chat-row"));
	return asked;
}

const views = (asked: { command: string; args: unknown }[]) =>
	asked
		.filter(({ command }) => command === "report_view")
		.map(({ args }) => (args as { view: { chat: unknown } }).view.chat);

describe("the window", () => {
	it("keeps the chat and what is being typed while another view is shown, and reads nothing meanwhile", async () => {
		const asked = await open();
		await userEvent.type(screen.getByTestId("composer-input"), "写了一半");
		await userEvent.click(screen.getByTestId("view-requests"));
		expect(await screen.findByTestId("requests")).toBeTruthy();
		expect(views(asked).at(-1)).toBeNull();
		await userEvent.click(screen.getByTestId("view-inbox"));
		expect(screen.queryByTestId("requests")).toBeNull();
		expect((screen.getByTestId("composer-input") as HTMLTextAreaElement).value).toBe("写了一半");
		expect(views(asked).at(-1)).toEqual({ robotKey: "r", chatUser: "wang" });
	});

	it("goes from view to view with Alt and a figure", async () => {
		await open();
		await userEvent.keyboard("{Alt>}{3}{/Alt}");
		expect(await screen.findByTestId("activity")).toBeTruthy();
		expect(screen.getByTestId("view-activity").getAttribute("aria-current")).toBe("page");
	});

	it("counts what waits for a person on the rail", async () => {
		await open();
		expect((await screen.findByTestId("view-requests")).getAttribute("aria-label")).toBe(
			"好友申请，1 项待处理",
		);
		expect(screen.getByTestId("view-activity").getAttribute("aria-label")).toBe("动态，1 项待处理");
	});

	it("closes the panel with Ctrl+I, and remembers", async () => {
		await open();
		if (screen.queryByTestId("panel") === null) await userEvent.keyboard("{Control>}i{/Control}");
		expect(screen.getByTestId("panel")).toBeTruthy();
		await userEvent.keyboard("{Control>}i{/Control}");
		expect(screen.queryByTestId("panel")).toBeNull();
		expect(localStorage.getItem("zuoxi.panel")).toBe("closed");
	});
});
