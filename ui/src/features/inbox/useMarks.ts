import { useMutation } from "@tanstack/react-query";
import type { ChatMarksChange, ChatRow } from "@/bindings";
import { type ChatPath, chatPath, markChats } from "@/shared/host";
import { toggled } from "./model";

export type Mark = "pinned" | "hidden" | "muted" | "unreadMark";

/** Marking chats, one or several. `after` runs at once: the rows show the mark already. */
export function useMarks(after: (change: Partial<ChatMarksChange>, paths: readonly ChatPath[]) => void) {
	const saving = useMutation({
		mutationFn: ({ paths, change }: { paths: ChatPath[]; change: Partial<ChatMarksChange> }) =>
			markChats(paths, change),
	});
	function mark(rows: readonly ChatRow[], change: Partial<ChatMarksChange>) {
		const paths = rows.map((row) => chatPath(row.key));
		if (paths.length === 0) return;
		saving.mutate({ paths, change });
		// The mutation has put the marks into the desk by then.
		queueMicrotask(() => after(change, paths));
	}
	return {
		error: saving.error,
		dismiss: saving.reset,
		toggle: (rows: readonly ChatRow[], name: Mark) => mark(rows, { [name]: toggled(rows, name) }),
		/** 0 wakes. */
		snooze: (rows: readonly ChatRow[], until: number) => mark(rows, { snoozedUntil: until }),
	};
}

export type Marking = ReturnType<typeof useMarks>;
