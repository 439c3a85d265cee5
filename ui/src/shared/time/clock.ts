/** Times of the day as minutes since midnight. Pure. */

/** `540` as `09:00`, the way a field for times writes it. */
export function clockOf(minute: number): string {
	const two = (value: number) => String(value).padStart(2, "0");
	return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** Null for what is no time of the day. */
export function minuteOf(clock: string): number | null {
	const found = /^([01]?\d|2[0-3])[:：]([0-5]\d)/.exec(clock);
	return found ? Number(found[1]) * 60 + Number(found[2]) : null;
}
