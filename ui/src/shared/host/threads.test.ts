import { describe, expect, it } from "vitest";
import type { ThreadMessage, ThreadPage } from "@/bindings";
import {
	expectNewest,
	KEPT_AT_END,
	KEPT_MESSAGES,
	KEPT_THREADS,
	letGo,
	markStale,
	mergeIntervals,
	putMessages,
	putNewest,
	putOlder,
	removeMessages,
	type Threads,
	touch,
} from "./threads";

function message(user: string, id: string, timestamp: number, msgSvrId: string | null = null): ThreadMessage {
	return {
		key: { robotKey: "r", chatUser: user, messageId: id },
		chatId: `S:1_${user}`,
		chatName: null,
		msgSvrId,
		timestamp,
		direction: "in",
		origin: "customer",
		sender: { id: user, name: user, avatarUrl: null },
		content: { kind: "text", text: id, mentions: [] },
		sendStatus: null,
		assignee: null,
		delivery: null,
		attachment: null,
	};
}

const page = (messages: ThreadMessage[], rest: Partial<ThreadPage> = {}): ThreadPage => ({
	messages,
	olderInCache: false,
	completeToStart: false,
	clearedBefore: null,
	gaps: [],
	...rest,
});

const NONE: Threads = new Map();
const ids = (threads: Threads, path = "r/a") =>
	threads
		.get(path)
		?.messages.map((each) => each.key.messageId)
		.join("");

describe("a thread whose end is looked at", () => {
	const many = (count: number, from = 0) =>
		Array.from({ length: count }, (_, nth) => message("a", `${from + nth}`, from + nth));
	const opened = putNewest(NONE, "r/a", page(many(50), { completeToStart: true }));

	it("does not grow for ever, and says that there is more in the cache", () => {
		let threads = opened;
		for (let from = 50; from < 5_000; from += 50) {
			threads = letGo(putMessages(threads, many(50, from)), "r/a");
			expect(threads.get("r/a")?.messages.length).toBeLessThan(600);
		}
		const thread = threads.get("r/a");
		expect(thread?.messages.at(-1)?.key.messageId).toBe("4999");
		expect(thread?.olderInCache).toBe(true);
		expect(thread?.completeToStart).toBe(false);
		// The page before it joins on without a hole.
		const first = 5_000 - (thread?.messages.length ?? 0);
		const back = putOlder(threads, "r/a", page(many(50, first - 50))).get("r/a");
		expect(back?.messages.map(({ timestamp }) => timestamp)).toEqual(
			Array.from({ length: 5_000 - first + 50 }, (_, nth) => first - 50 + nth),
		);
		expect(thread?.messages.length).toBeGreaterThanOrEqual(KEPT_AT_END);
	});

	it("is the same thread as long as it is short", () => {
		expect(letGo(opened, "r/a")).toBe(opened);
		expect(letGo(opened, "r/b")).toBe(opened);
	});

	it("takes in what comes in the wrong order, or again", () => {
		const mixed = putMessages(opened, [
			message("a", "51", 51),
			message("a", "50", 50),
			message("a", "49", 49),
		]);
		expect(mixed.get("r/a")?.messages.map(({ timestamp }) => timestamp)).toEqual(
			Array.from({ length: 52 }, (_, nth) => nth),
		);
	});
});

describe("a thread in memory", () => {
	const newest = putNewest(
		NONE,
		"r/a",
		page([message("a", "c", 30), message("a", "d", 40)], { olderInCache: true }),
	);

	it("takes in what is new, in the platform's order, and nothing twice", () => {
		const after = putMessages(newest, [
			message("a", "f", 60, "9007199254740993"),
			message("a", "e", 60, "9007199254740992"),
			message("a", "d", 40),
			message("b", "x", 50),
		]);
		expect(ids(after)).toBe("cdef");
		expect(after.has("r/b")).toBe(false);
	});

	it("moves a message whose time the platform corrected", () => {
		expect(ids(putMessages(newest, [message("a", "c", 45)]))).toBe("dc");
	});

	it("grows to the past page by page, without a hole", () => {
		const older = putOlder(
			newest,
			"r/a",
			page([message("a", "a", 10), message("a", "b", 20)], { completeToStart: true }),
		);
		expect(ids(older)).toBe("abcd");
		expect(older.get("r/a")).toMatchObject({ olderInCache: false, completeToStart: true });
	});

	it("does not take in a message that is older than its run, but knows of it", () => {
		const partial = putNewest(NONE, "r/a", page([message("a", "c", 30)]));
		const after = putMessages(partial, [message("a", "a", 10)]);
		expect(ids(after)).toBe("c");
		expect(after.get("r/a")?.olderInCache).toBe(true);
	});

	it("takes it in when the run goes back to the start", () => {
		const whole = putNewest(NONE, "r/a", page([message("a", "c", 30)], { completeToStart: true }));
		expect(ids(putMessages(whole, [message("a", "a", 10)]))).toBe("ac");
	});

	it("forgets what was discarded", () => {
		expect(ids(removeMessages(newest, [message("a", "c", 30).key, message("b", "z", 1).key]))).toBe("d");
	});
});

describe("reading while pushes arrive", () => {
	it("keeps a message that was pushed after the page was read but before it came", () => {
		const reading = expectNewest(NONE, "r/a");
		expect(reading.get("r/a")?.loaded).toBe(false);
		const pushed = putMessages(reading, [message("a", "e", 50), message("a", "x", 45)]);
		const removed = removeMessages(pushed, [message("a", "x", 45).key, message("a", "c", 30).key]);
		const read = putNewest(removed, "r/a", page([message("a", "c", 30), message("a", "d", 40)]));
		expect(ids(read)).toBe("de");
		expect(read.get("r/a")).toMatchObject({ loaded: true, stale: 0, meanwhile: null });
	});

	it("asks for a fresh page when coverage grew, also during the reading", () => {
		const reading = expectNewest(NONE, "r/a");
		const before = reading.get("r/a")?.stale ?? 0;
		expect(markStale(reading, "r/a").get("r/a")?.stale).toBe(before + 1);
		expect(markStale(NONE, "r/a").size).toBe(0);
	});
});

describe("what stays in memory", () => {
	it("is the chats that were opened last, each with its newest messages", () => {
		const long = Array.from({ length: KEPT_MESSAGES + 30 }, (_, index) => message("c0", `m${index}`, index));
		let threads = putNewest(NONE, "r/c0", page(long, { completeToStart: true }));
		expect(threads.get("r/c0")?.messages).toHaveLength(KEPT_MESSAGES + 30);
		for (let index = 1; index < KEPT_THREADS; index += 1)
			threads = putNewest(threads, `r/c${index}`, page([]));
		expect(threads.get("r/c0")).toMatchObject({ olderInCache: true, completeToStart: false });
		expect(threads.get("r/c0")?.messages).toHaveLength(KEPT_MESSAGES);

		threads = putNewest(touch(threads, "r/c0"), "r/new", page([]));
		expect(threads.has("r/c0")).toBe(true);
		expect(threads.has("r/c1")).toBe(false);
		expect(threads.size).toBe(KEPT_THREADS);
	});

	it("knows gaps as one where they overlap", () => {
		const merged = mergeIntervals([
			{ from: 5, to: 9 },
			{ from: 1, to: 5 },
			{ from: 20, to: 30 },
			{ from: 22, to: 25 },
		]);
		expect(merged).toEqual([
			{ from: 1, to: 9 },
			{ from: 20, to: 30 },
		]);
	});
});
