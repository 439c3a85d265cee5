import { describe, expect, it, vi } from "vitest";
import type { Change, Push, Snapshot } from "@/bindings";
import { createLink } from "./link";
import type { Desk } from "./push";
import { testSnapshot } from "./testing";

const snapshot = (seq: number, waiting: number) =>
	testSnapshot({ seq, waiting, account: null, session: { state: "signedOut" }, robots: [] });

const push = (seq: number, ...changes: Change[]): Push => ({ seq, changes });
const waiting = (seq: number): Push => push(seq, { kind: "waiting", count: seq });

type Question<T> = { subscription: string; answer: (value: T) => void; fail: (error: unknown) => void };

/** A link to an engine whose answers the test gives by hand. */
function bench() {
	let desk: Desk | null = null;
	const writes: number[] = [];
	const subscribed: Question<Snapshot>[] = [];
	const asked: Question<Push | null>[] = [];
	let frame: (() => void) | null = null;
	let pausing: (() => void) | null = null;
	const failed = vi.fn();
	const opened = vi.fn();
	const question =
		<T>(list: Question<T>[]) =>
		(subscription: string) =>
			new Promise<T>((answer, fail) => {
				list.push({ subscription, answer, fail });
			});
	const link = createLink({
		subscribe: question(subscribed),
		next: question(asked),
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
		pause: () =>
			new Promise((resolve) => {
				pausing = resolve;
			}),
	});
	return {
		link,
		subscribed,
		asked,
		writes,
		failed,
		opened,
		desk: () => desk,
		/** Answers the question that is open, and lets a frame pass. */
		async give(answer: Push | null) {
			asked.at(-1)?.answer(answer);
			await vi.waitFor(() => expect(frame).not.toBeNull());
			const task = frame;
			frame = null;
			task?.();
			await settled();
		},
		frameIsAsked: () => frame !== null,
		/** Lets the pause after a failure pass. */
		async pauseIsOver() {
			await vi.waitFor(() => expect(pausing).not.toBeNull());
			const over = pausing;
			pausing = null;
			over?.();
			await settled();
		},
		/** Subscribes and answers. */
		async begin(answer: Snapshot) {
			const done = link.refresh();
			subscribed.at(-1)?.answer(answer);
			await done;
		},
	};
}

/** Everything that waits for nothing but its turn has had it. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe("the link to the engine", () => {
	it("takes what is next under the name it subscribed with, one after the other", async () => {
		const { begin, give, asked, subscribed, desk, writes } = bench();
		await begin(snapshot(5, 0));
		expect(asked).toHaveLength(1);
		expect(asked[0]?.subscription).toBe(subscribed[0]?.subscription);
		await give(waiting(6));
		expect(asked).toHaveLength(2);
		await give(waiting(7));
		expect(desk()).toMatchObject({ seq: 7, waiting: 7 });
		expect(writes).toEqual([0, 6, 7]);
	});

	it("asks for more only with the frame that shows the last", async () => {
		const { begin, asked, frameIsAsked, writes } = bench();
		await begin(snapshot(0, 0));
		asked[0]?.answer(waiting(1));
		await settled();
		expect(frameIsAsked()).toBe(true);
		expect(asked).toHaveLength(1);
		expect(writes).toEqual([0]);
	});

	it("goes on asking when there was nothing, without an update", async () => {
		const { begin, asked, writes, subscribed } = bench();
		await begin(snapshot(3, 0));
		asked[0]?.answer(push(3));
		await settled();
		expect(asked).toHaveLength(2);
		expect(writes).toEqual([0]);
		expect(subscribed).toHaveLength(1);
	});

	it("asks for a new snapshot after a gap, and keeps what came before it", async () => {
		const { begin, give, subscribed, desk } = bench();
		await begin(snapshot(0, 0));
		await give(waiting(1));
		await give(waiting(3));
		expect(desk()).toMatchObject({ seq: 1 });
		expect(subscribed).toHaveLength(2);
		expect(subscribed[1]?.subscription).not.toBe(subscribed[0]?.subscription);
		subscribed[1]?.answer(snapshot(9, 9));
		await vi.waitFor(() => expect(desk()).toMatchObject({ seq: 9, waiting: 9 }));
	});

	it("hands on what is asked for from outside the window, once its chat is known", async () => {
		const { begin, give, desk, opened } = bench();
		await begin(snapshot(0, 0));
		const message = { robotKey: "r", chatUser: "wang", messageId: "m" };
		opened.mockImplementation(() => expect(desk()).toMatchObject({ waiting: 1 }));
		await give(push(1, { kind: "open", account: "a", message }, { kind: "waiting", count: 1 }));
		expect(opened.mock.calls).toEqual([["a", message]]);
	});

	it("asks for a new snapshot on a reset, and opens after it what was asked for with it", async () => {
		const { begin, give, subscribed, opened } = bench();
		await begin(snapshot(0, 0));
		const message = { robotKey: "r", chatUser: "wang", messageId: "m" };
		await give(push(1, { kind: "reset" }, { kind: "open", account: "a", message }));
		expect(subscribed).toHaveLength(2);
		expect(opened).not.toHaveBeenCalled();
		subscribed[1]?.answer(snapshot(4, 4));
		await vi.waitFor(() => expect(opened.mock.calls).toEqual([["a", message]]));
	});

	it("ignores what an earlier subscription still answers", async () => {
		const { link, begin, subscribed, asked, desk, frameIsAsked } = bench();
		await begin(snapshot(1, 1));
		const first = link.refresh();
		const second = link.refresh();
		subscribed[2]?.answer(snapshot(10, 10));
		await second;
		subscribed[1]?.answer(snapshot(2, 2));
		asked[0]?.answer(waiting(2));
		await first;
		await settled();
		expect(frameIsAsked()).toBe(false);
		expect(asked).toHaveLength(2);
		expect(desk()).toMatchObject({ seq: 10, waiting: 10 });
	});

	it("ends quietly when another subscription took its place", async () => {
		const { begin, asked, failed, subscribed } = bench();
		await begin(snapshot(1, 1));
		asked[0]?.answer(null);
		await settled();
		expect([asked.length, subscribed.length]).toEqual([1, 1]);
		expect(failed).not.toHaveBeenCalled();
	});

	it("subscribes anew when what is next cannot be had, after a pause", async () => {
		const { begin, subscribed, asked, desk, pauseIsOver } = bench();
		await begin(snapshot(1, 1));
		asked[0]?.fail("gone");
		await settled();
		expect(subscribed).toHaveLength(1);
		await pauseIsOver();
		expect(subscribed).toHaveLength(2);
		subscribed[1]?.answer(snapshot(2, 2));
		await vi.waitFor(() => expect(desk()).toMatchObject({ seq: 2, waiting: 2 }));
	});

	it("says when it cannot subscribe, and can be asked again", async () => {
		const { link, begin, subscribed, failed, desk } = bench();
		const first = link.refresh();
		subscribed[0]?.fail("no");
		await first;
		expect(failed).toHaveBeenCalledWith("no");
		await begin(snapshot(1, 1));
		expect(desk()).toMatchObject({ seq: 1 });
	});
});
