/**
 * Keeps the desk in step with the engine: subscribe, take the snapshot, then ask for what is next, apply it with the
 * next frame, and ask again. So the engine gathers what comes meanwhile, and a frame costs one state update.
 *
 * A hole in the numbers, or a reset, subscribes anew; what an earlier subscription still answers is ignored.
 */
import type { AccountId, MessageKey, Push, Snapshot } from "@/bindings";
import { applyPush, type Desk, fromSnapshot } from "./push";

export type LinkPorts = {
	/** Begins a subscription under this name, in the place of the one before. */
	subscribe: (subscription: string) => Promise<Snapshot>;
	/** What is next in a subscription. It may be without changes; null once another took its place. */
	next: (subscription: string) => Promise<Push | null>;
	read: () => Desk | null;
	write: (desk: Desk) => void;
	failed: (error: unknown) => void;
	/** A message is asked for from outside the window, of an account that may not be in front. */
	open: (account: AccountId, message: MessageKey) => void;
	/** Runs the task once, soon: with the next frame. */
	schedule: (task: () => void) => void;
	/** The time before what failed is tried again: what fails at once must not be tried all the time. */
	pause: () => Promise<void>;
};

export type Link = {
	/** Asks for a new snapshot. Resolves when it is applied or has failed, or the one that was asked for after it. */
	refresh: () => Promise<void>;
};

export function createLink(ports: LinkPorts): Link {
	let generation = 0;
	let newest: Promise<void> = Promise.resolve();

	function refresh(): Promise<void> {
		generation += 1;
		newest = ask(generation);
		return newest;
	}

	async function ask(mine: number): Promise<void> {
		const subscription = crypto.randomUUID();
		try {
			const snapshot = await ports.subscribe(subscription);
			// Whoever waits for this one works with the desk then, and it is not there before the newer answer is.
			if (mine !== generation) return await newest;
			ports.write(fromSnapshot(snapshot, ports.read()));
			void follow(mine, subscription);
		} catch (error) {
			if (mine === generation) ports.failed(error);
		}
	}

	async function follow(mine: number, subscription: string): Promise<void> {
		try {
			while (mine === generation) {
				const push = await ports.next(subscription);
				if (push === null || mine !== generation) return;
				if (push.changes.length === 0) continue;
				await new Promise<void>((resolve) => ports.schedule(resolve));
				if (mine === generation) apply(push);
			}
		} catch {
			// What could not be had or not be applied is in a new snapshot, or that says why there is none.
			await ports.pause();
			if (mine === generation) void refresh();
		}
	}

	function apply(push: Push) {
		const before = ports.read();
		if (before === null) return;
		const applied = applyPush(before, push);
		if (applied.kind === "applied") ports.write(applied.desk);
		const known = applied.kind === "gap" || applied.kind === "reset" ? refresh() : Promise.resolve();
		for (const change of push.changes) {
			if (change.kind === "open") void known.then(() => ports.open(change.account, change.message));
		}
	}

	return { refresh };
}
