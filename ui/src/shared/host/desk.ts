/** The one store of what the engine told the window. Components select from it; only this folder writes it. */
import { create } from "zustand";
import {
	type AccountId,
	type ChatKey,
	type ChatRow,
	commands,
	type MessageKey,
	type Preferences,
	type ThreadPage,
} from "@/bindings";
import { type CommandFailure, commandFailure } from "./errors";
import { endJump } from "./jump";
import { type ChatPath, chatPath } from "./keys";
import { createLink } from "./link";
import type { Desk } from "./push";
import type { Records } from "./records";
import { expectNewest, type LoadedThread, letGo, putNewest, putOlder, touch } from "./threads";

type DeskStore = {
	desk: Desk | null;
	/** Why there is no snapshot. */
	failure: CommandFailure | null;
};

export const useDeskStore = create<DeskStore>(() => ({ desk: null, failure: null }));

/** Does something when another account comes to the front: what is remembered outside the desk may belong to the last. */
export function onAnotherAccount(task: () => void): void {
	useDeskStore.subscribe((now, before) => {
		const [came, left] = [now.desk?.account?.id, before.desk?.account?.id];
		if (left !== undefined && came !== left) task();
	});
}
onAnotherAccount(endJump);

const AFTER_FAILURE_MS = 1000;

/** Longer than any frame takes on a window that is shown. */
const NO_FRAME_MS = 100;

/**
 * With the next frame, or without one: a hidden window gets no frames, and one that is minimised between the
 * request and the frame gets none either, but its badge and its read marks must still follow.
 */
function soon(task: () => void) {
	let done = false;
	const once = () => {
		if (done) return;
		done = true;
		task();
	};
	setTimeout(once, document.visibilityState === "visible" ? NO_FRAME_MS : 0);
	requestAnimationFrame(once);
}

const link = createLink({
	subscribe: commands.subscribe,
	next: commands.nextPush,
	read: () => useDeskStore.getState().desk,
	write: (desk) => useDeskStore.setState({ desk, failure: null }),
	failed: (error) => useDeskStore.setState({ failure: commandFailure(error) }),
	open: (account, message) => opener(account, message),
	schedule: soon,
	pause: () => new Promise((resolve) => setTimeout(resolve, AFTER_FAILURE_MS)),
});

let opener: (account: AccountId, message: MessageKey) => void = () => undefined;

/** Says what is done when a message is asked for from outside the window. */
export function onAskedFor(task: typeof opener): void {
	opener = task;
}

/** Asks the engine for everything anew: at start, after signing in and out. */
export const refreshDesk = link.refresh;

/** Selects from the desk. Only for what is mounted below the shell, where a snapshot is known to be there. */
export function useDesk<T>(select: (desk: Desk) => T): T {
	return useDeskStore((store) => {
		if (store.desk === null) throw new Error("the desk is used before its snapshot");
		return select(store.desk);
	});
}

export function useChat(key: ChatKey): ChatRow | undefined {
	const path = chatPath(key);
	return useDesk((desk) => desk.chats.get(path));
}

export function useThread(path: ChatPath): LoadedThread | undefined {
	return useDesk((desk) => desk.threads.get(path));
}

/** For the files of this folder. */
export function updateDesk(change: (desk: Desk) => Desk) {
	const { desk } = useDeskStore.getState();
	if (desk !== null) useDeskStore.setState({ desk: change(desk) });
}

/** Reads the newest messages of a chat into memory. Gives up quietly once `isCurrent` says no. */
export async function readNewestPage(chat: ChatKey, limit: number, isCurrent: () => boolean): Promise<void> {
	const path = chatPath(chat);
	updateDesk((desk) => ({ ...desk, threads: expectNewest(desk.threads, path) }));
	const page = await commands.thread(chat, null, limit);
	if (isCurrent()) updateDesk((desk) => ({ ...desk, threads: putNewest(desk.threads, path, page) }));
}

export function keepOlderPage(path: ChatPath, page: ThreadPage) {
	updateDesk((desk) => ({ ...desk, threads: putOlder(desk.threads, path, page) }));
}

/** The end of this thread is looked at: what is far above it is read again when somebody goes there. */
export function letThreadGo(path: ChatPath) {
	const threads = useDeskStore.getState().desk?.threads;
	if (threads !== undefined && letGo(threads, path) !== threads)
		updateDesk((desk) => ({ ...desk, threads: letGo(desk.threads, path) }));
}

export function changeRecords(change: (records: Records) => Records) {
	updateDesk((desk) => ({ ...desk, records: change(desk.records) }));
}

export function touchThread(path: ChatPath) {
	updateDesk((desk) => ({ ...desk, threads: touch(desk.threads, path) }));
}

/** Shows the choice at once and takes it back if the console cannot keep it. */
export async function savePreferences(preferences: Preferences): Promise<void> {
	const before = useDeskStore.getState().desk?.preferences;
	updateDesk((desk) => ({ ...desk, preferences }));
	try {
		await commands.setPreferences(preferences);
	} catch (error) {
		if (before) updateDesk((desk) => ({ ...desk, preferences: before }));
		throw error;
	}
}
