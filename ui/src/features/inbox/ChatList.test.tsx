import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ChatRow } from "@/bindings";
import { type ChatPath, chatPath } from "@/shared/host";
import { showDesk, startTestEngine, stopTestEngine, testRow, testSnapshot } from "@/shared/host/testing";
import { giveEverythingSize, show } from "@/shared/testing/render";
import { ChatList } from "./ChatList";

const ROWS = [
	testRow("wang", { name: "王小满", lastActive: 30, unread: 2, waitingSince: 1 }),
	testRow("li", { name: "李雷", lastActive: 20 }),
	testRow("zhao", { name: "赵一鸣", lastActive: 10, unread: 1 }),
];

function Desk() {
	const [selected, setSelected] = useState<ChatPath | null>(null);
	return (
		<ChatList
			selected={selected}
			onOpen={(key) => setSelected(chatPath(key))}
			onLeave={() => setSelected(null)}
		/>
	);
}

beforeEach(() => {
	giveEverythingSize(320, 640);
	startTestEngine(testSnapshot({ chats: ROWS }));
});

afterEach(() => {
	cleanup();
	stopTestEngine();
});

const order = () => screen.getAllByTestId("chat-row").map((each) => each.dataset.chat);
const selected = () => screen.queryByRole("option", { selected: true })?.dataset.chat;
const arrive = (row: ChatRow) =>
	act(() =>
		showDesk(
			testSnapshot({ chats: ROWS.map((each) => (each.key.chatUser === row.key.chatUser ? row : each)) }),
		),
	);

describe("the chat list", () => {
	it("is a listbox whose options say their place and what is unread", async () => {
		await show(<Desk />);
		expect(screen.getByRole("listbox").getAttribute("aria-label")).toBe("会话列表");
		const first = screen.getAllByRole("option")[0];
		expect(first?.getAttribute("aria-label")).toMatch(/王小满，2 条未读，已等待/);
		expect(first?.getAttribute("aria-posinset")).toBe("1");
		expect(first?.getAttribute("aria-setsize")).toBe("3");
		expect(first?.dataset.unread).toBe("2");
	});

	it("keeps its order under the pointer, and says that there is a newer one", async () => {
		await show(<Desk />);
		fireEvent.pointerEnter(screen.getByTestId("chat-list"));
		arrive(testRow("zhao", { name: "赵一鸣", lastActive: 99, unread: 2 }));
		expect(order()).toEqual(["r/wang", "r/li", "r/zhao"]);
		await userEvent.click(screen.getByTestId("update-order"));
		expect(order()).toEqual(["r/zhao", "r/wang", "r/li"]);
		expect(screen.queryByTestId("update-order")).toBeNull();
	});

	it("takes the new order when the pointer leaves", async () => {
		await show(<Desk />);
		const section = screen.getByTestId("chat-list").parentElement as HTMLElement;
		fireEvent.pointerEnter(section);
		arrive(testRow("zhao", { name: "赵一鸣", lastActive: 99 }));
		fireEvent.pointerLeave(section);
		expect(order()).toEqual(["r/zhao", "r/wang", "r/li"]);
	});

	it("is walked with the arrows and opened with Enter", async () => {
		await show(<Desk />);
		act(() => screen.getByRole("listbox").focus());
		await userEvent.keyboard("{ArrowDown}");
		expect(selected()).toBeUndefined();
		await userEvent.keyboard("{Enter}");
		expect(selected()).toBe("r/li");
	});

	it("leads from chat to chat with keys from anywhere", async () => {
		await show(<Desk />);
		await userEvent.keyboard("{Alt>}{ArrowDown}{/Alt}");
		expect(selected()).toBe("r/wang");
		await userEvent.keyboard("{Alt>}{Shift>}{ArrowDown}{/Shift}{/Alt}");
		expect(selected()).toBe("r/zhao");
		await userEvent.keyboard("{Control>}j{/Control}");
		expect(selected()).toBe("r/wang");
	});

	it("filters by name and by tab, and teaches where nothing is left", async () => {
		await show(<Desk />);
		await userEvent.click(screen.getByTestId("filter-unread"));
		expect(order()).toEqual(["r/wang", "r/zhao"]);
		await userEvent.type(screen.getByLabelText("按名称筛选"), "赵");
		expect(order()).toEqual(["r/zhao"]);
		await userEvent.type(screen.getByLabelText("按名称筛选"), "x");
		expect(screen.getByText("没有名称含“赵x”的会话")).toBeTruthy();
		await userEvent.keyboard("{Escape}");
		expect(order()).toEqual(["r/wang", "r/zhao"]);
	});
});
