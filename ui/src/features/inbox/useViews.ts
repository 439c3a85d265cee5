import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { commands, type SavedView } from "@/bindings";
import { useDesk } from "@/shared/host";
import { NO_FILTER } from "@/shared/list/filter";

/** Shown until the console has said which views there are; it begins with the same ones. */
const FIRST_VIEWS: readonly SavedView[] = [
	{ id: "all", name: "", filter: NO_FILTER },
	{ id: "waiting", name: "", filter: { ...NO_FILTER, waiting: true, order: "waiting" } },
	{ id: "mine", name: "", filter: { ...NO_FILTER, mine: true } },
];

/** The saved views, changed at once and taken back if they could not be kept. */
export function useViews() {
	const account = useDesk((desk) => desk.account?.id);
	const key = ["savedViews", account];
	const queries = useQueryClient();
	const { data } = useQuery({
		queryKey: key,
		queryFn: async () => ((await commands.savedViews()) as SavedView[] | null) ?? FIRST_VIEWS,
	});
	const saving = useMutation({
		mutationFn: (views: readonly SavedView[]) => commands.saveViews([...views]),
		onMutate: (views) => {
			const before = queries.getQueryData(key);
			queries.setQueryData(key, views);
			return { before };
		},
		onError: (_error, _views, context) => queries.setQueryData(key, context?.before),
		onSettled: () => queries.invalidateQueries({ queryKey: key }),
	});
	return { views: data ?? FIRST_VIEWS, save: saving.mutate, failed: saving.error };
}
