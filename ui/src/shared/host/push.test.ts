import { describe, expect, it } from "vitest";
import type { Change, Push, Snapshot, ThreadMessage } from "@/bindings";
import { applyPush, type Desk, fromSnapshot } from "./push";
import { testRow as row, TEST_ACCOUNT, testSnapshot, testSummary } from "./testing";
import { putNewest } from "./threads";

const snapshot = (rest: Partial<Snapshot> = {}) =>
	testSnapshot({
		seq: 7,
		session: { state: "connecting" },
		robots: [],
		chats: [row("wang"), row("li")],
		accounts: [testSummary(TEST_ACCOUNT, { state: { state: "connecting" } })],
		...rest,
	});

const message = (user: string, id: string) =>
	({ key: { robotKey: "r", chatUser: user, messageId: id }, timestamp: 1, msgSvrId: null }) as ThreadMessage;

function pushed(desk: Desk, ...changes: Change[]): Desk {
	const applied = applyPush(desk, { seq: desk.seq + 1, changes });
	if (applied.kind !== "applied") throw new Error(applied.kind);
	return applied.desk;
}

describe("a push", () => {
	const desk = fromSnapshot(snapshot(), null);

	it("changes what it names and nothing else", () => {
		const next = pushed(
			desk,
			{ kind: "session", session: { state: "live", completeTo: 5 } },
			{ kind: "chats", rows: [row("li", { unread: 3 }), row("zhao")] },
			{ kind: "waiting", count: 2 },
			{ kind: "attention", requests: 3, undecided: 1, broadcasts: 1 },
		);
		expect(next.session).toEqual({ state: "live", completeTo: 5 });
		expect([...next.chats.keys()]).toEqual(["r/wang", "r/li", "r/zhao"]);
		expect(next.chats.get("r/li")?.unread).toBe(3);
		expect(next.chats.get("r/wang")).toBe(desk.chats.get("r/wang"));
		expect(next.waiting).toBe(2);
		expect(next).toMatchObject({ requests: 3, undecided: 1, broadcasts: 1 });
		expect(next.seq).toBe(8);
		expect(desk.chats.get("r/li")?.unread).toBe(0);
	});

	it("reaches the threads that are in memory", () => {
		const page = {
			messages: [message("wang", "1")],
			olderInCache: false,
			completeToStart: true,
			clearedBefore: null,
			gaps: [],
		};
		const open = { ...desk, threads: putNewest(desk.threads, "r/wang", page) };
		const next = pushed(
			open,
			{ kind: "messages", messages: [message("wang", "2"), message("li", "3")] },
			{ kind: "messagesRemoved", keys: [message("wang", "1").key] },
			{ kind: "coverage", chat: { robotKey: "r", chatUser: "wang" } },
		);
		expect(next.threads.get("r/wang")?.messages.map((each) => each.key.messageId)).toEqual(["2"]);
		expect(next.threads.get("r/wang")?.stale).toBe(1);
		expect(next.threads.has("r/li")).toBe(false);
	});

	it.each<[string, Push, string]>([
		["that the snapshot already has", { seq: 7, changes: [] }, "old"],
		["after one that was missed", { seq: 9, changes: [{ kind: "waiting", count: 1 }] }, "gap"],
		["that says so", { seq: 8, changes: [{ kind: "waiting", count: 1 }, { kind: "reset" }] }, "reset"],
	])("%s is not applied", (_name, push, kind) => {
		expect(applyPush(desk, push).kind).toBe(kind);
	});
});

describe("a snapshot", () => {
	const page = {
		messages: [message("wang", "1")],
		olderInCache: false,
		completeToStart: true,
		clearedBefore: null,
		gaps: [],
	};
	const desk = fromSnapshot(snapshot(), null);
	const open = { ...desk, threads: putNewest(desk.threads, "r/wang", page) };

	it("keeps the threads of the same account, to be read again", () => {
		const next = fromSnapshot(snapshot({ seq: 20 }), open);
		expect(next.threads.get("r/wang")).toMatchObject({ stale: 1, loaded: true });
		expect(next.threads.get("r/wang")?.messages).toHaveLength(1);
	});

	it("forgets them for another account, and when signed out", () => {
		expect(fromSnapshot(snapshot({ account: { ...TEST_ACCOUNT, id: "b" } }), open).threads.size).toBe(0);
		expect(fromSnapshot(snapshot({ account: null }), open).threads.size).toBe(0);
	});
});
