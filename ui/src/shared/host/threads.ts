/**
 * The threads that are in memory: the newest pages of the chats that were opened last.
 *
 * A thread here is always one contiguous run of the cache's messages that ends with the newest one; a message
 * that is older than the run is not taken in (its page will be read when someone scrolls there), so the run
 * never has a hole that nobody shows. Everything is pure: the store keeps the value, these functions move it.
 */
import type { Interval, MessageKey, ThreadMessage, ThreadPage, Timestamp } from "@/bindings";
import { type ChatPath, chatOf, chatPath } from "./keys";

export type LoadedThread = {
	/** False until its first page is here. */
	readonly loaded: boolean;
	/** Oldest first. */
	readonly messages: readonly ThreadMessage[];
	readonly olderInCache: boolean;
	readonly completeToStart: boolean;
	/** The thread begins here because older messages are let go. */
	readonly clearedBefore: Timestamp | null;
	readonly gaps: readonly Interval[];
	/** How often, since the last page was read, something happened that only a fresh one can tell. */
	readonly stale: number;
	/** What was pushed while a page is being read, which may have been read before it. */
	readonly meanwhile: {
		readonly messages: readonly ThreadMessage[];
		readonly removed: readonly string[];
	} | null;
};

/** Least recently opened first. */
export type Threads = ReadonlyMap<ChatPath, LoadedThread>;

/** How many chats stay in memory, and how many messages of a chat that is not on screen. */
export const KEPT_THREADS = 16;
export const KEPT_MESSAGES = 120;

/** How many of the chat on screen, while its newest message is looked at. A busy group would fill the memory otherwise. */
export const KEPT_AT_END = 400;
/** They are let go together, so that the list is laid out anew once in a while and not with each message. */
const LET_GO_AT = 600;

/** The platform's order: time, then the server's id as a number, then the message id. Q27. */
function compareMessages(a: ThreadMessage, b: ThreadMessage): number {
	return (
		a.timestamp - b.timestamp ||
		compareServerIds(a.msgSvrId, b.msgSvrId) ||
		(a.key.messageId < b.key.messageId ? -1 : a.key.messageId > b.key.messageId ? 1 : 0)
	);
}

/** Server ids are larger than 2^53: as digits, the longer one is the larger one. */
function compareServerIds(a: string | null, b: string | null): number {
	if (a === null || b === null || a === b) return 0;
	return a.length - b.length || (a < b ? -1 : 1);
}

const UNREAD: LoadedThread = {
	loaded: false,
	messages: [],
	olderInCache: false,
	completeToStart: false,
	clearedBefore: null,
	gaps: [],
	stale: 1,
	meanwhile: null,
};

/** The newest page of a chat is about to be read: from here on, nothing that is pushed may get lost. */
export function expectNewest(threads: Threads, path: ChatPath): Threads {
	const thread = threads.get(path) ?? UNREAD;
	return trimmed(withLast(threads, path, { ...thread, meanwhile: { messages: [], removed: [] } }), path);
}

/** Takes in the newest page of a chat, as at opening, and what was pushed while it was on its way. */
export function putNewest(threads: Threads, path: ChatPath, page: ThreadPage): Threads {
	const meanwhile = threads.get(path)?.meanwhile;
	const read: LoadedThread = {
		loaded: true,
		messages: [...page.messages].sort(compareMessages),
		olderInCache: page.olderInCache,
		completeToStart: page.completeToStart,
		clearedBefore: page.clearedBefore,
		gaps: page.gaps,
		stale: 0,
		meanwhile: null,
	};
	const thread = meanwhile ? without(merged(read, meanwhile.messages), meanwhile.removed) : read;
	return trimmed(withLast(threads, path, thread), path);
}

/** Takes in the page before the oldest message that is loaded. */
export function putOlder(threads: Threads, path: ChatPath, page: ThreadPage): Threads {
	const thread = threads.get(path);
	if (!thread) return threads;
	const known = new Set(thread.messages.map((message) => message.key.messageId));
	const older = page.messages.filter((message) => !known.has(message.key.messageId));
	return replaced(threads, path, {
		...thread,
		messages: [...older, ...thread.messages].sort(compareMessages),
		olderInCache: page.olderInCache,
		completeToStart: page.completeToStart,
		clearedBefore: page.clearedBefore,
		gaps: mergeIntervals([...page.gaps, ...thread.gaps]),
	});
}

/** New and changed messages, each into its own thread if that is in memory. */
export function putMessages(threads: Threads, messages: readonly ThreadMessage[]): Threads {
	const byChat = new Map<ChatPath, ThreadMessage[]>();
	for (const message of messages) {
		const path = chatPath(chatOf(message.key));
		const list = byChat.get(path);
		if (list) list.push(message);
		else byChat.set(path, [message]);
	}
	let next = threads;
	for (const [path, arrived] of byChat) {
		const thread = next.get(path);
		if (thread) next = replaced(next, path, noted(merged(thread, arrived), arrived, []));
	}
	return next;
}

function noted(
	thread: LoadedThread,
	messages: readonly ThreadMessage[],
	removed: readonly string[],
): LoadedThread {
	if (thread.meanwhile === null) return thread;
	return {
		...thread,
		meanwhile: {
			messages: [...thread.meanwhile.messages, ...messages],
			removed: [...thread.meanwhile.removed, ...removed],
		},
	};
}

function without(thread: LoadedThread, removed: readonly string[]): LoadedThread {
	return {
		...thread,
		messages: thread.messages.filter((message) => !removed.includes(message.key.messageId)),
	};
}

function merged(thread: LoadedThread, arrived: readonly ThreadMessage[]): LoadedThread {
	if (!thread.loaded) return thread;
	const messages = new Map(thread.messages.map((message) => [message.key.messageId, message]));
	const oldest = thread.messages[0];
	let olderInCache = thread.olderInCache;
	for (const message of arrived) {
		const isOlder = oldest !== undefined && compareMessages(message, oldest) < 0;
		if (isOlder && !messages.has(message.key.messageId) && !thread.completeToStart) olderInCache = true;
		else messages.set(message.key.messageId, message);
	}
	return { ...thread, olderInCache, messages: [...messages.values()].sort(compareMessages) };
}

export function removeMessages(threads: Threads, keys: readonly MessageKey[]): Threads {
	let next = threads;
	for (const key of keys) {
		const path = chatPath(chatOf(key));
		const thread = next.get(path);
		if (!thread) continue;
		next = replaced(next, path, noted(without(thread, [key.messageId]), [], [key.messageId]));
	}
	return next;
}

export function markStale(threads: Threads, path: ChatPath): Threads {
	const thread = threads.get(path);
	return thread ? replaced(threads, path, { ...thread, stale: thread.stale + 1 }) : threads;
}

export function markAllStale(threads: Threads): Threads {
	return new Map([...threads].map(([path, thread]) => [path, { ...thread, stale: thread.stale + 1 }]));
}

/** The chat was opened: it is the last to be forgotten. The one that was left keeps its newest messages only. */
export function touch(threads: Threads, path: ChatPath): Threads {
	const thread = threads.get(path);
	return thread ? trimmed(withLast(threads, path, thread), path) : threads;
}

function replaced(threads: Threads, path: ChatPath, thread: LoadedThread): Threads {
	return new Map(threads).set(path, thread);
}

function withLast(threads: Threads, path: ChatPath, thread: LoadedThread): Threads {
	const next = new Map(threads);
	next.delete(path);
	return next.set(path, thread);
}

function trimmed(threads: Threads, open: ChatPath): Threads {
	const kept = [...threads].slice(-KEPT_THREADS);
	return new Map(kept.map(([path, thread]) => [path, path === open ? thread : shortened(thread)]));
}

function shortened(thread: LoadedThread): LoadedThread {
	return thread.messages.length <= KEPT_MESSAGES ? thread : newestOf(thread, KEPT_MESSAGES);
}

/** Lets go what is far above the end. Only while nobody reads there, and no page before it is on its way. */
export function letGo(threads: Threads, path: ChatPath): Threads {
	const thread = threads.get(path);
	if (thread === undefined || thread.messages.length < LET_GO_AT) return threads;
	return replaced(threads, path, newestOf(thread, KEPT_AT_END));
}

function newestOf(thread: LoadedThread, count: number): LoadedThread {
	return {
		...thread,
		messages: thread.messages.slice(-count),
		olderInCache: true,
		completeToStart: false,
	};
}

/** Intervals in order, with those that overlap or touch made one. */
export function mergeIntervals(intervals: readonly Interval[]): Interval[] {
	const merged: Interval[] = [];
	for (const interval of [...intervals].sort((a, b) => a.from - b.from)) {
		const last = merged.at(-1);
		if (last && interval.from <= last.to) last.to = Math.max(last.to, interval.to);
		else merged.push({ ...interval });
	}
	return merged;
}
