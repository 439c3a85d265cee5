/**
 * The chat list's order and the ways through it. Pure.
 *
 * The order that is shown stands still while the pointer or the keyboard is in the list: a row that jumped
 * away under the hand would open the wrong customer's chat. What would be the order now is worked out beside
 * it, so that the list can say that there is a newer one.
 */
import type { Assignee, ChatRow, Content, ListFilter } from "@/bindings";
import type { ChatPath } from "@/shared/host";
import { asPinyin, type Spelling } from "@/shared/text/pinyin";

export type Chats = ReadonlyMap<ChatPath, ChatRow>;

/** What is looked at. A new object is a new list: its order is worked out from the beginning. */
export type View = {
	readonly filter: ListFilter;
	readonly query: string;
	/** Whose chats are "mine". */
	readonly me: Assignee;
	/** The chats of the tag that is filtered by; null until they are known. */
	readonly tagged: ReadonlySet<ChatPath> | null;
	/** Null until the dictionary is there. */
	readonly spelling: Spelling | null;
};

function matchesQuery(row: ChatRow, query: string, spelling: Spelling | null): boolean {
	const wanted = query.trim().toLowerCase();
	if (wanted === "") return true;
	const names = row.remark === null ? [row.name] : [row.name, row.remark];
	if (names.some((name) => name.toLowerCase().includes(wanted))) return true;
	const typed = spelling === null ? null : asPinyin(wanted);
	return typed !== null && spelling !== null && names.some((name) => spelling(name, typed));
}

/** Out of the list until something brings it back. */
function isAside(row: ChatRow): boolean {
	return row.marks.hidden || row.marks.snoozedUntil !== null;
}

function isUnread(row: ChatRow): boolean {
	return row.unread > 0 || row.marks.unreadMark;
}

function matchesFilter(path: ChatPath, row: ChatRow, view: Omit<View, "query" | "spelling">): boolean {
	const { filter } = view;
	return (
		(filter.robots.length === 0 || filter.robots.includes(row.key.robotKey)) &&
		(filter.kind === null || filter.kind === row.kind) &&
		(!filter.unread || isUnread(row)) &&
		(!filter.mine || row.assignee === view.me) &&
		(!filter.waiting || row.waitingSince !== null) &&
		(!filter.mentioned || row.mentionsMe) &&
		(filter.tag === null || (view.tagged?.has(path) ?? false))
	);
}

/** When something last happened in the chat; 0 if nothing ever did. */
export function activeAt(row: ChatRow): number {
	return Math.max(row.lastActive ?? 0, row.last?.timestamp ?? 0);
}

/** The order as it is now: what is pinned first, then the latest or who waits longest. */
export function liveOrder(chats: Chats, view: View): ChatPath[] {
	const places: Place[] = [];
	for (const [path, row] of chats) if (passes(path, row, view)) places.push(placeOf(path, row, view));
	return places.sort(comparePlaces).map((place) => place.path);
}

/** What was worked out before, and from what. */
export type Ordered = { readonly chats: Chats; readonly view: View; readonly order: readonly ChatPath[] };

/**
 * The same order, from the one before it: among ten thousand chats a push changes a few, and only those are
 * put in their places anew.
 */
export function nextOrder(before: Ordered, chats: Chats, view: View): ChatPath[] {
	if (before.view !== view || chats.size < before.chats.size) return liveOrder(chats, view);
	const changed = [...chats].filter(([path, row]) => before.chats.get(path) !== row);
	if (changed.length > MANY) return liveOrder(chats, view);
	const moved = new Set(changed.map(([path]) => path));
	const order = before.order.filter((path) => !moved.has(path));
	for (const [path, row] of changed) {
		if (passes(path, row, view))
			order.splice(findPlace(order, placeOf(path, row, view), chats, view), 0, path);
	}
	return order;
}

const MANY = 200;

/** Who searches for a name finds it wherever it was put aside. */
function passes(path: ChatPath, row: ChatRow, view: View): boolean {
	const searching = view.query.trim() !== "";
	if (!searching && isAside(row) !== view.filter.hidden) return false;
	if (searching && view.filter.hidden && !isAside(row)) return false;
	return matchesFilter(path, row, view) && matchesQuery(row, view.query, view.spelling);
}

/** Pinned rows first; in each part, `rank` goes up from the first row to the last. */
type Place = { path: ChatPath; part: number; rank: number };

function placeOf(path: ChatPath, row: ChatRow, view: View): Place {
	if (view.filter.order === "latest") return { path, part: row.marks.pinned ? 0 : 1, rank: -activeAt(row) };
	// Whom one must not forget is not hidden behind what is pinned.
	return row.waitingSince === null
		? { path, part: 1, rank: -activeAt(row) }
		: { path, part: 0, rank: row.waitingSince };
}

function comparePlaces(a: Place, b: Place): number {
	return a.part - b.part || a.rank - b.rank || (a.path < b.path ? -1 : 1);
}

/** Where the place belongs in an order that is sorted already. */
function findPlace(order: readonly ChatPath[], place: Place, chats: Chats, view: View): number {
	let low = 0;
	let high = order.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		const path = order[middle];
		const row = path === undefined ? undefined : chats.get(path);
		if (path !== undefined && row !== undefined && comparePlaces(placeOf(path, row, view), place) < 0)
			low = middle + 1;
		else high = middle;
	}
	return low;
}

/**
 * The order to show. While frozen, every row keeps its place, even one that no longer passes the filter; chats
 * that are new come last, where they push nothing away.
 */
export function shownOrder(
	frozen: readonly ChatPath[] | null,
	live: readonly ChatPath[],
	chats: Chats,
): ChatPath[] {
	if (frozen === null) return [...live];
	const kept = frozen.filter((path) => chats.has(path));
	const known = new Set(kept);
	return [...kept, ...live.filter((path) => !known.has(path))];
}

export function sameOrder(a: readonly ChatPath[], b: readonly ChatPath[]): boolean {
	return a.length === b.length && a.every((path, index) => path === b[index]);
}

/**
 * How many chats each view calls for: in a view of who waits, all of them; in others, the unread ones that are
 * not muted. One walk for all views, because every push asks.
 */
export function tallies(
	chats: Chats,
	filters: readonly ListFilter[],
	me: Assignee,
	mutedRobots: ReadonlySet<string>,
): number[] {
	const counts = filters.map(() => 0);
	const views = filters.map((filter) => ({ filter, me, tagged: null }));
	for (const [path, row] of chats) {
		const aside = isAside(row);
		const calls = isUnread(row) && !row.marks.muted && !mutedRobots.has(row.key.robotKey);
		if (!calls && row.waitingSince === null) continue;
		views.forEach((view, index) => {
			const counted = view.filter.waiting || calls;
			if (counted && aside === view.filter.hidden && matchesFilter(path, row, view))
				counts[index] = (counts[index] ?? 0) + 1;
		});
	}
	return counts;
}

/** The neighbour in the list; at its ends, stays. Without a place to start from, the first or the last. */
export function neighbour(order: readonly ChatPath[], from: ChatPath | null, step: 1 | -1): ChatPath | null {
	const index = from === null ? -1 : order.indexOf(from);
	if (index === -1) return (step === 1 ? order[0] : order.at(-1)) ?? null;
	return order[index + step] ?? null;
}

/** The next chat with something unread, going round at the end. */
export function nextUnread(
	order: readonly ChatPath[],
	chats: Chats,
	from: ChatPath | null,
	step: 1 | -1,
): ChatPath | null {
	const start = from === null ? -1 : order.indexOf(from);
	for (let count = 1; count <= order.length; count += 1) {
		const place = start === -1 && step === -1 ? order.length - count : start + step * count;
		const path = order[(place + order.length * 2) % order.length];
		if (path !== undefined && path !== from && isUnreadAt(chats, path)) return path;
	}
	return null;
}

function isUnreadAt(chats: Chats, path: ChatPath): boolean {
	const row = chats.get(path);
	return row !== undefined && isUnread(row);
}

/** Who waits longest; from there, who waits next longest, and round. */
export function nextWaiting(chats: Chats, from: ChatPath | null): ChatPath | null {
	const queue = [...chats]
		.filter(([, row]) => row.waitingSince !== null && !isAside(row))
		.sort(([a, one], [b, two]) => (one.waitingSince ?? 0) - (two.waitingSince ?? 0) || (a < b ? -1 : 1))
		.map(([path]) => path);
	const index = from === null ? -1 : queue.indexOf(from);
	const next = queue[(index + 1) % queue.length];
	return next === undefined || next === from ? null : next;
}

/** What the second line of a row says. */
export type Preview =
	| { kind: "draft"; text: string }
	| { kind: "message"; author: "me" | { name: string } | null; content: Content }
	| { kind: "text"; text: string }
	| { kind: "none" };

/** `open`: the chat is on screen, where its draft stands in the box already. */
export function previewOf(row: ChatRow, open: boolean): Preview {
	// A draft of files alone has no text and is one all the same.
	if (!open && row.draft !== null && (row.draft === "" || row.draft.trim() !== ""))
		return { kind: "draft", text: row.draft };
	if (row.last !== null) {
		const { direction, senderName, content } = row.last;
		const author =
			direction === "out" ? "me" : row.kind === "group" && senderName ? { name: senderName } : null;
		return { kind: "message", author, content };
	}
	return row.preview === "" ? { kind: "none" } : { kind: "text", text: row.preview };
}

/** The rows from one to another, both included, as they stand. */
export function between(order: readonly ChatPath[], from: ChatPath, to: ChatPath): ChatPath[] {
	const [a, b] = [order.indexOf(from), order.indexOf(to)];
	if (a === -1 || b === -1) return b === -1 ? [] : [to];
	return order.slice(Math.min(a, b), Math.max(a, b) + 1);
}

/** What a mark becomes for several chats: set unless all have it. */
export function toggled(
	rows: readonly ChatRow[],
	mark: "pinned" | "hidden" | "muted" | "unreadMark",
): boolean {
	return !rows.every((row) => row.marks[mark]);
}

/** When a snoozed chat comes back: in so many minutes, or at nine on the next day. */
export type Snooze = { minutes: number } | "tomorrow";

export function snoozeUntil(snooze: Snooze, now: number): number {
	if (snooze !== "tomorrow") return now + snooze.minutes * 60_000;
	const date = new Date(now);
	return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1, 9).getTime();
}
