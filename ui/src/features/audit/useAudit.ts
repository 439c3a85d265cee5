import { useCallback, useEffect, useRef, useState } from "react";
import { type AuditEntry, type AuditQuery, commands } from "@/bindings";
import { type AuditFilter, queryOf } from "./model";

type State = { entries: AuditEntry[]; next: string | null; busy: boolean; error: unknown };

const NOTHING: State = { entries: [], next: null, busy: true, error: null };

/** The log, page by page. */
export function useAudit(filter: AuditFilter) {
	const [state, setState] = useState<State>(NOTHING);
	const [attempt, setAttempt] = useState(0);
	const asked = useRef<AuditQuery | null>(null);
	const current = useRef(0);

	const read = useCallback(async (query: AuditQuery, before: AuditEntry[]) => {
		current.current += 1;
		const mine = current.current;
		setState((state) => ({ ...state, entries: before, busy: true, error: null }));
		try {
			const page = await commands.audit(query);
			if (mine === current.current)
				setState({ entries: [...before, ...page.entries], next: page.next, busy: false, error: null });
		} catch (error) {
			if (mine === current.current) setState((state) => ({ ...state, busy: false, error }));
		}
	}, []);

	// biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks again.
	useEffect(() => {
		asked.current = queryOf(filter, Date.now());
		void read(asked.current, []);
	}, [filter, attempt, read]);

	const { next } = state;
	const more =
		next === null
			? null
			: () => {
					if (asked.current !== null) void read({ ...asked.current, after: next }, state.entries);
				};
	return { ...state, more, retry: () => setAttempt((count) => count + 1) };
}
