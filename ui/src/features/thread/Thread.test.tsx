import { cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ChatRow, ThreadMessage, ThreadPage } from "@/bindings";
import { startTestEngine, stopTestEngine, testRow, testSnapshot } from "@/shared/host/testing";
import { giveEverythingSize, show } from "@/shared/testing/render";
import { Thread } from "./Thread";

const MONDAY = new Date("2026-11-23T09:00:00").getTime();
const MINUTE = 60_000;

function message(id: string, minutes: number, rest: Partial<ThreadMessage> = {}): ThreadMessage {
	return {
		key: { robotKey: "r", chatUser: "wang", messageId: id },
		chatId: "S:1_wang",
		chatName: null,
		msgSvrId: null,
		timestamp: MONDAY + minutes * MINUTE,
		direction: "in",
		origin: "customer",
		sender: { id: "wang", name: "王小满", avatarUrl: null },
		content: { kind: "text", text: id, mentions: [] },
		sendStatus: null,
		assignee: null,
		delivery: null,
		attachment: null,
		...rest,
	};
}

const ours = (id: string, minutes: number, rest: Partial<ThreadMessage>) =>
	message(id, minutes, { direction: "out", origin: "console", ...rest });

let answers: Record<string, (args: never) => unknown>;
let asked: ReturnType<typeof startTestEngine>;
let page: ThreadPage;
const quoted: string[] = [];

function open(messages: ThreadMessage[], rest: Partial<ThreadPage> = {}, row: Partial<ChatRow> = {}) {
	page = { messages, olderInCache: false, completeToStart: true, clearedBefore: null, gaps: [], ...rest };
	const chat = testRow("wang", { name: "王小满", ...row });
	answers = {
		judge_link: ({ url }: { url: string }) => ({ url, host: "a.example", warnings: [] }),
		thread: ({ before }: { before: string | null }) => (before === null ? page : { ...page, messages: [] }),
	};
	asked = startTestEngine(testSnapshot({ chats: [chat] }), answers);
	return show(<Thread onTakenBack={() => undefined} onQuote={(_, text) => quoted.push(text)} row={chat} />);
}

beforeEach(() => giveEverythingSize(640, 200));

afterEach(() => {
	cleanup();
	stopTestEngine();
});

const calls = (name: string) => asked.filter(({ command }) => command === name).map(({ args }) => args);

describe("a thread", () => {
	it("shows the beginning of a very long text, and the rest when it is asked for", async () => {
		const text = `${"字".repeat(15_000)}完`;
		open([message("a", 0, { content: { kind: "text", text, mentions: [] } })]);
		const more = await screen.findByTestId("text-more");
		expect(screen.queryByText(/完/)).toBeNull();
		await userEvent.click(more);
		expect(await screen.findByText(/完/)).toBeTruthy();
		expect(screen.queryByTestId("text-more")).toBeNull();
	});

	it("shows messages with their side, their day, and the unread line", async () => {
		await open([message("昨天的", -24 * 60), message("今天的", 0), message("又一条", 1)], {}, { unread: 2 });
		await screen.findByText("又一条");
		const messages = screen.getAllByTestId("message");
		expect(messages.map((each) => each.dataset.messageId)).toEqual(["昨天的", "今天的", "又一条"]);
		expect(messages[0]?.dataset.direction).toBe("in");
		// One above the first message that is loaded, one between the days.
		expect(screen.getAllByTestId("day-divider")).toHaveLength(2);
		expect(screen.getByTestId("unread-line").textContent).toBe("2 条未读");
		expect(screen.getByTestId("thread-title").textContent).toBe("王小满");
	});

	it("reports what is on screen, so that read marks can follow", async () => {
		await open([message("一", 0)]);
		await screen.findByText("一");
		await waitFor(() =>
			expect(calls("report_view").at(-1)).toMatchObject({
				view: { chat: { robotKey: "r", chatUser: "wang" }, newestVisible: true },
			}),
		);
	});

	it("shows where messages may be missing, and loads them on request", async () => {
		const gap = { from: MONDAY + MINUTE, to: MONDAY + 60 * MINUTE };
		await open([message("一", 0), message("二", 60)], { gaps: [gap] });
		const row = await screen.findByTestId("gap");
		expect(row.textContent).toContain("09:01 至 10:00 之间可能缺少消息");
		await userEvent.click(within(row).getByTestId("load-gap"));
		expect(calls("fill_gap")).toEqual([{ chat: { robotKey: "r", chatUser: "wang" }, gap }]);
	});

	it("says why a gap could not be filled, in its place", async () => {
		await open([message("一", 0)], { gaps: [{ from: MONDAY + MINUTE, to: MONDAY + 60 * MINUTE }] });
		answers.fill_gap = () => {
			throw { code: "lineDown", message: "", retryable: true, requestId: null };
		};
		await userEvent.click(await screen.findByTestId("load-gap"));
		expect((await within(screen.getByTestId("gap")).findByRole("alert")).textContent).toContain(
			"当前没有连接",
		);
	});

	it("reads older messages from the platform when the cache has no more", async () => {
		await open([message("一", 0)], { completeToStart: false });
		await screen.findByText("一");
		await waitFor(() => expect(calls("load_older")).toHaveLength(1));
		expect(calls("thread").at(-1)).toMatchObject({ before: "一" });
	});
});

describe("our own messages", () => {
	it("leave an uncertain delivery to the person", async () => {
		await open([
			ours("已发", 0, { delivery: { state: "confirmed" } }),
			ours("未知", 1, { delivery: { state: "unconfirmed" } }),
		]);
		await screen.findByText("未知");
		const [sure, unsure] = screen.getAllByTestId("message");
		expect(sure?.dataset.delivery).toBe("confirmed");
		expect(unsure?.textContent).toContain("客户可能收到两次");
		await userEvent.click(screen.getByTestId("resolve-check"));
		await userEvent.click(screen.getByTestId("resolve-send"));
		await userEvent.click(screen.getByTestId("resolve-discard"));
		expect(calls("resolve_send")).toEqual(
			["checkAgain", "sendAgain", "discard"].map((resolution) => ({ id: "未知", resolution })),
		);
	});

	it("say why they failed, and offer no check where there is nothing to check", async () => {
		await open([ours("拒绝", 0, { delivery: { state: "failed", reason: { kind: "refused" } } })]);
		await screen.findByText(/企业微信拒绝了这条消息/);
		expect(screen.queryByTestId("resolve-check")).toBeNull();
		expect(screen.getByTestId("resolve-send")).toBeTruthy();
	});
});

describe("what messages carry", () => {
	it("opens addresses of the web only, through the desktop", async () => {
		await open([
			message("a", 0, { content: { kind: "text", text: "看 https://a.example/x。", mentions: [] } }),
			message("b", 1, { content: { kind: "file", url: "file:///etc/passwd", name: "密码.txt" } }),
		]);
		await userEvent.click(await screen.findByRole("link"));
		await waitFor(() => expect(calls("open_link")).toHaveLength(1));
		expect(calls("open_link")).toEqual([{ url: "https://a.example/x" }]);
		expect(screen.getByText("不是网页地址，无法打开")).toBeTruthy();
	});

	it("asks for pictures by message, never by the platform's address", async () => {
		await open([message("p", 0, { content: { kind: "image", url: "https://evil.example/p.png" } })]);
		const picture = await screen.findByAltText<HTMLImageElement>("王小满发来的图片");
		expect(picture.src).toBe("media://localhost/image/r/wang/p");
	});

	it("shows what it does not know as it came, ids and all", async () => {
		const raw = '{"labelId":14073752703607623}';
		await open([message("u", 0, { content: { kind: "unsupported", contentType: "49", raw } })]);
		await userEvent.click(await screen.findByText("查看原文"));
		expect(screen.getByText(raw)).toBeTruthy();
	});
});
