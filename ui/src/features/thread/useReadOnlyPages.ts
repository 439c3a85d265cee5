import { useEffect, useRef, useState } from "react";
import { type ChatKey, commands, type Interval, type ThreadMessage } from "@/bindings";

/** Around the message to begin with, and further on from there. */
const AROUND = 80;
const PAGE = 80;

export type Stretch = {
	readonly messages: readonly ThreadMessage[];
	readonly gaps: readonly Interval[];
	readonly olderInCache: boolean;
	readonly newerInCache: boolean;
	readonly completeToStart: boolean;
};

/** A stretch of a thread from the cache, through the commands that can only read. Made for one conversation. */
export function useReadOnlyPages(chat: ChatKey, begin: string | null) {
	const [stretch, setStretch] = useState<Stretch | null>(null);
	const [error, setError] = useState<unknown>(null);
	const [busy, setBusy] = useState(false);
	const [attempt, setAttempt] = useState(0);
	const current = useRef(true);

	// biome-ignore lint/correctness/useExhaustiveDependencies: another attempt reads again.
	useEffect(() => {
		current.current = true;
		opened(chat, begin).then(
			(read) => {
				if (!current.current) return;
				setStretch(read);
				setError(null);
			},
			(reason) => current.current && setError(reason),
		);
		return () => {
			current.current = false;
		};
	}, [chat, begin, attempt]);

	async function grow(read: (from: Stretch) => Promise<Stretch>) {
		if (stretch === null || busy) return;
		setBusy(true);
		try {
			const grown = await read(stretch);
			if (!current.current) return;
			setStretch(grown);
			setError(null);
		} catch (reason) {
			if (current.current) setError(reason);
		} finally {
			setBusy(false);
		}
	}

	return {
		stretch,
		error,
		busy,
		retry: () => setAttempt((count) => count + 1),
		older: () =>
			grow(async (from) => {
				const page = await commands.reviewThread(chat, from.messages[0]?.key.messageId ?? null, PAGE);
				return {
					...from,
					messages: joined(page.messages, from.messages),
					gaps: [...page.gaps, ...from.gaps],
					olderInCache: page.olderInCache,
					completeToStart: page.completeToStart,
				};
			}),
		newer: () =>
			grow(async (from) => {
				const last = from.messages.at(-1)?.key.messageId;
				if (last === undefined) return { ...from, newerInCache: false };
				const { page, newerInCache } = await commands.reviewAfter(chat, last, PAGE);
				return {
					...from,
					messages: joined(from.messages, page.messages),
					gaps: [...from.gaps, ...page.gaps],
					newerInCache,
				};
			}),
	};
}

async function opened(chat: ChatKey, begin: string | null): Promise<Stretch> {
	if (begin === null) return { ...(await commands.reviewThread(chat, null, PAGE)), newerInCache: false };
	const { page, newerInCache } = await commands.reviewAround(chat, begin, AROUND);
	return { ...page, newerInCache };
}

/** One after the other, each message once. */
function joined(before: readonly ThreadMessage[], after: readonly ThreadMessage[]): ThreadMessage[] {
	const known = new Set(before.map((message) => message.key.messageId));
	return [...before, ...after.filter((message) => !known.has(message.key.messageId))];
}
