import { useRef } from "react";
import type { ChatRow } from "@/bindings";
import { type ChatPath, useDesk } from "@/shared/host";

/** What moves with every message, and what nothing around the thread shows once the chat is open. */
type Moving = "last" | "preview" | "lastActive" | "unread" | "mentionsMe" | "draft" | "needsDecision";

const MOVING: Record<Moving, true> = {
	last: true,
	preview: true,
	lastActive: true,
	unread: true,
	mentionsMe: true,
	draft: true,
	needsDecision: true,
};

/**
 * The row of the open chat as it was when it was opened, or when something of it changed that stands around the thread:
 * a message alone draws the message, and not the composer and the panel.
 */
export function useOpenChat(selected: ChatPath | null): ChatRow | undefined {
	const kept = useRef<{ path: ChatPath; row: ChatRow } | null>(null);
	return useDesk((desk) => {
		const row = selected === null ? undefined : desk.chats.get(selected);
		if (selected === null || row === undefined) {
			kept.current = null;
			return undefined;
		}
		if (kept.current?.path !== selected || !standsStill(kept.current.row, row))
			kept.current = { path: selected, row };
		return kept.current.row;
	});
}

function standsStill(before: ChatRow, now: ChatRow): boolean {
	const fields = Object.keys(now) as (keyof ChatRow)[];
	return fields.every((field) => field in MOVING || same(before[field], now[field]));
}

/** Marks and keys are objects of a few plain values. */
function same(before: unknown, now: unknown): boolean {
	return before === now || JSON.stringify(before) === JSON.stringify(now);
}
