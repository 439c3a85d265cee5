import { useCallback, useMemo, useRef, useState } from "react";
import { type ChatPath, useDesk } from "@/shared/host";
import {
	type Chats,
	counts,
	type Filter,
	liveOrder,
	nextOrder,
	type Ordered,
	sameOrder,
	shownOrder,
	type View,
} from "./model";

/** The list as it is shown: filter, order, and whether a newer order waits. */
export function useInbox() {
	const chats = useDesk((desk) => desk.chats);
	const [filter, setFilter] = useState<Filter>("all");
	const [query, setQuery] = useState("");
	const [frozen, setFrozen] = useState<readonly ChatPath[] | null>(null);
	const view = useMemo(() => ({ filter, query }), [filter, query]);
	const live = useLiveOrder(chats, view);
	const order = useMemo(() => shownOrder(frozen, live, chats), [frozen, live, chats]);
	const tally = useMemo(() => counts(chats), [chats]);
	const outdated = frozen !== null && !sameOrder(order, live);

	return {
		chats,
		order,
		outdated,
		tally,
		filter,
		query,
		/** Someone came to the list, or left it. */
		hold: useCallback((held: boolean) => setFrozen((before) => (held ? (before ?? order) : null)), [order]),
		/** Shows the order as it is now, and holds that. */
		reorder: () => setFrozen((before) => (before === null ? null : live)),
		/** Another filter is another list: its order begins anew. */
		choose: (next: Filter) => {
			setFilter(next);
			setFrozen((before) => (before === null ? null : liveOrder(chats, { filter: next, query })));
		},
		search: (next: string) => {
			setQuery(next);
			setFrozen((before) => (before === null ? null : liveOrder(chats, { filter, query: next })));
		},
	};
}

function useLiveOrder(chats: Chats, view: View): readonly ChatPath[] {
	const before = useRef<Ordered | null>(null);
	return useMemo(() => {
		const order = before.current === null ? liveOrder(chats, view) : nextOrder(before.current, chats, view);
		before.current = { chats, view, order };
		return order;
	}, [chats, view]);
}

export type Inbox = ReturnType<typeof useInbox>;
