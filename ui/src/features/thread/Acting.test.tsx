import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Content, LinkJudgement, ThreadMessage } from "@/bindings";
import { startTestEngine, stopTestEngine, testRow, testSnapshot } from "@/shared/host/testing";
import { giveEverythingSize, show } from "@/shared/testing/render";
import { Thread } from "./Thread";

function message(id: string, content: Content, msgSvrId: string | null = "7"): ThreadMessage {
	return {
		key: { robotKey: "r", chatUser: "wang", messageId: id },
		chatId: "S:1_wang",
		chatName: null,
		msgSvrId,
		timestamp: new Date("2026-11-23T09:00:00").getTime(),
		direction: "in",
		origin: "customer",
		sender: { id: "wang", name: "王小满", avatarUrl: null },
		content,
		sendStatus: null,
		assignee: null,
		delivery: null,
		attachment: null,
	};
}

const text = (value: string): Content => ({ kind: "text", text: value, mentions: [] });
const image: Content = { kind: "image", url: "https://a.example/p.png" };

let asked: ReturnType<typeof startTestEngine>;
let quoted: string[];

async function open(messages: ThreadMessage[], judgement: Partial<LinkJudgement> = {}) {
	const chat = testRow("wang", { name: "王小满" });
	const other = testRow("li", { name: "李雷" });
	const elsewhere = { ...testRow("han", { name: "韩梅梅" }), key: { robotKey: "other", chatUser: "han" } };
	quoted = [];
	asked = startTestEngine(testSnapshot({ chats: [chat, other, elsewhere] }), {
		thread: () => ({ messages, olderInCache: false, completeToStart: true, gaps: [] }),
		judge_link: ({ url }: { url: string }) => ({ url, host: "a.example", warnings: [], ...judgement }),
		forward: () => "action",
	});
	await show(<Thread onTakenBack={() => undefined} onQuote={(_, words) => quoted.push(words)} row={chat} />);
	return screen.findAllByTestId("message");
}

const calls = (name: string) => asked.filter(({ command }) => command === name).map(({ args }) => args);

beforeEach(() => giveEverythingSize(640, 400));

afterEach(() => {
	cleanup();
	stopTestEngine();
});

describe("acting on messages", () => {
	it("quotes one from its menu into the answer", async () => {
		const [row] = await open([message("a", text("什么时候发货？"))]);
		fireEvent.contextMenu(row as HTMLElement);
		await userEvent.click(await screen.findByTestId("menu-quote"));
		expect(quoted).toEqual(["「王小满：什么时候发货？」"]);
		expect(screen.queryByTestId("menu-forward")).toBeNull();
	});

	it("says why a choice cannot be forwarded, and leaves with Esc", async () => {
		const rows = await open([message("a", image), message("b", text("好"))]);
		(rows[0] as HTMLElement).focus();
		await userEvent.keyboard("x");
		expect(screen.getByTestId<HTMLButtonElement>("picked-forward").disabled).toBe(false);
		await userEvent.click(screen.getByText("好"));
		expect(screen.getByTestId("picking-bar").textContent).toContain("所选里有 1 条其他消息");
		expect(screen.getByTestId<HTMLButtonElement>("picked-forward").disabled).toBe(true);
		await userEvent.keyboard("{Escape}");
		await waitFor(() => expect(screen.queryByTestId("picking-bar")).toBeNull());
	});

	it("forwards to chats of the same robot, once they were shown again", async () => {
		const [row] = await open([message("a", image)]);
		fireEvent.contextMenu(row as HTMLElement);
		await userEvent.click(await screen.findByTestId("menu-forward"));
		expect(screen.queryByTestId("forward-to-han")).toBeNull();
		expect(screen.queryByTestId("forward-to-wang")).toBeNull();
		await userEvent.click(await screen.findByTestId("forward-to-li"));
		await userEvent.click(screen.getByTestId("forward-next"));
		expect(calls("forward")).toEqual([]);
		await userEvent.click(screen.getByTestId("forward-confirm"));
		await waitFor(() => expect(calls("forward")).toHaveLength(1));
		expect(calls("forward")[0]).toEqual({
			message: { robotKey: "r", chatUser: "wang", messageId: "a" },
			to: [{ robotKey: "r", chatUser: "li" }],
		});
	});

	it("opens an address that may deceive only after the person has seen where it leads", async () => {
		await open([message("a", text("看 https://a.example/x"))], { warnings: ["lookAlike"] });
		await userEvent.click(screen.getByRole("link"));
		expect((await screen.findByTestId("leaving")).textContent).toContain("可能是仿冒");
		expect(calls("open_link")).toEqual([]);
		await userEvent.click(screen.getByTestId("leave"));
		await waitFor(() => expect(calls("open_link")).toEqual([{ url: "https://a.example/x" }]));
	});
});
