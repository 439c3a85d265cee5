import { type MouseEvent, useCallback, useMemo, useState } from "react";
import type { ChatPath } from "@/shared/host";
import { between, type Chats } from "./model";

/** Several chats chosen together: with Ctrl one by one, with Shift from the last one to here. */
export function usePicked(order: readonly ChatPath[], chats: Chats) {
	const [state, setState] = useState<{ picked: ReadonlySet<ChatPath>; anchor: ChatPath | null }>(NONE);
	const picked = useMemo(
		() => new Set([...state.picked].filter((path) => chats.has(path))),
		[state.picked, chats],
	);
	const stretch = useCallback(
		(from: ChatPath, to: ChatPath) => setState({ picked: new Set(between(order, from, to)), anchor: from }),
		[order],
	);
	return {
		picked,
		clear: useCallback(() => setState(NONE), []),
		all: () => setState({ picked: new Set(order), anchor: order[0] ?? null }),
		/** Shift with an arrow. */
		extend: (from: ChatPath, to: ChatPath) => stretch(state.anchor ?? from, to),
		/** True if the click chose something; else it is an ordinary one. `open` is the chat on the screen. */
		click: (event: MouseEvent, path: ChatPath, open: ChatPath | null): boolean => {
			if (event.shiftKey) {
				stretch(state.anchor ?? open ?? path, path);
				return true;
			}
			if (event.ctrlKey || event.metaKey) {
				const next = new Set(picked);
				if (!next.delete(path)) next.add(path);
				setState({ picked: next, anchor: path });
				return true;
			}
			if (picked.size > 0 || state.anchor !== null) setState(NONE);
			return false;
		},
	};
}

const NONE = { picked: new Set<ChatPath>(), anchor: null };
