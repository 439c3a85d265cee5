/** Threads of the demo world as they are read: the newest page, what is around a message, a hole that can be filled. */
import type { ChatKey, Interval, ThreadMessage, ThreadPage, ThreadWindow } from "@/bindings";
import { type DemoCommands, type DemoEngine, wait } from "./engine";
import { text } from "./words";
import { messageOf } from "./world";

export function threadCommands({ chat, push }: Pick<DemoEngine, "chat" | "push">): DemoCommands {
	function page(key: ChatKey, before: string | null, limit: number): ThreadPage {
		const { messages, gaps } = chat(key);
		const end = before === null ? messages.length : placeOf(messages, before);
		return pageOf(messages, end - limit, end, gaps);
	}

	function around(key: ChatKey, message: string, limit: number): ThreadWindow {
		const { messages } = chat(key);
		const at = placeOf(messages, message);
		const half = Math.floor(limit / 2);
		return windowOf(messages, at - half, at + half + 1);
	}

	function after(key: ChatKey, message: string, limit: number): ThreadWindow {
		const { messages } = chat(key);
		const at = placeOf(messages, message) + 1;
		return windowOf(messages, at, at + limit);
	}

	type Page = { chat: ChatKey; before: string | null; limit: number };
	type Around = { chat: ChatKey; message: string; limit: number };
	type After = { chat: ChatKey; after: string; limit: number };
	return {
		thread: (args: Page) => page(args.chat, args.before, args.limit),
		thread_around: (args: Around) => around(args.chat, args.message, args.limit),
		thread_after: (args: After) => after(args.chat, args.after, args.limit),
		review_thread: (args: Page) => page(args.chat, args.before, args.limit),
		review_around: (args: Around) => around(args.chat, args.message, args.limit),
		review_after: (args: After) => after(args.chat, args.after, args.limit),
		load_older: async () => {
			await wait(600);
			return null;
		},
		fill_gap: async ({ chat: key, gap }: { chat: ChatKey; gap: Interval }) => {
			await wait(900);
			const found = chat(key);
			found.gaps = found.gaps.filter((each) => each.from !== gap.from);
			const missed = messageOf(found.row, "", { at: gap.from + 60_000, content: text("这条是补齐的消息。") });
			found.messages = [...found.messages, missed].sort((a, b) => a.timestamp - b.timestamp);
			push([{ kind: "coverage", chat: key }]);
			return null;
		},
	};
}

function placeOf(messages: readonly ThreadMessage[], id: string): number {
	return messages.findIndex(({ key }) => key.messageId === id);
}

function windowOf(messages: readonly ThreadMessage[], from: number, to: number): ThreadWindow {
	return { page: pageOf(messages, from, to, []), newerInCache: to < messages.length };
}

function pageOf(messages: readonly ThreadMessage[], from: number, to: number, gaps: Interval[]): ThreadPage {
	const start = Math.max(0, from);
	return {
		messages: messages.slice(start, to),
		olderInCache: start > 0,
		completeToStart: true,
		clearedBefore: null,
		gaps,
	};
}
