import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { commands, type FlagQuery, type ScoreCard } from "@/bindings";
import { useDesk } from "@/shared/host";

const PAGE = 50;

export type FlagFilter = Pick<FlagQuery, "status" | "rule" | "agent" | "chat">;

/** What is judged is asked for anew whenever the engine says that something about it changed. */
const useTurn = () => useDesk((desk) => desk.quality.turn);

export function useRules() {
	const turn = useTurn();
	return useQuery({
		queryKey: ["qualityRules", turn],
		queryFn: () => commands.qualityRules(),
		placeholderData: keepPreviousData,
		// While a rule reads what was there before, one sees how far it is.
		refetchInterval: ({ state }) =>
			state.data?.some(({ rule, percent }) => rule.on && percent < 100) === true ? 2000 : false,
	});
}

export function useFlags(filter: FlagFilter) {
	const turn = useTurn();
	const query = { ...filter, robot: null, since: null, until: null, limit: PAGE };
	return useInfiniteQuery({
		queryKey: ["qualityFlags", query, turn],
		queryFn: ({ pageParam }) => commands.qualityFlags({ ...query, after: pageParam }),
		initialPageParam: null as string | null,
		getNextPageParam: (page) => page.next,
		placeholderData: keepPreviousData,
	});
}

export function useSamples() {
	const turn = useTurn();
	return useQuery({
		queryKey: ["samples", turn],
		queryFn: () => commands.samples(),
		placeholderData: keepPreviousData,
	});
}

export function useCards() {
	return useQuery({ queryKey: ["scoreCards"], queryFn: () => commands.scoreCards() });
}

/** The names of a card: the one a console begins with has them in the language that is on. */
export function useCardWords() {
	const { t } = useTranslation();
	return {
		card: (card: Pick<ScoreCard, "name">) => (card.name === "" ? t("quality.standardCard") : card.name),
		item: (item: ScoreCard["items"][number]) => {
			if (item.name !== "") return item.name;
			switch (item.id) {
				case "attitude":
					return t("quality.standard.attitude");
				case "speed":
					return t("quality.standard.speed");
				case "accuracy":
					return t("quality.standard.accuracy");
				default:
					return t("quality.standard.rules");
			}
		},
	};
}
