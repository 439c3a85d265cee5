import { useEffect } from "react";
import { useLatest } from "@/shared/hooks/useLatest";
import type { ChatPath } from "@/shared/host";
import { pressed } from "@/shared/keys";
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
	switch (pressed(event)) {
		case "previousChat":
			return neighbour(order, selected, -1);
		case "nextChat":
			return neighbour(order, selected, 1);
		case "previousUnread":
			return nextUnread(order, chats, selected, -1);
		case "nextUnread":
			return nextUnread(order, chats, selected, 1);
		case "nextWaiting":
			return nextWaiting(chats, selected);
		default:
			return undefined;
	}
}
