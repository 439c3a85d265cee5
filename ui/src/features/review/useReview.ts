import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { create } from "zustand";
import { type AgentKey, type ChatKey, commands } from "@/bindings";
import { chatPath, useDesk } from "@/shared/host";
import { type Conversation, EVERYTHING, queryOf, type ReviewFilter } from "./model";

type Place = {
	filter: ReviewFilter;
	/** The sample that is walked through instead of what the filter finds. */
	sample: string | null;
	/** The conversation that is open, and the message it was opened at. */
	open: { path: string; begin: string | null; agent: AgentKey | null; turn: number } | null;
};

let turns = 0;

/** Outlives the view, so that one comes back to the same conversation. */
export const usePlace = create<Place>(() => ({ filter: EVERYTHING, sample: null, open: null }));

export function choose(change: Partial<ReviewFilter>) {
	usePlace.setState(({ filter }) => ({ filter: { ...filter, ...change }, sample: null, open: null }));
}

export function openConversation({ row, begin, agent }: Conversation) {
	openAt(row.key, begin, agent);
}

/** Opens a conversation at a message, whatever the list shows. */
export function openAt(chat: ChatKey, begin: string | null, agent: AgentKey | null = null) {
	turns += 1;
	usePlace.setState({ open: { path: chatPath(chat), begin, agent, turn: turns } });
}

/** Walks through a sample; null for what the filter finds. */
export function walkSample(sample: string | null) {
	usePlace.setState({ sample, open: null });
}

/** The conversations that are looked through, page after page. */
export function useConversations(now: number) {
	const { filter, sample } = usePlace();
	const chats = useDesk((desk) => desk.chats);
	const turn = useDesk((desk) => desk.quality.turn);
	// The clock moves on; what is looked through stays what it was when it was asked for.
	const query = useMemo(() => queryOf(filter, null, now), [filter, now]);
	const found = useInfiniteQuery({
		queryKey: ["review", query, turn],
		queryFn: ({ pageParam }) => commands.reviewChats({ ...query, after: pageParam }),
		initialPageParam: null as string | null,
		getNextPageParam: (page) => page.next,
		enabled: sample === null,
		placeholderData: keepPreviousData,
	});
	const drawn = useQuery({
		queryKey: ["sampled", sample, turn],
		queryFn: () => commands.sampledChats(sample ?? ""),
		enabled: sample !== null,
		placeholderData: keepPreviousData,
	});
	const conversations = useMemo<Conversation[]>(() => {
		if (sample !== null)
			return (drawn.data ?? []).flatMap((each) => {
				const row = chats.get(chatPath(each.chat));
				const { agent, begin, score } = each;
				return row === undefined ? [] : [{ row, begin, openFlags: 0, agent, score }];
			});
		return (found.data?.pages ?? []).flatMap((page) =>
			page.chats.map(({ row, begin, openFlags }) => ({
				row,
				// With words, where they are; else where the conversation stands now.
				begin: query.text === "" ? null : begin,
				openFlags,
				agent: null,
				score: null,
			})),
		);
	}, [sample, drawn.data, found.data, chats, query.text]);
	const asked = sample === null ? found : drawn;
	return {
		conversations,
		isPending: asked.isPending,
		error: asked.error,
		retry: () => void asked.refetch(),
		hasMore: sample === null && found.hasNextPage,
		more: () => void found.fetchNextPage(),
	};
}
