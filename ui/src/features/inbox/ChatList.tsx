import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowUp } from "lucide-react";
import { type FocusEvent, type KeyboardEvent, useCallback, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ChatKey, ChatRow } from "@/bindings";
import { type ChatPath, chatPath } from "@/shared/host";
import { ChatRowItem } from "./ChatRowItem";
import { EmptyList } from "./EmptyList";
import { ListHeader } from "./ListHeader";
import { useInbox } from "./useInbox";
import { useListShortcuts } from "./useListShortcuts";

type Props = {
	selected: ChatPath | null;
	/** `stay`: the focus stays where it is, because a key was pressed there. */
	onOpen: (key: ChatKey, how: "enter" | "stay") => void;
	onLeave: () => void;
};

const ROW_PX = 64;

/** All chats of all robots. */
export function ChatList({ selected, onOpen, onLeave }: Props) {
	const { t } = useTranslation();
	const inbox = useInbox();
	const { order, chats, hold } = inbox;
	const scroller = useRef<HTMLDivElement>(null);
	const [active, setActive] = useState<ChatPath | null>(null);
	const [focused, setFocused] = useState(false);
	const pointerInside = useRef(false);
	const focusInside = useRef(false);
	const optionId = useId();
	const idOf = (path: ChatPath) => `${optionId}-${encodeURIComponent(path)}`;

	const virtualizer = useVirtualizer({
		count: order.length,
		getScrollElement: () => scroller.current,
		estimateSize: () => ROW_PX,
		getItemKey: (index) => order[index] ?? index,
		overscan: 6,
	});

	const openPath = useCallback(
		(path: ChatPath, how: "enter" | "stay") => {
			const row = chats.get(path);
			if (!row) return;
			setActive(path);
			onOpen(row.key, how);
		},
		[chats, onOpen],
	);
	const openRow = useCallback((row: ChatRow) => openPath(chatPath(row.key), "enter"), [openPath]);
	useListShortcuts(inbox, selected, (path) => {
		openPath(path, "stay");
		const index = order.indexOf(path);
		if (index !== -1) virtualizer.scrollToIndex(index);
	});

	const settle = useCallback(() => hold(pointerInside.current || focusInside.current), [hold]);

	// A window that is left with the pointer over the list must not stay frozen for hours.
	useEffect(() => {
		function onLeaveWindow() {
			pointerInside.current = false;
			settle();
		}
		window.addEventListener("blur", onLeaveWindow);
		return () => window.removeEventListener("blur", onLeaveWindow);
	}, [settle]);

	function move(to: number) {
		const index = Math.min(order.length - 1, Math.max(0, to));
		const path = order[index];
		if (path === undefined) return;
		setFocused(true);
		setActive(path);
		virtualizer.scrollToIndex(index);
	}

	function onKeyDown(event: KeyboardEvent) {
		if (event.altKey || event.ctrlKey || event.metaKey) return;
		const at = active === null ? -1 : order.indexOf(active);
		const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_PX) - 1);
		const to = {
			ArrowDown: at + 1,
			ArrowUp: at - 1,
			Home: 0,
			End: order.length - 1,
			PageDown: at + page,
			PageUp: at - page,
		}[event.key];
		if (to !== undefined) {
			event.preventDefault();
			move(to);
		} else if ((event.key === "Enter" || event.key === " ") && active !== null) {
			event.preventDefault();
			openPath(active, "enter");
		} else if (event.key === "Escape") {
			event.preventDefault();
			event.stopPropagation();
			if (inbox.query !== "") inbox.search("");
			else onLeave();
		}
	}

	function onFocusChange(event: FocusEvent, inside: boolean) {
		if (event.currentTarget.contains(event.relatedTarget)) return;
		focusInside.current = inside;
		settle();
	}

	const activeShown = active !== null && order.includes(active);

	return (
		<div className="flex h-full min-h-0 flex-col bg-surface-1">
			<ListHeader inbox={inbox} list={scroller} />
			<section
				className="relative min-h-0 flex-1"
				aria-label={t("list.label")}
				onPointerEnter={() => {
					pointerInside.current = true;
					settle();
				}}
				onPointerLeave={() => {
					pointerInside.current = false;
					settle();
				}}
				onFocus={(event) => onFocusChange(event, true)}
				onBlur={(event) => onFocusChange(event, false)}
			>
				{inbox.outdated && (
					<button
						type="button"
						data-testid="update-order"
						onClick={() => {
							inbox.reorder();
							virtualizer.scrollToOffset(0);
						}}
						className="absolute bottom-3 left-1/2 z-10 flex h-6 -translate-x-1/2 items-center gap-1 rounded-full bg-surface-3 px-2.5 text-small whitespace-nowrap text-accent-text shadow-float hover:text-text-1"
					>
						<ArrowUp size={14} aria-hidden="true" />
						{t("list.reorder")}
					</button>
				)}
				<div
					ref={scroller}
					role="listbox"
					tabIndex={0}
					aria-label={t("list.label")}
					aria-activedescendant={activeShown ? idOf(active) : undefined}
					data-testid="chat-list"
					data-region-focus=""
					onKeyDown={onKeyDown}
					onFocus={(event) => {
						setFocused(event.currentTarget.matches(":focus-visible"));
						if (!activeShown)
							setActive(selected !== null && order.includes(selected) ? selected : (order[0] ?? null));
					}}
					onBlur={() => setFocused(false)}
					className="h-full overflow-y-auto overscroll-contain outline-none [scrollbar-gutter:stable]"
				>
					{order.length === 0 ? (
						<EmptyList inbox={inbox} />
					) : (
						<div
							className="relative w-full"
							style={{ height: virtualizer.getTotalSize() }}
							role="presentation"
						>
							{virtualizer.getVirtualItems().map((item) => {
								const path = order[item.index];
								const row = path === undefined ? undefined : chats.get(path);
								if (path === undefined || row === undefined) return null;
								return (
									<div
										key={item.key}
										role="presentation"
										className="absolute top-0 left-0 w-full"
										style={{ transform: `translateY(${item.start}px)` }}
									>
										<ChatRowItem
											row={row}
											id={idOf(path)}
											position={item.index + 1}
											total={order.length}
											selected={path === selected}
											active={focused && path === active}
											onOpen={openRow}
										/>
									</div>
								);
							})}
						</div>
					)}
				</div>
			</section>
		</div>
	);
}
