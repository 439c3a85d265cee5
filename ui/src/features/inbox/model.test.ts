import { describe, expect, it } from "vitest";
import type { ChatRow, Content, ListFilter } from "@/bindings";
import { testRow as row } from "@/shared/host/testing";
import { NO_FILTER } from "@/shared/list/filter";
import {
	between,
	liveOrder,
	neighbour,
	nextOrder,
	nextUnread,
	nextWaiting,
	previewOf,
	sameOrder,
	shownOrder,
	snoozeUntil,
	tallies,
	toggled,
	type View,
} from "./model";

const chatsOf = (...rows: ChatRow[]) => new Map(rows.map((each) => [each.key.chatUser, each]));
const view = (filter: Partial<ListFilter>, rest: Partial<View> = {}): View => ({
	filter: { ...NO_FILTER, ...filter },
	query: "",
	me: "me",
	tagged: null,
	spelling: null,
	...rest,
});
const marks = (rest: Partial<ChatRow["marks"]>): Partial<ChatRow> => ({
	marks: { pinned: false, hidden: false, muted: false, unreadMark: false, snoozedUntil: null, ...rest },
});
const ALL = view({});
const WAITING = view({ waiting: true, order: "waiting" });

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
		expect(liveOrder(chats, view({}, { query: " WAITS " }))).toEqual(["waitsLonger", "waits"]);
		expect(liveOrder(chats, view({ unread: true }))).toEqual(["new"]);
	});

	it("finds names and remarks, by pinyin once the dictionary is there", () => {
		const people = chatsOf(row("1", { name: "小满", remark: "老客-王" }), row("2", { name: "Wang" }));
		expect(liveOrder(people, view({}, { query: "老客" }))).toEqual(["1"]);
		expect(liveOrder(people, view({}, { query: "wang" }))).toEqual(["2"]);
		const spelling = (text: string, wanted: string) => text.includes("王") && wanted === "wang";
		expect(liveOrder(people, view({}, { query: "wang", spelling }))).toEqual(["1", "2"]);
	});

	it("puts pinned chats first, except where the longest waiting come first", () => {
		const pinned = new Map(chats).set("old", row("old", { lastActive: 1, ...marks({ pinned: true }) }));
		expect(liveOrder(pinned, ALL)[0]).toBe("old");
		expect(liveOrder(pinned, view({ order: "waiting" }))).toEqual([
			"waitsLonger",
			"waits",
			"new",
			"old",
			"never",
		]);
	});

	it("keeps hidden and snoozed chats apart, unless one searches", () => {
		const aside = chatsOf(row("a"), row("h", marks({ hidden: true })), row("s", marks({ snoozedUntil: 9 })));
		expect(liveOrder(aside, ALL)).toEqual(["a"]);
		expect(liveOrder(aside, view({ hidden: true }))).toEqual(["h", "s"]);
		expect(liveOrder(aside, view({}, { query: "h" }))).toEqual(["h"]);
	});

	it("asks for every condition at once", () => {
		const fit: Partial<ChatRow> = {
			kind: "group",
			unread: 1,
			assignee: "me",
			waitingSince: 1,
			mentionsMe: true,
		};
		const all = view(
			{ robots: ["r"], kind: "group", unread: true, mine: true, waiting: true, mentioned: true, tag: "t" },
			{ tagged: new Set(["fit", "else"]) },
		);
		const others = chatsOf(
			row("fit", fit),
			row("else", { ...fit, assignee: "you" }),
			row("untagged", fit),
			row("single", { ...fit, kind: "single" }),
		);
		expect(liveOrder(others, all)).toEqual(["fit"]);
		expect(liveOrder(others, { ...all, tagged: null })).toEqual([]);
		expect(liveOrder(others, view({ robots: ["other"] }))).toEqual([]);
		expect(liveOrder(chatsOf(row("m", marks({ unreadMark: true }))), view({ unread: true }))).toEqual(["m"]);
	});

	it("counts for each view what calls: who waits, or what is unread and not muted", () => {
		const busy = chatsOf(
			row("1", { unread: 2, waitingSince: 1 }),
			row("2", { unread: 1, ...marks({ muted: true }) }),
			row("3", { waitingSince: 2, ...marks({ snoozedUntil: 9 }) }),
			row("4", { assignee: "me", ...marks({ unreadMark: true }) }),
		);
		const filters = [NO_FILTER, WAITING.filter, { ...NO_FILTER, mine: true }];
		expect(tallies(busy, filters, "me", new Set())).toEqual([2, 1, 1]);
		expect(tallies(busy, filters, "me", new Set(["r"]))).toEqual([0, 1, 0]);
	});
});

describe("the order after a push", () => {
	it("is the same as one worked out anew", () => {
		const all = Array.from({ length: 60 }, (_, index) =>
			row(`u${index}`, { lastActive: (index * 37) % 50, name: `n${index % 7}` }),
		);
		let chats: ReadonlyMap<string, ChatRow> = chatsOf(...all);
		for (const looked of [ALL, WAITING, view({ unread: true }, { query: "n3" })]) {
			let order = liveOrder(chats, looked);
			for (let step = 0; step < 40; step += 1) {
				const user = `u${(step * 13) % 66}`;
				const change = {
					lastActive: (step * 29) % 60,
					unread: step % 3,
					waitingSince: step % 2 ? step : null,
				};
				const next = new Map(chats).set(user, row(user, { name: `n${step % 7}`, ...change }));
				order = nextOrder({ chats, view: looked, order }, next, looked);
				chats = next;
				expect(order).toEqual(liveOrder(chats, looked));
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

describe("several chats", () => {
	it("are those between two, in either direction", () => {
		const order = ["a", "b", "c", "d"];
		expect(between(order, "b", "d")).toEqual(["b", "c", "d"]);
		expect(between(order, "c", "a")).toEqual(["a", "b", "c"]);
		expect(between(order, "gone", "a")).toEqual(["a"]);
	});

	it("are marked unless all have the mark", () => {
		expect(toggled([row("a"), row("b", marks({ pinned: true }))], "pinned")).toBe(true);
		expect(toggled([row("b", marks({ pinned: true }))], "pinned")).toBe(false);
	});

	it("come back after so long, or at nine on the next morning", () => {
		const now = new Date("2026-11-30T23:59:00").getTime();
		expect(snoozeUntil({ minutes: 30 }, now) - now).toBe(1_800_000);
		expect(snoozeUntil("tomorrow", now)).toBe(new Date("2026-12-01T09:00:00").getTime());
	});
});
