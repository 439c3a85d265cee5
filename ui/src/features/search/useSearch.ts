import { useCallback, useEffect, useRef, useState } from "react";
import { create } from "zustand";
import { commands, type SearchPage } from "@/bindings";
import { onAnotherAccount } from "@/shared/host";
import { EVERYTHING, queryOf, type SearchFilter } from "./model";

/** A short pause in typing; the cache answers faster than that. */
const PAUSE_MS = 120;
/** While the index is built, the answer grows by itself. */
const GROWING_MS = 2000;

type Asked = { text: string; filter: SearchFilter };

/** Outlives the view, so that one comes back from a hit to the same list. */
const useAsked = create<Asked>(() => ({ text: "", filter: EVERYTHING }));
onAnotherAccount(() => useAsked.setState({ text: "", filter: EVERYTHING }));

/** Begins a search from elsewhere. */
export function searchFor(text: string) {
	useAsked.setState({ text });
}

/** The answer to what is asked, page after page. */
export function useSearch() {
	const { text, filter } = useAsked();
	const [page, setPage] = useState<SearchPage | null>(null);
	const [error, setError] = useState<unknown>(null);
	const [busy, setBusy] = useState(false);
	const [attempt, setAttempt] = useState(0);
	const current = useRef(0);
	const wanted = text.trim();

	// biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks again.
	useEffect(() => {
		current.current += 1;
		const mine = current.current;
		if (wanted === "") {
			setPage(null);
			setError(null);
			setBusy(false);
			return;
		}
		setBusy(true);
		const timer = setTimeout(() => {
			commands.search(queryOf(wanted, filter, Date.now())).then(
				(found) => {
					if (mine !== current.current) return;
					setPage(found);
					setError(null);
					setBusy(false);
				},
				(reason) => {
					if (mine !== current.current) return;
					setError(reason);
					setBusy(false);
				},
			);
		}, PAUSE_MS);
		return () => clearTimeout(timer);
	}, [wanted, filter, attempt]);

	const growing = page?.coverage.indexing != null && page.hits.length <= 50;
	useEffect(() => {
		if (!growing) return;
		const timer = setInterval(() => setAttempt((count) => count + 1), GROWING_MS);
		return () => clearInterval(timer);
	}, [growing]);

	const more = useCallback(async () => {
		if (page?.next == null) return;
		const mine = current.current;
		setBusy(true);
		try {
			const next = await commands.search({ ...queryOf(wanted, filter, Date.now()), after: page.next });
			if (mine !== current.current) return;
			setPage({ ...page, hits: [...page.hits, ...next.hits], next: next.next, coverage: next.coverage });
			setError(null);
		} catch (reason) {
			if (mine === current.current) setError(reason);
		} finally {
			if (mine === current.current) setBusy(false);
		}
	}, [page, wanted, filter]);

	return {
		text,
		filter,
		page: wanted === "" ? null : page,
		error,
		busy,
		more,
		retry: () => setAttempt((count) => count + 1),
		type: (next: string) => useAsked.setState({ text: next }),
		choose: (change: Partial<SearchFilter>) =>
			useAsked.setState((asked) => ({ filter: { ...asked.filter, ...change } })),
	};
}
