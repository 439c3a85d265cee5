import type { Virtualizer } from "@tanstack/react-virtual";
import { useLayoutEffect, useRef } from "react";
import type { TimelineItem } from "./model";

/**
 * Says which rows may change their height without moving what is read below them. The list alone lets a row above the fold
 * move everything while one scrolls upwards, which is when older pages come in: the oldest message loses its head to a
 * neighbour that was not there before, and its cached height with it. A row that reaches into view from above grows
 * downwards, as a picture does, unless it was its head that changed: that is above what is on the screen.
 */
export function useStaysInPlace(
	virtualizer: Virtualizer<HTMLDivElement, Element>,
	items: readonly TimelineItem[],
) {
	const heads = useRef(new Map<string, boolean>());
	useLayoutEffect(() => {
		const known = heads.current;
		// Of those that are loaded, and of no others: a busy thread lets go of what is far above its end.
		heads.current = new Map();
		for (const item of items)
			if (item.kind === "message") heads.current.set(item.key, known.get(item.key) ?? item.first);
	}, [items]);

	virtualizer.shouldAdjustScrollPositionOnItemSizeChange = (place, _, { scrollOffset, itemSizeCache }) => {
		const item = items[place.index];
		const had = item && heads.current.get(item.key);
		const isHead = item?.kind === "message" && item.first;
		const headChanged = had !== undefined && had !== isHead;
		if (item && headChanged) heads.current.set(item.key, isHead);
		const fold = scrollOffset ?? 0;
		if (place.end <= fold) return true;
		return place.start < fold && (headChanged || !itemSizeCache.has(place.key));
	};
}
