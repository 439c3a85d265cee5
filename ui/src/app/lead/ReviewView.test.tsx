import { Tooltip } from "@base-ui/react/tooltip";
import { act, cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ReviewPage, ScoreEntry, ThreadMessage } from "@/bindings";
import { usePlace } from "@/features/review/useReview";
import { startTestEngine, stopTestEngine, tellDesk, testRow, testSnapshot } from "@/shared/host/testing";
import { show } from "@/shared/testing/render";
import { ReviewView } from "./ReviewView";

const USERS = ["wang", "li", "zhao"];
const ROWS = USERS.map((user) => testRow(user, { name: user, unread: 2 }));

const PAGE: ReviewPage = {
	chats: ROWS.map((row, index) => ({ row, begin: null, openFlags: index === 2 ? 1 : 0 })),
	next: null,
};

/** Commands that only read; whatever else was asked is a mistake. */
const READING = new Set([
	"review_chats",
	"review_agents",
	"review_thread",
	"all_tags",
	"samples",
	"quality_flags",
	"scores_of",
	"score_cards",
]);

function said(user: string): ThreadMessage {
	return {
		key: { robotKey: "r", chatUser: user, messageId: `m-${user}` },
		chatId: `S:1_${user}`,
		chatName: null,
		msgSvrId: "1",
		timestamp: 1,
		direction: "out",
		origin: "console",
		sender: { id: "1", name: "旗舰店", avatarUrl: null },
		content: { kind: "text", text: `您好 ${user}`, mentions: [] },
		sendStatus: null,
		assignee: null,
		delivery: { state: "unconfirmed" },
		attachment: null,
	};
}

async function open(answers: Record<string, (args: never) => unknown> = {}) {
	const asked = startTestEngine(testSnapshot({ chats: ROWS }), {
		review_chats: () => PAGE,
		review_agents: () => ["=小红", "console"],
		review_thread: ({ chat }: { chat: { chatUser: string } }) => ({
			messages: [said(chat.chatUser)],
			olderInCache: false,
			completeToStart: true,
			gaps: [],
		}),
		all_tags: () => [],
		samples: () => [],
		quality_flags: () => ({ flags: [], total: 0, next: null }),
		scores_of: () => [],
		score_cards: () => [{ id: "c", name: "日常", items: [{ id: "tone", name: "态度", weight: 1, most: 5 }] }],
		...answers,
	});
	await show(
		<Tooltip.Provider>
			<ReviewView />
		</Tooltip.Provider>,
	);
	await screen.findAllByTestId("review-row");
	return asked;
}

const looked = () => screen.queryByTestId("review-thread")?.dataset.chat;

beforeEach(() => {
	HTMLElement.prototype.scrollIntoView = () => undefined;
	act(() => usePlace.setState({ open: null, sample: null }));
});

afterEach(() => {
	cleanup();
	stopTestEngine();
});

describe("review", () => {
	it("walks by keyboard and asks for nothing but to read", async () => {
		const asked = await open();
		const view = screen.getByTestId("review");
		for (const [key, chat] of [
			["n", "r/wang"],
			["n", "r/li"],
			["p", "r/wang"],
			["f", "r/zhao"],
		] as const) {
			fireEvent.keyDown(view, { key });
			await waitFor(() => expect(looked()).toBe(chat));
			await screen.findByText(`您好 ${chat.slice(2)}`);
		}
		const others = asked.map(({ command }) => command).filter((command) => !READING.has(command));
		expect([...new Set(others)].filter((command) => !/^(subscribe|plugin:)/.test(command))).toEqual([]);
	});

	it("offers nothing one could do to a message", async () => {
		await open();
		fireEvent.keyDown(screen.getByTestId("review"), { key: "n" });
		await screen.findByText("您好 wang");
		expect(screen.queryByTestId("composer-input")).toBeNull();
		expect(screen.queryByTestId("message-more")).toBeNull();
		expect(screen.getByTestId("message").querySelectorAll("button")).toHaveLength(0);
	});

	it("keeps a score and goes on to the next conversation", async () => {
		const kept: ScoreEntry[] = [];
		await open({ save_score: ({ entry }: { entry: ScoreEntry }) => kept.push(entry) });
		fireEvent.keyDown(screen.getByTestId("review"), { key: "n" });
		const form = await screen.findByTestId("score-form");
		await within(form).findByText("小红");
		fireEvent.change(screen.getByTestId("score-agent"), { target: { value: "=小红" } });
		fireEvent.click(screen.getByRole("radio", { name: "4" }));
		expect(screen.getByTestId("score-total").textContent).toBe("80.0");
		fireEvent.keyDown(form, { key: "Enter", ctrlKey: true });
		await waitFor(() => expect(looked()).toBe("r/li"));
		expect(kept).toMatchObject([{ agent: "=小红", items: [{ item: "tone", points: 4 }] }]);
	});

	it("keeps the form under the hands while the scores are asked for anew", async () => {
		const asked = await open();
		fireEvent.keyDown(screen.getByTestId("review"), { key: "n" });
		const form = await screen.findByTestId("score-form");
		const field = form.querySelector("textarea");
		act(() => field?.focus());
		const before = asked.filter(({ command }) => command === "scores_of").length;
		act(() => tellDesk({ kind: "quality", open: 1 }));
		expect(screen.getByTestId("score-form")).toBe(form);
		await waitFor(() =>
			expect(asked.filter(({ command }) => command === "scores_of")).toHaveLength(before + 1),
		);
		expect(document.activeElement).toBe(field);
	});

	it("goes on by keys after a score, and out of a field by Esc", async () => {
		await open({ save_score: () => null });
		const keys = (key: string, rest = {}) =>
			fireEvent.keyDown(document.activeElement as HTMLElement, { key, ...rest });
		fireEvent.keyDown(screen.getByTestId("review"), { key: "n" });
		await within(await screen.findByTestId("score-form")).findByText("小红");
		fireEvent.change(screen.getByTestId("score-agent"), { target: { value: "=小红" } });
		fireEvent.click(screen.getByRole("radio", { name: "4" }));
		act(() => screen.getByTestId("score-form").querySelector("textarea")?.focus());
		keys("n");
		expect(looked()).toBe("r/wang");
		keys("Escape");
		keys("s");
		expect(document.activeElement?.getAttribute("name")).toBe("态度");
		keys("Enter", { ctrlKey: true });
		await waitFor(() => expect(looked()).toBe("r/li"));
		keys("n");
		await waitFor(() => expect(looked()).toBe("r/zhao"));
	});
});
