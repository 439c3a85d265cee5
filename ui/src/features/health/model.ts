/** Shares of time. */
import type { Interval } from "@/bindings";

type Stretch = { from: number; to: number };

/** How much of the time it was so, in percent with one decimal; none where nothing is known. */
export function shareOf<T extends Stretch>(
	stretches: readonly T[],
	wanted: (each: T) => boolean,
): number | null {
	const length = (each: Stretch) => each.to - each.from;
	const all = stretches.reduce((sum, each) => sum + length(each), 0);
	if (all === 0) return null;
	const good = stretches.filter(wanted).reduce((sum, each) => sum + length(each), 0);
	return Math.round((good / all) * 1000) / 10;
}

/** Where a stretch stands in a period, in percent of its width. */
export function placeOf(stretch: Stretch, period: Interval): { left: number; width: number } {
	const whole = Math.max(1, period.to - period.from);
	return {
		left: ((stretch.from - period.from) / whole) * 100,
		width: ((stretch.to - stretch.from) / whole) * 100,
	};
}
