import { describe, expect, it } from "vitest";
import type { ChatRow, Content } from "@/bindings";
import {
	counts,
	liveOrder,
	neighbour,
	nextOrder,
	nextUnread,
	nextWaiting,
	previewOf,
	sameOrder,
	shownOrder,
} from "./model";

function row(user: string, rest: Partial<ChatRow> = {}): ChatRow {
	return {
		key: { robotKey: "r", chatUser: user },
		chatId: `S:1_${user}`,
		kind: "single",
		name: user,
		avatarUrl: null,
		lastActive: null,
		unread: 0,
		preview: "",
		assignee: null,
		last: null,
		draft: null,
		needsDecision: 0,
		waitingSince: null,
		...rest,
	};
}

const chatsOf = (...rows: ChatRow[]) => new Map(rows.map((each) => [each.key.chatUser, each]));
const ALL = { filter: "all", query: "" } as const;
const WAITING = { filter: "waiting", query: "" } as const;

describe("the order as it is now", () => {
	const chats = chatsOf(
		row("old", { lastActive: 1 }),
		row("new", { lastActive: 9, unread: 2 }),
		row("never"),
		row("waits", { lastActive: 5, waitingSince: 5 }),
		row("waitsLonger", { lastActive: 7, waitingSince: 3 }),
	);

	it("puts the latest first and chats without activity last", () => {
		expect(liveOrder(chats, ALL)).toEqual(["new", "waitsLonger", "waits", "old", "never"]);
	});

	it("puts who waits longest first among those who wait", () => {
		expect(liveOrder(chats, WAITING)).toEqual(["waitsLonger", "waits"]);
	});

	it("filters by name without regard to case or outer blanks", () => {
		expect(liveOrder(chats, { filter: "all", query: " WAITS " })).toEqual(["waitsLonger", "waits"]);
		expect(liveOrder(chats, { filter: "unread", query: "" })).toEqual(["new"]);
	});

	it("counts who waits and what is unread", () => {
		expect(counts(chats)).toEqual({ waiting: 2, unread: 1 });
	});
});

describe("the order after a push", () => {
	it("is the same as one worked out anew", () => {
		const all = Array.from({ length: 60 }, (_, index) =>
			row(`u${index}`, { lastActive: (index * 37) % 50, name: `n${index % 7}` }),
		);
		let chats: ReadonlyMap<string, ChatRow> = chatsOf(...all);
		for (const view of [ALL, WAITING, { filter: "unread", query: "n3" } as const]) {
			let order = liveOrder(chats, view);
			for (let step = 0; step < 40; step += 1) {
				const user = `u${(step * 13) % 66}`;
				const change = {
					lastActive: (step * 29) % 60,
					unread: step % 3,
					waitingSince: step % 2 ? step : null,
				};
				const next = new Map(chats).set(user, row(user, { name: `n${step % 7}`, ...change }));
				order = nextOrder({ chats, view, order }, next, view);
				chats = next;
				expect(order).toEqual(liveOrder(chats, view));
			}
		}
	});
});

describe("the order while someone works in the list", () => {
	const before = chatsOf(
		row("a", { lastActive: 3 }),
		row("b", { lastActive: 2 }),
		row("c", { lastActive: 1 }),
	);
	const frozen = liveOrder(before, ALL);

	it("stands still when a message arrives", () => {
		const after = chatsOf(...before.values(), row("c", { lastActive: 9 }));
		const live = liveOrder(after, ALL);
		expect(shownOrder(frozen, live, after)).toEqual(["a", "b", "c"]);
		expect(sameOrder(shownOrder(frozen, live, after), live)).toBe(false);
		expect(shownOrder(null, live, after)).toEqual(["c", "a", "b"]);
	});

	it("keeps a row that no longer passes the filter", () => {
		const waiting = liveOrder(chatsOf(row("a", { waitingSince: 1 }), row("b", { waitingSince: 2 })), WAITING);
		const answered = chatsOf(row("a"), row("b", { waitingSince: 2 }));
		expect(shownOrder(waiting, liveOrder(answered, WAITING), answered)).toEqual(["a", "b"]);
	});

	it("appends chats that are new and drops chats that are gone", () => {
		const after = chatsOf(row("a"), row("c"), row("fresh", { lastActive: 99 }));
		expect(shownOrder(frozen, liveOrder(after, ALL), after)).toEqual(["a", "c", "fresh"]);
	});
});

describe("ways through the list", () => {
	const chats = chatsOf(
		row("a", { waitingSince: 30 }),
		row("b", { unread: 1, waitingSince: 10 }),
		row("c"),
		row("d", { unread: 4, waitingSince: 20 }),
	);
	const order = ["a", "b", "c", "d"];

	it("stops at the ends", () => {
		expect(neighbour(order, "a", -1)).toBeNull();
		expect(neighbour(order, "a", 1)).toBe("b");
		expect(neighbour(order, null, 1)).toBe("a");
		expect(neighbour(order, null, -1)).toBe("d");
	});

	it("goes round the unread ones in both directions", () => {
		expect(nextUnread(order, chats, "b", 1)).toBe("d");
		expect(nextUnread(order, chats, "d", 1)).toBe("b");
		expect(nextUnread(order, chats, "b", -1)).toBe("d");
		expect(nextUnread(order, chats, null, 1)).toBe("b");
		expect(nextUnread(order, chats, null, -1)).toBe("d");
		expect(nextUnread(order, chatsOf(row("a")), "a", 1)).toBeNull();
		expect(nextUnread([], chats, null, 1)).toBeNull();
	});

	it("takes the longest waiting first, then the next", () => {
		expect(nextWaiting(chats, null)).toBe("b");
		expect(nextWaiting(chats, "c")).toBe("b");
		expect(nextWaiting(chats, "b")).toBe("d");
		expect(nextWaiting(chats, "a")).toBe("b");
		expect(nextWaiting(chatsOf(row("a", { waitingSince: 1 })), "a")).toBeNull();
		expect(nextWaiting(chatsOf(row("a")), null)).toBeNull();
	});
});

describe("the second line of a row", () => {
	const text = (value: string): Content => ({ kind: "text", text: value, mentions: [] });

	it("shows a draft before anything else", () => {
		const last = { direction: "in", senderName: "x", content: text("hi"), timestamp: 1 } as const;
		expect(previewOf(row("a", { draft: "您好", last }), false)).toEqual({ kind: "draft", text: "您好" });
		expect(previewOf(row("a", { draft: "您好", last }), true).kind).toBe("message");
		expect(previewOf(row("a", { draft: "  ", last }), false).kind).toBe("message");
	});

	it("names who spoke: us, or the member of a group, but not the only customer", () => {
		const said = (direction: "in" | "out", kind: "single" | "group") => {
			const preview = previewOf(
				row("a", { kind, last: { direction, senderName: "李雷", content: text("在吗"), timestamp: 1 } }),
				false,
			);
			return preview.kind === "message" ? preview.author : undefined;
		};
		expect(said("out", "single")).toBe("me");
		expect(said("in", "single")).toBeNull();
		expect(said("in", "group")).toEqual({ name: "李雷" });
	});

	it("falls back to the platform's own summary", () => {
		expect(previewOf(row("a", { preview: "[图片]" }), false)).toEqual({ kind: "text", text: "[图片]" });
		expect(previewOf(row("a"), false)).toEqual({ kind: "none" });
	});
});
