import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from "react";
import { useLatest } from "@/shared/hooks/useLatest";

/** A movement upwards this soon after a key, a wheel or a press on the scroll bar is the person's own. */
const OWN_MS = 400;
const UPWARDS = new Set(["ArrowUp", "PageUp", "Home"]);

/**
 * Keeps the newest message in view: when the space for the thread shrinks, as it does while a long answer is typed, and
 * when more comes in than one frame lays out. Being at the end is left by a person who goes up, never by what arrives.
 * Where the scroll bar stands cannot tell the two apart while many write: the end is then further away in every frame.
 */
export function useStayAtEnd(
	scroller: RefObject<HTMLElement | null>,
	{ withinPx, enabled, height }: { withinPx: number; enabled: boolean; height: number },
	scrollToEnd: () => void,
) {
	const atEnd = useRef(true);
	const latest = useLatest(scrollToEnd);

	useEffect(() => {
		const box = scroller.current;
		if (!box) return;
		let before = { top: box.scrollTop, height: box.scrollHeight };
		let touchedAt = Number.NEGATIVE_INFINITY;
		const touched = () => {
			touchedAt = performance.now();
		};
		const onPointer = (event: PointerEvent) => {
			if (event.buttons !== 0) touched();
		};
		const onKey = (event: KeyboardEvent) => {
			if (UPWARDS.has(event.key)) touched();
		};
		const onScroll = () => {
			const now = { top: box.scrollTop, height: box.scrollHeight };
			if (now.height - now.top - box.clientHeight <= withinPx) atEnd.current = true;
			else if (
				now.top < before.top &&
				(now.height === before.height || performance.now() - touchedAt < OWN_MS)
			)
				atEnd.current = false;
			before = now;
		};
		const watch = new ResizeObserver(() => {
			if (atEnd.current) latest.current();
		});
		box.addEventListener("scroll", onScroll, { passive: true });
		box.addEventListener("wheel", touched, { passive: true });
		box.addEventListener("touchmove", touched, { passive: true });
		box.addEventListener("pointermove", onPointer, { passive: true });
		box.addEventListener("keydown", onKey);
		watch.observe(box);
		return () => {
			box.removeEventListener("scroll", onScroll);
			box.removeEventListener("wheel", touched);
			box.removeEventListener("touchmove", touched);
			box.removeEventListener("pointermove", onPointer);
			box.removeEventListener("keydown", onKey);
			watch.disconnect();
		};
	}, [scroller, withinPx, latest]);

	// biome-ignore lint/correctness/useExhaustiveDependencies: the end moves whenever the height does.
	useLayoutEffect(() => {
		if (enabled && atEnd.current) latest.current();
	}, [enabled, height, latest]);

	return {
		isAtEnd: useCallback(() => atEnd.current, []),
		/** What is shown next is not the end, although nobody has touched the scroll bar. */
		leave: useCallback(() => {
			atEnd.current = false;
		}, []),
	};
}
