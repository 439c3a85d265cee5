import { useCallback, useSyncExternalStore } from "react";

type Clock = { now: number; listeners: Set<() => void>; timer: ReturnType<typeof setInterval> | null };

/** One interval for each period, however many components look at it. */
const clocks = new Map<number, Clock>();

function clockOf(periodMs: number): Clock {
	let clock = clocks.get(periodMs);
	if (!clock) {
		clock = { now: Date.now(), listeners: new Set(), timer: null };
		clocks.set(periodMs, clock);
	}
	return clock;
}

/** The time, no older than the period. */
export function useNow(periodMs: number): number {
	const subscribe = useCallback(
		(listener: () => void) => {
			const clock = clockOf(periodMs);
			clock.listeners.add(listener);
			clock.timer ??= setInterval(() => {
				clock.now = Date.now();
				for (const each of clock.listeners) each();
			}, periodMs);
			return () => {
				clock.listeners.delete(listener);
				if (clock.listeners.size === 0 && clock.timer !== null) {
					clearInterval(clock.timer);
					clock.timer = null;
				}
			};
		},
		[periodMs],
	);
	return useSyncExternalStore(subscribe, () => {
		const clock = clockOf(periodMs);
		// A clock that nobody looked at has stood still.
		if (clock.timer === null && Date.now() - clock.now >= periodMs) clock.now = Date.now();
		return clock.now;
	});
}
