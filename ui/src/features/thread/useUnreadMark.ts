import { useEffect, useRef, useState } from "react";
import type { ThreadMessage } from "@/bindings";
import { firstUnseen, type UnreadMark, unreadMark } from "./model";

/**
 * The unread line of the open chat. It stands where reading began and stays there while someone reads, although
 * the count on the platform is long cleared; what comes while nobody looks moves it.
 */
export function useUnreadMark(
	messages: readonly ThreadMessage[] | undefined,
	unreadAtOpening: number,
	watched: boolean,
): UnreadMark | null {
	const [mark, setMark] = useState<UnreadMark | null>(null);
	const opened = useRef(false);
	const lastRead = useRef<string | null>(null);

	useEffect(() => {
		if (messages === undefined) return;
		if (!opened.current) {
			opened.current = true;
			setMark(unreadMark(messages, unreadAtOpening));
		}
		const newest = messages.at(-1)?.key.messageId ?? null;
		if (watched) lastRead.current = newest;
		else if (lastRead.current !== null) {
			const moved = firstUnseen(messages, lastRead.current);
			if (moved !== null) setMark(moved);
		}
	}, [messages, unreadAtOpening, watched]);

	return mark;
}
