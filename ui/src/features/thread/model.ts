/**
 * A thread as it is read: messages with the day dividers, the unread line and the gaps between them, all as
 * items of one timeline. Pure.
 *
 * The first item is never a day divider: the day of the oldest loaded message is shown above the timeline,
 * because nobody knows yet whether the day begins there. So reading older pages only ever adds before the
 * first message, and what is on screen keeps its place.
 */
import type { Interval, OutboxState, ThreadMessage, Timestamp } from "@/bindings";
import { HOUR_MS, MINUTE_MS, startOfDay } from "@/shared/time/model";

export type TimelineItem =
	| { readonly kind: "day"; readonly key: string; readonly day: Timestamp }
	| { readonly kind: "unread"; readonly key: string; readonly count: number }
	| { readonly kind: "gap"; readonly key: string; readonly gap: Interval }
	| {
			readonly kind: "message";
			readonly key: string;
			readonly message: ThreadMessage;
			/** First and last of a run of bubbles by one sender. */
			readonly first: boolean;
			readonly last: boolean;
	  };

/** Where the unread line stands: above this message. */
export type UnreadMark = { readonly messageId: string; readonly count: number };

/** Messages of one sender further apart than this are not one run. */
export const GROUP_WITHIN_MS = 3 * MINUTE_MS;

/** Calendars are asked only where a day may have ended: long threads are laid out anew with every message. */
const SHORTEST_DAY_MS = 23 * HOUR_MS;

export function timeline(
	messages: readonly ThreadMessage[],
	gaps: readonly Interval[],
	unread: UnreadMark | null,
): TimelineItem[] {
	const items: TimelineItem[] = [];
	const open = [...gaps].sort((a, b) => a.from - b.from);
	let before: ThreadMessage | undefined;
	let day = Number.NaN;

	for (const message of messages) {
		let joined = before !== undefined && sameRun(before, message);
		while (open[0] !== undefined && open[0].from < message.timestamp) {
			items.push(gapItem(open.shift() as Interval));
			joined = false;
		}
		const sameDay = message.timestamp >= day && message.timestamp < day + SHORTEST_DAY_MS;
		const dayBefore = day;
		if (!sameDay) day = startOfDay(message.timestamp);
		if (before !== undefined && day !== dayBefore) {
			items.push({ kind: "day", key: `day ${day} ${message.key.messageId}`, day });
			joined = false;
		}
		if (unread?.messageId === message.key.messageId) {
			items.push({ kind: "unread", key: `unread ${unread.messageId}`, count: unread.count });
			joined = false;
		}
		const previous = items.at(-1);
		if (joined && previous?.kind === "message") items[items.length - 1] = { ...previous, last: false };
		items.push({ kind: "message", key: message.key.messageId, message, first: !joined, last: true });
		before = message;
	}
	return [...items, ...open.map(gapItem)];
}

function gapItem(gap: Interval): TimelineItem {
	return { kind: "gap", key: `gap ${gap.from}`, gap };
}

function sameRun(a: ThreadMessage, b: ThreadMessage): boolean {
	return (
		!needsDecision(a.delivery) &&
		a.direction === b.direction &&
		a.sender.id === b.sender.id &&
		a.origin === b.origin &&
		a.assignee === b.assignee &&
		b.timestamp - a.timestamp < GROUP_WITHIN_MS
	);
}

/** The line above the oldest of the last `unread` messages from the other side, as far as they are loaded. */
export function unreadMark(messages: readonly ThreadMessage[], unread: number): UnreadMark | null {
	let left = unread;
	let mark: UnreadMark | null = null;
	for (const message of messages.toReversed()) {
		if (left === 0) break;
		if (message.direction === "out") continue;
		left -= 1;
		mark = { messageId: message.key.messageId, count: unread };
	}
	return mark;
}

/** The line above the first message from the other side that came after the last one that was read. */
export function firstUnseen(messages: readonly ThreadMessage[], lastRead: string): UnreadMark | null {
	const index = messages.findIndex((message) => message.key.messageId === lastRead);
	const after = index === -1 ? [] : messages.slice(index + 1).filter((message) => message.direction === "in");
	const first = after[0];
	return first === undefined ? null : { messageId: first.key.messageId, count: after.length };
}

/** What the small sign at one of our messages says. */
export type DeliverySign =
	| "queued"
	| "uploading"
	| "emitted"
	| "pending"
	| "confirmed"
	| "failed"
	| "unconfirmed";

export function deliverySign(message: ThreadMessage): DeliverySign | null {
	if (message.direction === "in") return null;
	const state = message.delivery?.state;
	if (state !== undefined && state !== "confirmed") return state;
	switch (message.sendStatus) {
		case "failed":
			return "failed";
		case "notSent":
			return "pending";
		case "sent":
			return "confirmed";
		case null:
			return state === "confirmed" ? "confirmed" : null;
	}
}

/** Whether a person has to say what becomes of the message. Only this console's own sends can be decided on. */
export function needsDecision(
	delivery: OutboxState | null,
): delivery is Extract<OutboxState, { state: "failed" | "unconfirmed" }> {
	return delivery?.state === "failed" || delivery?.state === "unconfirmed";
}

/** How many messages came from the other side after the one that was last seen at the end. */
export function arrivedAfter(messages: readonly ThreadMessage[], seen: string | null): number {
	if (seen === null) return 0;
	let count = 0;
	for (const message of messages.toReversed()) {
		if (message.key.messageId === seen) return count;
		if (message.direction === "in") count += 1;
	}
	// What was last seen is no longer there (it was discarded): nothing can be counted from it.
	return 0;
}

/** The last part of an address, as a name for a file that has none. */
export function fileNameOf(name: string | null, url: string): string | null {
	if (name !== null && name.trim() !== "") return name;
	try {
		const last = new URL(url).pathname.split("/").findLast((part) => part !== "");
		return last === undefined ? null : decodeURIComponent(last);
	} catch {
		return null;
	}
}

/** `PDF` of `报价.pdf`, for the sign on its card. */
export function extensionOf(name: string): string {
	const match = /\.([A-Za-z0-9]{1,5})$/.exec(name.trim());
	return (match?.[1] ?? "").toUpperCase();
}
