import { useCallback, useMemo, useState } from "react";
import type { ThreadMessage } from "@/bindings";

type State = { picked: ReadonlySet<string>; anchor: string | null };

/** Several messages chosen together: one by one, or with Shift from the last one to here. */
export function usePicking(messages: readonly ThreadMessage[]) {
	const [state, setState] = useState<State | null>(null);
	const pick = useCallback(
		(id: string, stretch: boolean) =>
			setState((before) => {
				const picked = new Set(before?.picked);
				const stretched = stretch ? between(messages, before?.anchor ?? id, id) : [];
				if (stretched.length > 1) for (const each of stretched) picked.add(each);
				else if (!picked.delete(id)) picked.add(id);
				return { picked, anchor: id };
			}),
		[messages],
	);
	const chosen = useMemo(
		() => (state === null ? [] : messages.filter((message) => state.picked.has(message.key.messageId))),
		[messages, state],
	);
	return {
		picked: state?.picked ?? null,
		/** In the order of the thread. */
		chosen,
		pick,
		leave: useCallback(() => setState(null), []),
	};
}

function between(messages: readonly ThreadMessage[], from: string, to: string): string[] {
	const ids = messages.map((message) => message.key.messageId);
	const [a, b] = [ids.indexOf(from), ids.indexOf(to)];
	return a === -1 || b === -1 ? [] : ids.slice(Math.min(a, b), Math.max(a, b) + 1);
}
