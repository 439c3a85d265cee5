import { type FocusEvent, type KeyboardEvent, useEffect, useState } from "react";
import type { ThreadMessage } from "@/bindings";
import type { MessageMenuDoes } from "./MessageMenu";
import { whyNotForwarded } from "./messages";
import type { TimelineItem } from "./model";

type Props = MessageMenuDoes & {
	items: readonly TimelineItem[];
	/** Brings an item into view. */
	reveal: (index: number) => void;
	/** Where the arrows begin: the last message on the screen. */
	lastVisible: number;
};

/** The messages by keyboard: the arrows go from one to the next, letters act on it. */
export function useMessageKeys({ items, reveal, lastVisible, ...does }: Props) {
	const [active, setActive] = useState<{ id: string } | null>(null);
	const activeIndex =
		active === null
			? -1
			: items.findIndex((item) => item.kind === "message" && item.message.key.messageId === active.id);

	// The row is there once this has rendered, wherever it was.
	useEffect(() => {
		if (active === null) return;
		document
			.querySelector<HTMLElement>(`[data-message-id="${CSS.escape(active.id)}"]`)
			?.focus({ preventScroll: true });
	}, [active]);

	function move(step: 1 | -1) {
		const start = activeIndex === -1 ? lastVisible + (step === -1 ? 1 : 0) : activeIndex;
		for (let index = start + step; index >= 0 && index < items.length; index += step) {
			const item = items[index];
			if (item?.kind !== "message") continue;
			reveal(index);
			setActive({ id: item.message.key.messageId });
			return;
		}
	}

	function onKeyDown(event: KeyboardEvent<HTMLElement>) {
		const { target, currentTarget, key, ctrlKey, metaKey, altKey, shiftKey } = event;
		const onRow = target instanceof HTMLElement && target.dataset.messageId !== undefined;
		if (event.nativeEvent.isComposing || altKey || (target !== currentTarget && !onRow)) return;
		if ((key === "ArrowUp" || key === "ArrowDown") && !ctrlKey && !metaKey && !shiftKey) {
			event.preventDefault();
			move(key === "ArrowUp" ? -1 : 1);
			return;
		}
		const item = items[activeIndex];
		if (!onRow || item?.kind !== "message") return;
		if (actOn(item.message, target)) event.preventDefault();

		function actOn(message: ThreadMessage, row: HTMLElement): boolean {
			if (ctrlKey || metaKey) {
				const copies = key.toLowerCase() === "c" && (window.getSelection()?.isCollapsed ?? true);
				if (copies) does.actions.copyContent(message.content);
				return copies;
			}
			switch (key) {
				case "Enter":
				case "ContextMenu":
					openMenu(row);
					return true;
				case "F10":
					if (shiftKey) openMenu(row);
					return shiftKey;
				case " ":
				case "x":
				case "X":
					does.onPick(message.key.messageId, shiftKey);
					return true;
				case "q":
					does.onQuote(message);
					return true;
				case "f":
					if (whyNotForwarded(message) === null) does.onForward([message]);
					return true;
				default:
					return false;
			}
		}
	}

	return {
		activeIndex,
		onKeyDown,
		onFocus: ({ target }: FocusEvent<HTMLElement>) => {
			const id = target instanceof HTMLElement ? target.dataset.messageId : undefined;
			if (id !== undefined && id !== active?.id) setActive({ id });
		},
		/** Nothing is kept in the list for a focus that has gone. */
		onBlur: ({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) => {
			if (!currentTarget.contains(relatedTarget)) setActive(null);
		},
	};
}

/** The keyboard and the button open the same menu as the other mouse button does. */
export function openMenu(row: HTMLElement) {
	const { left, top, height } = row.getBoundingClientRect();
	row.dispatchEvent(
		new MouseEvent("contextmenu", {
			bubbles: true,
			cancelable: true,
			button: 2,
			clientX: left + 64,
			clientY: top + Math.min(height, 48),
		}),
	);
}
