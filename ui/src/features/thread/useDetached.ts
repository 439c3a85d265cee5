import { useCallback, useEffect, useRef, useState } from "react";
import { type ChatKey, commands, type Interval, type ThreadMessage, type Timestamp } from "@/bindings";
import { chatPath, type Jump, type LoadedThread, useDeskStore } from "@/shared/host";

/** Around the message that was jumped to, and further on from there. */
const AROUND = 60;
const PAGE = 50;

type Stretch = {
	/** Of the jump that led here. */
	number: number;
	messages: readonly ThreadMessage[];
	olderInCache: boolean;
	newerInCache: boolean;
	completeToStart: boolean;
	clearedBefore: Timestamp | null;
	gaps: readonly Interval[];
	error: unknown;
};

/**
 * A stretch of the thread away from its end, around a message that was jumped to. It is this view's own: the newest
 * messages stay in memory beside it and go on being kept up to date, so that the way back costs nothing. If the message
 * is among those, there is no stretch, and the thread shows it where it is.
 */
export function useDetached(chat: ChatKey, jump: Jump | null) {
	const [stretch, setStretch] = useState<Stretch | null>(null);
	const [error, setError] = useState<unknown>(null);
	const busy = useRef(false);

	useEffect(() => {
		setError(null);
		const id = jump?.messageId ?? null;
		if (jump === null || id === null || isInMemory(chat, id)) {
			setStretch(null);
			return;
		}
		let current = true;
		commands.threadAround(chat, id, AROUND).then(
			({ page, newerInCache }) => {
				if (current) setStretch({ ...page, newerInCache, number: jump.number, error: null });
			},
			(reason) => current && setError(reason),
		);
		return () => {
			current = false;
		};
	}, [chat, jump]);

	const grow = useCallback(
		async (read: (from: Stretch) => Promise<Partial<Stretch>>) => {
			if (busy.current || stretch === null) return;
			busy.current = true;
			try {
				const grown = await read(stretch);
				setStretch((now) => (now?.number === stretch.number ? { ...now, ...grown, error: null } : now));
			} catch (reason) {
				setStretch((now) => (now?.number === stretch.number ? { ...now, error: reason } : now));
			} finally {
				busy.current = false;
			}
		},
		[stretch],
	);

	const loadOlder = useCallback(
		() =>
			grow(async (from) => {
				const first = from.messages[0]?.key.messageId ?? null;
				if (!from.olderInCache) await commands.loadOlder(chat);
				const page = await commands.thread(chat, first, PAGE);
				return {
					messages: joined(page.messages, from.messages),
					olderInCache: page.olderInCache,
					completeToStart: page.completeToStart,
					clearedBefore: page.clearedBefore,
					gaps: [...page.gaps, ...from.gaps],
				};
			}),
		[chat, grow],
	);

	const loadNewer = useCallback(
		() =>
			grow(async (from) => {
				const last = from.messages.at(-1)?.key.messageId;
				if (last === undefined) return { newerInCache: false };
				const { page, newerInCache } = await commands.threadAfter(chat, last, PAGE);
				return {
					messages: joined(from.messages, page.messages),
					newerInCache,
					gaps: [...from.gaps, ...page.gaps],
				};
			}),
		[chat, grow],
	);

	const whole = stretch?.completeToStart === true && !stretch.olderInCache;
	return {
		/** The stretch as a thread; none while the thread itself is shown. */
		thread: stretch === null || jump === null ? undefined : asThread(stretch),
		error: jump === null ? null : error,
		pages: {
			head: whole ? ("start" as const) : stretch?.error != null ? ("failed" as const) : ("more" as const),
			olderError: stretch?.error ?? null,
			wantsOlder: stretch !== null && stretch.error === null && stretch.olderInCache,
			loadOlder,
			wantsNewer: stretch !== null && stretch.error === null && stretch.newerInCache,
			loadNewer,
		},
	};
}

function isInMemory(chat: ChatKey, messageId: string): boolean {
	const thread = useDeskStore.getState().desk?.threads.get(chatPath(chat));
	return thread?.loaded === true && thread.messages.some((each) => each.key.messageId === messageId);
}

/** One after the other, each message once. */
function joined(before: readonly ThreadMessage[], after: readonly ThreadMessage[]): ThreadMessage[] {
	const known = new Set(before.map((message) => message.key.messageId));
	return [...before, ...after.filter((message) => !known.has(message.key.messageId))];
}

function asThread(stretch: Stretch): LoadedThread {
	const { messages, olderInCache, completeToStart, clearedBefore, gaps } = stretch;
	return {
		loaded: true,
		messages,
		olderInCache,
		completeToStart,
		clearedBefore,
		gaps,
		stale: 0,
		meanwhile: null,
	};
}
