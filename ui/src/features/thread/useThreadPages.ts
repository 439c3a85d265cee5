import { useCallback, useEffect, useRef, useState } from "react";
import { type ChatKey, commands, type ThreadPage, type Timestamp } from "@/bindings";
import {
	chatPath,
	keepOlderPage,
	type LoadedThread,
	letThreadGo,
	readNewestPage,
	touchThread,
	useDeskStore,
	useThread,
} from "@/shared/host";

const PAGE = 50;
/** Unread messages up to here are read at opening, so that the line above the first of them is there at once. */
const MOST_AT_OPENING = 500;

/** What stands above the oldest message that is loaded. */
export type Head = "more" | "loading" | "failed" | "start";

/**
 * The messages of one chat: what is in memory at once, what the cache has, and older pages on demand.
 * Made for one chat: mount it anew for another. `unread` is how many messages nobody has read at opening, `atEnd`
 * whether the newest message is looked at.
 */
export function useThreadPages(chat: ChatKey, unread: number, atEnd: boolean) {
	const path = chatPath(chat);
	const held = useThread(path);
	const thread = held?.loaded ? held : undefined;
	const [error, setError] = useState<unknown>(null);
	const [older, setOlder] = useState<{ state: "idle" | "loading" | "dry" | "failed"; error: unknown }>({
		state: "idle",
		error: null,
	});
	const reading = useRef<Promise<boolean> | null>(null);
	const atOpening = Math.min(MOST_AT_OPENING, Math.max(PAGE, unread + 10));
	const [attempt, setAttempt] = useState(0);
	const stale = held?.stale ?? 1;

	useEffect(() => touchThread(path), [path]);

	// Reads the newest page at opening, and again whenever a fresh one alone can tell where gaps are.
	// biome-ignore lint/correctness/useExhaustiveDependencies: another attempt reads again.
	useEffect(() => {
		if (stale === 0) return;
		let current = true;
		const loaded = useDeskStore.getState().desk?.threads.get(path)?.messages.length ?? 0;
		readNewestPage(chat, Math.max(atOpening, loaded), () => current).then(
			() => current && setError(null),
			(reason) => current && setError(reason),
		);
		return () => {
			current = false;
		};
	}, [chat, path, stale, attempt, atOpening]);

	const newest = thread?.messages.at(-1)?.key.messageId;
	// With what arrives, and not with what was read back: somebody may be about to be shown that. A page that is on its
	// way joins on where the thread begins now.
	useEffect(() => {
		if (atEnd && newest !== undefined && reading.current === null) letThreadGo(path);
	}, [atEnd, newest, path]);

	/** Readings go one after the other: each begins where the one before it ended. */
	const inTurn = useCallback(async (read: () => Promise<boolean>) => {
		// Whoever began the other one hears why it failed.
		await reading.current?.catch(() => false);
		const mine = read();
		reading.current = mine;
		try {
			return await mine;
		} finally {
			if (reading.current === mine) reading.current = null;
		}
	}, []);

	const readBackTo = useCallback(
		(day: Timestamp, goesOn: GoesOn) => inTurn(() => readOlderTo(chat, path, day, goesOn)),
		[inTurn, chat, path],
	);

	const loadOlder = useCallback(async () => {
		if (reading.current !== null) return;
		setOlder({ state: "loading", error: null });
		try {
			const grew = await inTurn(() => readOlder(chat, path));
			setOlder({ state: grew ? "idle" : "dry", error: null });
		} catch (reason) {
			setOlder({ state: "failed", error: reason });
		}
	}, [inTurn, chat, path]);

	return {
		thread,
		error,
		retry: () => setAttempt((count) => count + 1),
		head: headOf(thread, older.state),
		olderError: older.error,
		/** There is more to read and nothing stands in the way of reading it unasked. */
		wantsOlder: older.state === "idle" && thread !== undefined && !isWhole(thread) && thread.stale === 0,
		loadOlder,
		readBackTo,
	};
}

/** Nothing older is anywhere, neither here nor on the platform. */
function isWhole(thread: Pick<LoadedThread, "completeToStart" | "olderInCache">): boolean {
	return thread.completeToStart && !thread.olderInCache;
}

function headOf(thread: LoadedThread | undefined, older: "idle" | "loading" | "dry" | "failed"): Head {
	if (thread !== undefined && isWhole(thread)) return "start";
	if (older === "loading" || older === "failed") return older;
	return "more";
}

/** Reads the page before the oldest message, from the platform if the cache has none. Says whether it grew. */
async function readOlder(chat: ChatKey, path: string): Promise<boolean> {
	const loaded = () => useDeskStore.getState().desk?.threads.get(path);
	const before = loaded();
	if (!before?.loaded) return false;
	if (!before.olderInCache) await commands.loadOlder(chat);
	const oldest = loaded()?.messages[0]?.key.messageId ?? null;
	const page = await commands.thread(chat, oldest, PAGE);
	keepOlderPage(path, page);
	return page.messages.length > 0 || page.completeToStart;
}

/** Far more than scrolling reads at a time: nobody looks at what lies between. */
const JUMP_PAGE = 500;

/** Is told how far back the reading has come, and says whether it goes on. */
export type GoesOn = (at: Timestamp) => boolean;

/**
 * Reads back until a day is there whole; false if it was stopped. The pages are taken in together at the end, or
 * when something fails, so that the window does not lay out a long thread once for each of them.
 */
async function readOlderTo(chat: ChatKey, path: string, day: Timestamp, goesOn: GoesOn): Promise<boolean> {
	const thread = useDeskStore.getState().desk?.threads.get(path);
	let oldest = thread?.messages[0];
	if (!thread?.loaded || oldest === undefined) return true;
	let last: Pick<ThreadPage, "completeToStart" | "clearedBefore" | "olderInCache"> = thread;
	const pages: ThreadPage[] = [];
	try {
		while (oldest.timestamp >= day && !isWhole(last)) {
			if (!goesOn(oldest.timestamp)) return false;
			if (!last.olderInCache) await commands.loadOlder(chat);
			const page: ThreadPage = await commands.thread(chat, oldest.key.messageId, JUMP_PAGE);
			pages.push(page);
			last = page;
			if (page.messages.length === 0) break;
			oldest = page.messages[0] ?? oldest;
		}
		return true;
	} finally {
		if (pages.length > 0)
			keepOlderPage(path, {
				messages: pages.toReversed().flatMap((page) => page.messages),
				olderInCache: last.olderInCache,
				completeToStart: last.completeToStart,
				clearedBefore: last.clearedBefore,
				gaps: pages.flatMap((page) => page.gaps),
			});
	}
}
