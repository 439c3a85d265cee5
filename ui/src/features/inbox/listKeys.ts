import type { KeyboardEvent } from "react";
import type { ChatPath } from "@/shared/host";
import type { Mark } from "./useMarks";

type Doing = {
	order: readonly ChatPath[];
	active: ChatPath | null;
	/** How many rows a page has. */
	pageRows: () => number;
	move: (index: number, extend: boolean) => void;
	open: (path: ChatPath) => void;
	pickAll: () => void;
	mark: (name: Mark) => void;
	snooze: () => void;
	back: () => void;
};

const MARKS: Readonly<Record<string, Mark>> = { p: "pinned", h: "hidden", m: "muted", u: "unreadMark" };

/** The keys of the list itself, while it has the focus. */
export function listKeys(doing: Doing) {
	return (event: KeyboardEvent) => {
		if (event.altKey || event.nativeEvent.isComposing) return;
		if (act(event, doing)) event.preventDefault();
	};
}

/** True if the key was ours. */
function act(event: KeyboardEvent, doing: Doing): boolean {
	const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
	if (event.ctrlKey || event.metaKey) {
		if (key !== "a") return false;
		doing.pickAll();
		return true;
	}
	const to = target(key, doing);
	if (to !== undefined) {
		doing.move(Math.min(doing.order.length - 1, Math.max(0, to)), event.shiftKey);
		return true;
	}
	if ((key === "Enter" || key === " ") && doing.active !== null) {
		doing.open(doing.active);
		return true;
	}
	if (key === "Escape") {
		event.stopPropagation();
		doing.back();
		return true;
	}
	if (event.shiftKey) return false;
	const mark = MARKS[key];
	if (mark !== undefined) doing.mark(mark);
	else if (key === "s") doing.snooze();
	else return false;
	return true;
}

function target(key: string, { order, active, pageRows }: Doing): number | undefined {
	const at = active === null ? -1 : order.indexOf(active);
	switch (key) {
		case "ArrowDown":
			return at + 1;
		case "ArrowUp":
			return at - 1;
		case "Home":
			return 0;
		case "End":
			return order.length - 1;
		case "PageDown":
			return at + pageRows();
		case "PageUp":
			return at - pageRows();
		default:
			return undefined;
	}
}
