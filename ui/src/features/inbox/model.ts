/**
 * The chat list's order and the ways through it. Pure.
 *
 * The order that is shown stands still while the pointer or the keyboard is in the list: a row that jumped
 * away under the hand would open the wrong customer's chat. What would be the order now is worked out beside
 * it, so that the list can say that there is a newer one.
 */
import type { ChatRow, Content } from "@/bindings";
import type { ChatPath } from "@/shared/host";

export type Filter = "all" | "waiting" | "unread";
export type View = { readonly filter: Filter; readonly query: string };
export type Chats = ReadonlyMap<ChatPath, ChatRow>;

export function matchesQuery(row: ChatRow, query: string): boolean {
	const wanted = query.trim().toLowerCase();
	return wanted === "" || row.name.toLowerCase().includes(wanted);
}

function matchesFilter(row: ChatRow, filter: Filter): boolean {
	if (filter === "waiting") return row.waitingSince !== null;
	if (filter === "unread") return row.unread > 0;
	return true;
}

/** When something last happened in the chat; 0 if nothing ever did. */
export function activeAt(row: ChatRow): number {
	return Math.max(row.lastActive ?? 0, row.last?.timestamp ?? 0);
}

/** The order as it is now: the latest first; of those who wait, the longest. */
export function liveOrder(chats: Chats, view: View): ChatPath[] {
	const places = [...chats]
		.filter(([, row]) => passes(row, view))
		.map(([path, row]) => placeOf(path, row, view));
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
		if (passes(row, view)) order.splice(findPlace(order, placeOf(path, row, view), chats, view), 0, path);
	}
	return order;
}

const MANY = 200;

function passes(row: ChatRow, view: View): boolean {
	return matchesFilter(row, view.filter) && matchesQuery(row, view.query);
}

/** `rank` goes up from the first row to the last. */
type Place = { path: ChatPath; rank: number };

function placeOf(path: ChatPath, row: ChatRow, view: View): Place {
	return { path, rank: view.filter === "waiting" ? (row.waitingSince ?? 0) : -activeAt(row) };
}

function comparePlaces(a: Place, b: Place): number {
	return a.rank - b.rank || (a.path < b.path ? -1 : 1);
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

export function counts(chats: Chats): { waiting: number; unread: number } {
	let waiting = 0;
	let unread = 0;
	for (const row of chats.values()) {
		if (row.waitingSince !== null) waiting += 1;
		if (row.unread > 0) unread += 1;
	}
	return { waiting, unread };
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
		if (path !== undefined && path !== from && (chats.get(path)?.unread ?? 0) > 0) return path;
	}
	return null;
}

/** Who waits longest; from there, who waits next longest, and round. */
export function nextWaiting(chats: Chats, from: ChatPath | null): ChatPath | null {
	const queue = liveOrder(chats, { filter: "waiting", query: "" });
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
	if (!open && row.draft !== null && row.draft.trim() !== "") return { kind: "draft", text: row.draft };
	if (row.last !== null) {
		const { direction, senderName, content } = row.last;
		const author =
			direction === "out" ? "me" : row.kind === "group" && senderName ? { name: senderName } : null;
		return { kind: "message", author, content };
	}
	return row.preview === "" ? { kind: "none" } : { kind: "text", text: row.preview };
}
