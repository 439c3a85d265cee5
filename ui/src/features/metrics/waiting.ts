/** Who waits, kept up to date for the view and for the sign on the rail. */
import { useCallback, useEffect } from "react";
import { create } from "zustand";
import { commands, type WaitingNow } from "@/bindings";
import { useLatest } from "@/shared/hooks/useLatest";
import { useDesk, useDeskStore } from "@/shared/host";
import { SECOND_MS } from "@/shared/time/model";

/** Somebody becomes late without anything happening, so it is looked at now and then. */
const LOOK_MS = 20 * SECOND_MS;
/** Chats change many times a second in a busy hour. */
const PAUSE_MS = 2 * SECOND_MS;

export const DAYS = ["1", "3", "7", "30"] as const;
export type Days = (typeof DAYS)[number];

type State = { days: Days; answer: WaitingNow | null; error: unknown };

export const useWaitingStore = create<State>(() => ({ days: "3", answer: null, error: null }));

export function chooseDays(days: Days) {
	useWaitingStore.setState({ days });
}

/** How many wait beyond the limit. */
export function useLateCount(): number {
	return useWaitingStore((state) => state.answer?.late ?? 0);
}

/** Asks as long as the window is there. */
export function useWatchWaiting() {
	const days = useWaitingStore((state) => state.days);
	const account = useDesk((desk) => desk.account?.id);
	const read = useCallback(async () => {
		try {
			const answer = await commands.waitingNow(Number(days));
			if (useWaitingStore.getState().days === days) useWaitingStore.setState({ answer, error: null });
		} catch (error) {
			useWaitingStore.setState({ error });
		}
	}, [days]);
	const latest = useLatest(read);

	// biome-ignore lint/correctness/useExhaustiveDependencies: another account has other customers.
	useEffect(() => {
		void read();
		const timer = setInterval(() => void latest.current(), LOOK_MS);
		return () => clearInterval(timer);
	}, [read, latest, account]);

	// Chats that changed may wait, or not any more. Heard beside React: whoever watches is not drawn anew for each of them.
	useEffect(() => {
		let timer: ReturnType<typeof setTimeout> | undefined;
		const stop = useDeskStore.subscribe((now, before) => {
			if (now.desk?.chats === before.desk?.chats) return;
			clearTimeout(timer);
			timer = setTimeout(() => void latest.current(), PAUSE_MS);
		});
		return () => {
			stop();
			clearTimeout(timer);
		};
	}, [latest]);
}

export function readWaitingAgain() {
	const { days } = useWaitingStore.getState();
	commands.waitingNow(Number(days)).then(
		(answer) => useWaitingStore.setState({ answer, error: null }),
		(error) => useWaitingStore.setState({ error }),
	);
}
