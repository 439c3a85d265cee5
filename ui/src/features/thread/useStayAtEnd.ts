import { type RefObject, useEffect, useRef } from "react";
import { useLatest } from "@/shared/hooks/useLatest";

/**
 * Keeps the newest message in view when the space for the thread shrinks, as it does while a long answer is
 * typed. Where one was is known from the last scroll: shrinking itself fires none.
 */
export function useStayAtEnd(
	scroller: RefObject<HTMLElement | null>,
	withinPx: number,
	scrollToEnd: () => void,
) {
	const atEnd = useRef(true);
	const latest = useLatest(scrollToEnd);

	useEffect(() => {
		const box = scroller.current;
		if (!box) return;
		const onScroll = () => {
			atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight <= withinPx;
		};
		const watch = new ResizeObserver(() => {
			if (atEnd.current) latest.current();
		});
		box.addEventListener("scroll", onScroll, { passive: true });
		watch.observe(box);
		return () => {
			box.removeEventListener("scroll", onScroll);
			watch.disconnect();
		};
	}, [scroller, withinPx, latest]);
}
