import { describe, expect, it, vi } from "vitest";
import type { Push, Snapshot } from "@/bindings";
import { createLink } from "./link";
import type { Desk } from "./push";
import { testSnapshot } from "./testing";

const snapshot = (seq: number, waiting: number) =>
	testSnapshot({ seq, waiting, account: null, session: { state: "signedOut" }, robots: [] });

const waiting = (seq: number): Push => ({ seq, changes: [{ kind: "waiting", count: seq }] });

/** A link to an engine whose answers the test gives by hand. */
function bench() {
	let desk: Desk | null = null;
	const writes: number[] = [];
	const subscriptions: {
		push: (push: Push) => void;
		answer: (snapshot: Snapshot) => void;
		fail: (e: unknown) => void;
	}[] = [];
	let frame: (() => void) | null = null;
	const failed = vi.fn();
	const opened = vi.fn();
	const link = createLink({
		subscribe: (push) =>
			new Promise((answer, fail) => {
				subscriptions.push({ push, answer, fail });
			}),
		read: () => desk,
		write: (next) => {
			desk = next;
			writes.push(next.waiting);
		},
		failed,
		open: opened,
		schedule: (task) => {
			frame = task;
		},
	});
	return {
		link,
		subscriptions,
		writes,
		failed,
		opened,
		desk: () => desk,
		nextFrame: () => {
			const task = frame;
			frame = null;
			task?.();
		},
	};
}

describe("the link to the engine", () => {
	it("holds pushes that overtake the snapshot, and drops those it already has", async () => {
		const { link, subscriptions, desk } = bench();
		const done = link.refresh();
		for (const seq of [4, 5, 6]) subscriptions[0]?.push(waiting(seq));
		expect(desk()).toBeNull();
		subscriptions[0]?.answer(snapshot(5, 0));
		await done;
		expect(desk()).toMatchObject({ seq: 6, waiting: 6 });
	});

	it("applies all pushes of a frame as one state", async () => {
		const { link, subscriptions, writes, nextFrame } = bench();
		const done = link.refresh();
		subscriptions[0]?.answer(snapshot(0, 0));
		await done;
		for (const seq of [1, 2, 3]) subscriptions[0]?.push(waiting(seq));
		expect(writes).toEqual([0]);
		nextFrame();
		expect(writes).toEqual([0, 3]);
	});

	it("asks for a new snapshot after a gap, and keeps what came before it", async () => {
		const { link, subscriptions, desk, nextFrame } = bench();
		const done = link.refresh();
		subscriptions[0]?.answer(snapshot(0, 0));
		await done;
		for (const seq of [1, 3]) subscriptions[0]?.push(waiting(seq));
		nextFrame();
		expect(desk()).toMatchObject({ seq: 1 });
		expect(subscriptions).toHaveLength(2);
		subscriptions[1]?.answer(snapshot(9, 9));
		await vi.waitFor(() => expect(desk()).toMatchObject({ seq: 9, waiting: 9 }));
	});

	it("hands on what is asked for from outside the window, once its chat is known", async () => {
		const { link, subscriptions, desk, opened, nextFrame } = bench();
		const done = link.refresh();
		subscriptions[0]?.answer(snapshot(0, 0));
		await done;
		const message = { robotKey: "r", chatUser: "wang", messageId: "m" };
		opened.mockImplementation(() => expect(desk()).toMatchObject({ waiting: 1 }));
		subscriptions[0]?.push({
			seq: 1,
			changes: [
				{ kind: "open", account: "a", message },
				{ kind: "waiting", count: 1 },
			],
		});
		nextFrame();
		expect(opened.mock.calls).toEqual([["a", message]]);
	});

	it("asks for a new snapshot on a reset", async () => {
		const { link, subscriptions, nextFrame } = bench();
		const done = link.refresh();
		subscriptions[0]?.answer(snapshot(0, 0));
		await done;
		subscriptions[0]?.push({ seq: 1, changes: [{ kind: "reset" }] });
		nextFrame();
		expect(subscriptions).toHaveLength(2);
	});

	it("ignores what an earlier subscription still sends or answers", async () => {
		const { link, subscriptions, desk, nextFrame } = bench();
		const first = link.refresh();
		const second = link.refresh();
		subscriptions[1]?.answer(snapshot(10, 10));
		await second;
		subscriptions[0]?.answer(snapshot(2, 2));
		subscriptions[0]?.push(waiting(11));
		await first;
		nextFrame();
		expect(desk()).toMatchObject({ seq: 10, waiting: 10 });
	});

	it("says when it cannot subscribe, and can be asked again", async () => {
		const { link, subscriptions, failed, desk } = bench();
		const first = link.refresh();
		subscriptions[0]?.fail("no");
		await first;
		expect(failed).toHaveBeenCalledWith("no");
		const second = link.refresh();
		subscriptions[1]?.answer(snapshot(1, 1));
		await second;
		expect(desk()).toMatchObject({ seq: 1 });
	});
});
