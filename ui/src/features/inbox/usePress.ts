import { type MouseEvent, type PointerEvent, useRef } from "react";

/** A hand that rests moves no further between press and release, in CSS pixels. */
const STILL_PX = 8;

/**
 * A press is for the row that was pressed. While messages move the rows, the browser often has no click to give: the row
 * is elsewhere when the button is released, or was taken out of the page and put back.
 */
export function usePress(onPress: (row: HTMLElement, event: MouseEvent) => void) {
	const pressed = useRef<{ row: HTMLElement; x: number; y: number } | null>(null);
	const taken = useRef(false);
	return {
		onPointerDown: (event: PointerEvent) => {
			const row = event.button === 0 ? rowAt(event) : null;
			pressed.current = row === null ? null : { row, x: event.clientX, y: event.clientY };
			taken.current = false;
		},
		onPointerUp: (event: PointerEvent) => {
			const before = pressed.current;
			pressed.current = null;
			if (before === null || event.button !== 0) return;
			if (Math.hypot(event.clientX - before.x, event.clientY - before.y) > STILL_PX) return;
			taken.current = true;
			onPress(before.row, event);
		},
		onClick: (event: MouseEvent) => {
			// The click of a press that counted already; what no hand made has no detail.
			if (taken.current && event.detail > 0) {
				taken.current = false;
				return;
			}
			const row = rowAt(event);
			if (row !== null) onPress(row, event);
		},
	};
}

/** The row under the pointer; none on a button of its own. */
function rowAt({ target }: MouseEvent): HTMLElement | null {
	if (!(target instanceof Element) || target.closest("button") !== null) return null;
	return target.closest<HTMLElement>("[data-chat]");
}
