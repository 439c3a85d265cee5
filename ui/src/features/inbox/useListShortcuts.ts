import { useEffect } from "react";
import { useLatest } from "@/shared/hooks/useLatest";
import type { ChatPath } from "@/shared/host";
import { neighbour, nextUnread, nextWaiting } from "./model";
import type { Inbox } from "./useInbox";

/** The keys that lead from chat to chat wherever the focus is. */
export function useListShortcuts(inbox: Inbox, selected: ChatPath | null, open: (path: ChatPath) => void) {
	const latest = useLatest({ inbox, selected, open });
	useEffect(() => {
		function onKeyDown(event: KeyboardEvent) {
			if (event.isComposing) return;
			const next = target(event, latest.current.inbox, latest.current.selected);
			if (next === undefined) return;
			event.preventDefault();
			if (next !== null) latest.current.open(next);
		}
		window.addEventListener("keydown", onKeyDown);
		return () => window.removeEventListener("keydown", onKeyDown);
	}, [latest]);
}

/** Where the keys lead: null if nowhere now, undefined if they are not ours. */
function target(event: KeyboardEvent, inbox: Inbox, selected: ChatPath | null): ChatPath | null | undefined {
	const { order, chats } = inbox;
	if (
		event.altKey &&
		!event.ctrlKey &&
		!event.metaKey &&
		(event.key === "ArrowDown" || event.key === "ArrowUp")
	) {
		const step = event.key === "ArrowDown" ? 1 : -1;
		return event.shiftKey ? nextUnread(order, chats, selected, step) : neighbour(order, selected, step);
	}
	if (
		(event.ctrlKey || event.metaKey) &&
		!event.altKey &&
		!event.shiftKey &&
		event.key.toLowerCase() === "j"
	) {
		return nextWaiting(chats, selected);
	}
	return undefined;
}
