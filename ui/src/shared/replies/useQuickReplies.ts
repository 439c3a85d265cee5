import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { commands, type QuickReply } from "@/bindings";

const KEY = ["quickReplies"];
const NONE: readonly QuickReply[] = [];

/** The quick replies, and what can be done with them. All lists of them show a change at once. */
export function useQuickReplies() {
	const queries = useQueryClient();
	const list = useQuery({ queryKey: KEY, queryFn: () => commands.quickReplies() });
	const again = () => queries.invalidateQueries({ queryKey: KEY });
	return {
		replies: list.data ?? NONE,
		loading: list.isPending,
		error: list.error,
		save: useMutation({
			mutationFn: (reply: QuickReply) => commands.saveQuickReply(reply),
			onSuccess: again,
		}),
		remove: useMutation({ mutationFn: (id: string) => commands.deleteQuickReply(id), onSuccess: again }),
		used: useMutation({ mutationFn: (id: string) => commands.quickReplyUsed(id), onSuccess: again }),
		exportTo: useMutation({ mutationFn: (path: string) => commands.exportQuickReplies(path) }),
		importFrom: useMutation({
			mutationFn: (path: string) => commands.importQuickReplies(path),
			onSuccess: again,
		}),
	};
}
