import { useCallback, useEffect, useRef, useState } from "react";
import { create } from "zustand";
import { commands, type Metrics, type MetricsQuery, type WorkHours } from "@/bindings";
import { AT_FIRST, type Choices, type Opened, queryOf } from "./model";

/** While the first counting goes on, the figures grow by themselves. */
const GROWING_MS = 3000;

/** Outlives the view, so that one comes back from a message to the same figures. */
export const useChoices = create<{ choices: Choices; opened: Opened | null }>(() => ({
	choices: AT_FIRST,
	opened: null,
}));

export function choose(change: Partial<Choices>) {
	useChoices.setState(({ choices }) => ({ choices: { ...choices, ...change }, opened: null }));
}

export function openFigure(opened: Opened | null) {
	useChoices.setState({ opened });
}

/** The figures of what is chosen, and the working hours they go by. */
export function useMetrics() {
	const { choices } = useChoices();
	const [hours, setHours] = useState<WorkHours | null>(null);
	const [query, setQuery] = useState<MetricsQuery | null>(null);
	const [metrics, setMetrics] = useState<Metrics | null>(null);
	const [error, setError] = useState<unknown>(null);
	const [busy, setBusy] = useState(true);
	const [attempt, setAttempt] = useState(0);
	const current = useRef(0);

	// biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks again.
	useEffect(() => {
		if (hours === null)
			commands.workHours().then(setHours, (reason) => {
				setError(reason);
				setBusy(false);
			});
	}, [hours, attempt]);

	// biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks again.
	useEffect(() => {
		if (hours === null) return;
		const asked = queryOf(choices, hours, Date.now());
		if (asked === null) {
			setBusy(false);
			return;
		}
		current.current += 1;
		const mine = current.current;
		setBusy(true);
		commands.metrics(asked).then(
			(answer) => {
				if (mine !== current.current) return;
				setQuery(asked);
				setMetrics(answer);
				setError(null);
				setBusy(false);
			},
			(reason) => {
				if (mine !== current.current) return;
				setError(reason);
				setBusy(false);
			},
		);
	}, [choices, hours, attempt]);

	const growing = metrics?.building != null;
	const retry = useCallback(() => setAttempt((count) => count + 1), []);
	useEffect(() => {
		if (!growing) return;
		const timer = setInterval(retry, GROWING_MS);
		return () => clearInterval(timer);
	}, [growing, retry]);

	const saveHours = useCallback(async (next: WorkHours) => {
		await commands.setWorkHours(next);
		setHours(next);
	}, []);

	return { choices, hours, saveHours, query, metrics, error, busy, retry };
}
