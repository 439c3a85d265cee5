import { useCallback, useEffect, useRef, useState } from "react";
import { type ChatKey, commands } from "@/bindings";
import {
	chatPath,
	keepOlderPage,
	type LoadedThread,
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
 * Made for one chat: mount it anew for another. `unread` is how many messages nobody has read at opening.
 */
export function useThreadPages(chat: ChatKey, unread: number) {
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

	/** Reads a page further back and says whether there was more; one after the other. */
	const readBack = useCallback(
		async (limit: number) => {
			// Whoever began the other one hears why it failed.
			await reading.current?.catch(() => false);
			const mine = readOlder(chat, path, limit);
			reading.current = mine;
			try {
				return await mine;
			} finally {
				if (reading.current === mine) reading.current = null;
			}
		},
		[chat, path],
	);

	const loadOlder = useCallback(async () => {
		if (reading.current !== null) return;
		setOlder({ state: "loading", error: null });
		try {
			const grew = await readBack(PAGE);
			setOlder({ state: grew ? "idle" : "dry", error: null });
		} catch (reason) {
			setOlder({ state: "failed", error: reason });
		}
	}, [readBack]);

	return {
		thread,
		error,
		retry: () => setAttempt((count) => count + 1),
		head: headOf(thread, older.state),
		olderError: older.error,
		/** There is more to read and nothing stands in the way of reading it unasked. */
		wantsOlder: older.state === "idle" && thread !== undefined && !isWhole(thread) && thread.stale === 0,
		loadOlder,
		readBack,
	};
}

/** Nothing older is anywhere, neither here nor on the platform. */
export function isWhole(thread: LoadedThread): boolean {
	return thread.completeToStart && !thread.olderInCache;
}

function headOf(thread: LoadedThread | undefined, older: "idle" | "loading" | "dry" | "failed"): Head {
	if (thread !== undefined && isWhole(thread)) return "start";
	if (older === "loading" || older === "failed") return older;
	return "more";
}

/** Reads the page before the oldest message, from the platform if the cache has none. Says whether it grew. */
async function readOlder(chat: ChatKey, path: string, limit: number): Promise<boolean> {
	const loaded = () => useDeskStore.getState().desk?.threads.get(path);
	const before = loaded();
	if (!before?.loaded) return false;
	if (!before.olderInCache) await commands.loadOlder(chat);
	const oldest = loaded()?.messages[0]?.key.messageId ?? null;
	const page = await commands.thread(chat, oldest, limit);
	keepOlderPage(path, page);
	return page.messages.length > 0 || page.completeToStart;
}
