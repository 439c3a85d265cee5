import { useQuery } from "@tanstack/react-query";
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { commands, type LabelId } from "@/bindings";
import { type ChatPath, chatPath, useDesk, useDeskStore, useRobots } from "@/shared/host";
import { changeFilter, chooseView, forgetFilter, sameFilter, useListFilter } from "@/shared/list/filter";
import { useSpelling } from "@/shared/text/pinyin";
import {
	type Chats,
	liveOrder,
	nextOrder,
	type Ordered,
	sameOrder,
	shownOrder,
	tallies,
	type View,
} from "./model";
import { useMe } from "./useMe";
import { useViews } from "./useViews";

/** The list as it is shown: view, filter, order, and whether a newer order waits. */
export function useInbox() {
	const chats = useDesk((desk) => desk.chats);
	const { views, save, failed } = useViews();
	const { viewId, filter } = useListFilter();
	const [query, setQuery] = useState("");
	const [held, setHeld] = useState<{ view: View; order: readonly ChatPath[] } | null>(null);
	const { me, setMe } = useMe();
	const tagged = useTagged(filter.tag);
	// What is typed shows at once; among ten thousand names the list may follow a moment later.
	const wanted = useDeferredValue(query);
	const spelling = useSpelling(wanted, () => namesOf(chats));
	const view = useMemo(
		() => ({ filter, query: wanted, me, tagged, spelling }),
		[filter, wanted, me, tagged, spelling],
	);
	const live = useLiveOrder(chats, view);
	// Another filter is another list: its order begins anew.
	const frozen = held !== null && held.view === view ? held.order : null;
	const order = useMemo(() => shownOrder(frozen, live, chats), [frozen, live, chats]);
	const chosen = views.find((each) => each.id === viewId) ?? views[0];

	useEffect(() => {
		if (held !== null && held.view !== view) setHeld({ view, order: live });
	}, [held, view, live]);
	// Another account begins with its own views.
	useEffect(() => forgetFilter, []);

	return {
		chats,
		order,
		outdated: frozen !== null && !sameOrder(order, live),
		views,
		saveViews: save,
		viewsFailed: failed,
		chosen,
		counts: useCounts(chats, views, me),
		filter,
		/** The filter is not the chosen view's any more. */
		isChanged: chosen !== undefined && !sameFilter(chosen.filter, filter),
		query,
		me,
		setMe,
		/** Someone came to the list, or left it. */
		hold: useCallback(
			(hold: boolean) => setHeld((before) => (hold ? (before ?? { view, order }) : null)),
			[view, order],
		),
		/** Shows the order as it is now, and holds that; what was marked a moment ago counts. */
		reorder: useCallback(() => {
			setHeld((before) => {
				const now = useDeskStore.getState().desk?.chats;
				return before === null || now === undefined ? null : { view, order: liveOrder(now, view) };
			});
		}, [view]),
		choose: chooseView,
		change: changeFilter,
		search: setQuery,
	};
}

function* namesOf(chats: Chats) {
	for (const row of chats.values()) yield row.remark === null ? row.name : row.name + row.remark;
}

function useLiveOrder(chats: Chats, view: View): readonly ChatPath[] {
	const before = useRef<Ordered | null>(null);
	return useMemo(() => {
		const order = before.current === null ? liveOrder(chats, view) : nextOrder(before.current, chats, view);
		before.current = { chats, view, order };
		return order;
	}, [chats, view]);
}

/** A tag is looked up once a minute while it is filtered by: who carries it changes rarely. */
const LOOK_AGAIN_MS = 60_000;

function useTagged(tag: LabelId | null): ReadonlySet<ChatPath> | null {
	const account = useDesk((desk) => desk.account?.id);
	const { data } = useQuery({
		queryKey: ["chatsWithTag", account, tag],
		queryFn: () => (tag === null ? [] : commands.chatsWithTag(tag)),
		enabled: tag !== null,
		refetchInterval: LOOK_AGAIN_MS,
	});
	return useMemo(() => (data === undefined ? null : new Set(data.map(chatPath))), [data]);
}

/** Counts may come a frame later than the rows. */
function useCounts(chats: Chats, views: ReturnType<typeof useViews>["views"], me: string) {
	const robots = useRobots();
	const later = useDeferredValue(chats);
	return useMemo(() => {
		const muted = new Set([...robots.values()].filter((each) => each.muted).map((each) => each.robot.key));
		const counted = tallies(
			later,
			views.map((each) => each.filter),
			me,
			muted,
		);
		return new Map(views.map((each, index) => [each.id, counted[index] ?? 0]));
	}, [later, views, me, robots]);
}

export type Inbox = ReturnType<typeof useInbox>;
