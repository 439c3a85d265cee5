import { act, cleanup, fireEvent, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ChatRow, SavedView } from "@/bindings";
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

let asked: ReturnType<typeof startTestEngine> = [];

beforeEach(() => {
	giveEverythingSize(320, 640);
	asked = startTestEngine(testSnapshot({ chats: ROWS }));
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
		expect(first?.textContent).toMatch(/王小满，2 条未读，已等待/);
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

	it("keeps its order again when the window is come back to with the pointer over it", async () => {
		await show(<Desk />);
		const section = screen.getByTestId("chat-list");
		fireEvent.pointerEnter(section);
		fireEvent.blur(window);
		fireEvent.pointerMove(section);
		arrive(testRow("zhao", { name: "赵一鸣", lastActive: 99, unread: 2 }));
		expect(order()).toEqual(["r/wang", "r/li", "r/zhao"]);
	});

	it("opens what was pressed, also when another row is there at the release", async () => {
		await show(<Desk />);
		const [wang, li] = screen.getAllByTestId("chat-row") as [HTMLElement, HTMLElement];
		const at = { button: 0, clientX: 50, clientY: 30 };
		fireEvent.pointerDown(wang, at);
		fireEvent.pointerUp(li, at);
		expect(selected()).toBe("r/wang");
		// A hand that pulls from one row to another means neither.
		fireEvent.pointerDown(li, at);
		fireEvent.pointerUp(wang, { ...at, clientY: 90 });
		expect(selected()).toBe("r/wang");
	});

	it("opens what was pressed, also when the browser has no click for it", async () => {
		await show(<Desk />);
		const [, li] = screen.getAllByTestId("chat-row") as [HTMLElement, HTMLElement];
		const at = { button: 0, clientX: 50, clientY: 30 };
		fireEvent.pointerDown(li, at);
		fireEvent.pointerUp(li, at);
		expect(selected()).toBe("r/li");
	});

	it("counts a press and its click once", async () => {
		await show(<Desk />);
		const [wang] = screen.getAllByTestId("chat-row") as [HTMLElement];
		const at = { button: 0, clientX: 50, clientY: 30, ctrlKey: true };
		fireEvent.pointerDown(wang, at);
		fireEvent.pointerUp(wang, at);
		fireEvent.click(wang, { ...at, detail: 1 });
		expect(screen.queryByTestId("picked-bar")).not.toBeNull();
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

	it("filters by view and by name, and teaches where nothing is left", async () => {
		await show(<Desk />);
		await userEvent.click(screen.getByTestId("filter-waiting"));
		expect(order()).toEqual(["r/wang"]);
		await userEvent.click(screen.getByTestId("filter-all"));
		await userEvent.type(screen.getByLabelText("按名称筛选"), "赵");
		expect(order()).toEqual(["r/zhao"]);
		await userEvent.type(screen.getByLabelText("按名称筛选"), "x");
		expect(screen.getByText("没有名称含“赵x”的会话")).toBeTruthy();
		await userEvent.keyboard("{Escape}");
		expect(order()).toEqual(["r/wang", "r/li", "r/zhao"]);
	});

	it("says what is filtered beyond the view, and takes it away again", async () => {
		await show(<Desk />);
		await userEvent.click(screen.getByTestId("filter-panel"));
		await userEvent.click(screen.getByRole("button", { name: "未读", pressed: false }));
		expect(order()).toEqual(["r/wang", "r/zhao"]);
		await userEvent.click(screen.getByLabelText("去掉筛选：未读"));
		expect(order()).toEqual(["r/wang", "r/li", "r/zhao"]);
		expect(screen.queryByTestId("filter-chips")).toBeNull();
	});

	it("keeps a filter as a view under a name", async () => {
		await show(<Desk />);
		await userEvent.click(screen.getByTestId("filter-panel"));
		await userEvent.click(screen.getByRole("button", { name: "未读", pressed: false }));
		await userEvent.type(screen.getByLabelText("视图名称"), "急{Enter}");
		const saved = asked.find(({ command }) => command === "save_views")?.args as { views: SavedView[] };
		expect(saved.views.map((view) => view.name)).toEqual(["", "", "", "急"]);
		expect(saved.views.at(-1)?.filter.unread).toBe(true);
	});
});

describe("marks", () => {
	const marked = () => asked.filter(({ command }) => command === "set_chat_marks").map(({ args }) => args);
	const key = (user: string) => ({ robotKey: "r", chatUser: user });
	const only = (change: object) => ({
		pinned: null,
		hidden: null,
		muted: null,
		unreadMark: null,
		snoozedUntil: null,
		...change,
	});

	it("are set by a key, and show at once where the chat goes", async () => {
		await show(<Desk />);
		act(() => screen.getByRole("listbox").focus());
		await userEvent.keyboard("{End}p");
		expect(marked()).toEqual([{ chats: [key("zhao")], change: only({ pinned: true }) }]);
		expect(order()).toEqual(["r/zhao", "r/wang", "r/li"]);
		await userEvent.keyboard("h");
		expect(order()).toEqual(["r/wang", "r/li"]);
	});

	it("are set for several chats that were chosen with Ctrl, Shift or Shift and the arrows", async () => {
		await show(<Desk />);
		const picked = () => screen.getAllByTestId("chat-row").filter((each) => each.dataset.picked);
		const rows = screen.getAllByTestId("chat-row") as [HTMLElement, HTMLElement, HTMLElement];
		fireEvent.click(rows[0], { ctrlKey: true });
		fireEvent.click(rows[2], { ctrlKey: true });
		expect(picked().map((each) => each.dataset.chat)).toEqual(["r/wang", "r/zhao"]);
		fireEvent.click(rows[1], { shiftKey: true });
		expect(picked().map((each) => each.dataset.chat)).toEqual(["r/li", "r/zhao"]);
		await userEvent.click(within(screen.getByTestId("picked-bar")).getByLabelText("消息免打扰"));
		expect(marked()).toEqual([{ chats: [key("li"), key("zhao")], change: only({ muted: true }) }]);
		expect(picked()).toEqual([]);

		act(() => screen.getByRole("listbox").focus());
		await userEvent.keyboard("{Home}{Shift>}{ArrowDown}{/Shift}");
		expect(picked().map((each) => each.dataset.chat)).toEqual(["r/wang", "r/li"]);
		await userEvent.keyboard("{Escape}");
		expect(picked()).toEqual([]);
	});

	it("are taken back if they could not be kept", async () => {
		stopTestEngine();
		startTestEngine(testSnapshot({ chats: ROWS }), {
			set_chat_marks: () => {
				throw { code: "cache", message: "disk full", retryable: false, requestId: null };
			},
		});
		await show(<Desk />);
		act(() => screen.getByRole("listbox").focus());
		await userEvent.keyboard("{End}h");
		expect(await screen.findByText(/没能保存，已恢复原样/)).toBeTruthy();
		expect(order()).toContain("r/zhao");
	});

	it("are offered in a menu for the row it was asked for on", async () => {
		await show(<Desk />);
		fireEvent.contextMenu(screen.getAllByTestId("chat-row")[1] as HTMLElement);
		await userEvent.click(await screen.findByRole("menuitem", { name: "标为未读" }));
		expect(marked()).toEqual([{ chats: [key("li")], change: only({ unreadMark: true }) }]);
		expect(screen.getByTestId("chat-unread-mark")).toBeTruthy();
	});
});
