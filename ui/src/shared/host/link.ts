/**
 * Keeps the desk in step with the engine: subscribe, take the snapshot, apply what follows.
 *
 * Pushes may overtake the snapshot's answer, so they wait until it is here. All pushes that came within one
 * frame are applied as one state update. A hole in the numbers, or a reset, subscribes anew; what an earlier
 * subscription still sends is ignored.
 */
import type { AccountId, MessageKey, Push, Snapshot } from "@/bindings";
import { applyPush, type Desk, fromSnapshot } from "./push";

export type LinkPorts = {
	/** Opens a channel. Its pushes go to `onPush` until the next subscription. */
	subscribe: (onPush: (push: Push) => void) => Promise<Snapshot>;
	read: () => Desk | null;
	write: (desk: Desk) => void;
	failed: (error: unknown) => void;
	/** A message is asked for from outside the window, of an account that may not be in front. */
	open: (account: AccountId, message: MessageKey) => void;
	/** Runs the task once, soon: with the next frame. */
	schedule: (task: () => void) => void;
};

export type Link = {
	/** Asks for a new snapshot. Resolves when it is applied or has failed, or the one that was asked for after it. */
	refresh: () => Promise<void>;
};

export function createLink(ports: LinkPorts): Link {
	let generation = 0;
	let waiting: Push[] = [];
	let scheduled = false;
	let ready = false;
	let newest: Promise<void> = Promise.resolve();

	function receive(mine: number, push: Push) {
		if (mine !== generation) return;
		waiting.push(push);
		if (ready && !scheduled) {
			scheduled = true;
			ports.schedule(drain);
		}
	}

	function drain() {
		scheduled = false;
		const before = ports.read();
		if (!ready || before === null) return;
		let desk = before;
		const pushes = waiting;
		waiting = [];
		for (const push of pushes) {
			const applied = applyPush(desk, push);
			if (applied.kind === "applied") desk = applied.desk;
			else if (applied.kind !== "old") {
				if (desk !== before) ports.write(desk);
				void refresh();
				return;
			}
		}
		if (desk !== before) ports.write(desk);
		for (const change of pushes.flatMap((push) => push.changes)) {
			if (change.kind === "open") ports.open(change.account, change.message);
		}
	}

	function refresh(): Promise<void> {
		generation += 1;
		newest = ask(generation);
		return newest;
	}

	async function ask(mine: number): Promise<void> {
		ready = false;
		waiting = [];
		try {
			const snapshot = await ports.subscribe((push) => receive(mine, push));
			// Whoever waits for this one works with the desk then, and it is not there before the newer answer is.
			if (mine !== generation) return await newest;
			ports.write(fromSnapshot(snapshot, ports.read()));
			ready = true;
			drain();
		} catch (error) {
			if (mine === generation) ports.failed(error);
		}
	}

	return { refresh };
}
