import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { ArrowUp } from "lucide-react";
import {
	type FocusEvent,
	type MouseEvent,
	type ReactNode,
	useCallback,
	useEffect,
	useId,
	useRef,
	useState,
} from "react";
import { useTranslation } from "react-i18next";
import type { ChatKey, ChatMarksChange, ChatRow } from "@/bindings";
import type { ChatPath } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { Button } from "@/shared/ui/Button";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { ChatMenu } from "./ChatMenu";
import { ChatRowItem } from "./ChatRowItem";
import { EmptyList } from "./EmptyList";
import { ListHeader } from "./ListHeader";
import { listKeys } from "./listKeys";
import { PickedBar } from "./PickedBar";
import { SnoozeDialog } from "./SnoozeDialog";
import { useInbox } from "./useInbox";
import { useListShortcuts } from "./useListShortcuts";
import { useMarks } from "./useMarks";
import { usePicked } from "./usePicked";
import { usePress } from "./usePress";

type Props = {
	selected: ChatPath | null;
	/** `stay`: the focus stays where it is, because a key was pressed there. */
	onOpen: (key: ChatKey, how: "enter" | "stay") => void;
	onLeave: () => void;
	/** Beside the name filter. */
	robots?: ReactNode;
};

const ROW_PX = 64;
const NOBODY: readonly ChatRow[] = [];

/** All chats of all robots. */
export function ChatList({ selected, onOpen, onLeave, robots }: Props) {
	const { t } = useTranslation();
	const reason = useReason();
	const inbox = useInbox();
	const { order, chats, hold, reorder } = inbox;
	const scroller = useRef<HTMLDivElement>(null);
	const [active, setActive] = useState<ChatPath | null>(null);
	const [focused, setFocused] = useState(false);
	const [menuFor, setMenuFor] = useState<readonly ChatPath[]>([]);
	const [snoozing, setSnoozing] = useState<readonly ChatRow[]>(NOBODY);
	const pointerInside = useRef(false);
	const focusInside = useRef(false);
	const menuOpen = useRef(false);
	const optionId = useId();
	const idOf = (path: ChatPath) => `${optionId}-${encodeURIComponent(path)}`;
	const pick = usePicked(order, chats);
	const rowsOf = (paths: Iterable<ChatPath>) => [...paths].flatMap((path) => chats.get(path) ?? []);

	const marking = useMarks(
		useCallback(
			(change: Partial<ChatMarksChange>, paths: readonly ChatPath[]) => {
				// Who marks a chat wants to see where it goes, also under a hand that rests on the list.
				reorder();
				pick.clear();
				// One does not mark as unread what one goes on reading.
				if (change.unreadMark && selected !== null && paths.includes(selected)) onLeave();
			},
			[reorder, pick.clear, selected, onLeave],
		),
	);

	const activeIndex = active === null ? -1 : order.indexOf(active);
	const virtualizer = useVirtualizer({
		count: order.length,
		// The row that the keyboard is on is drawn however far away it is: the listbox names it as its active one.
		rangeExtractor: (range) => {
			const shown = defaultRangeExtractor(range);
			return activeIndex < 0 || shown.includes(activeIndex)
				? shown
				: [...shown, activeIndex].sort((a, b) => a - b);
		},
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
	const press = usePress((row, event) => {
		const path = row.dataset.chat;
		if (path === undefined || !chats.has(path)) return;
		if (pick.click(event, path, selected)) setActive(path);
		else openPath(path, "enter");
	});
	useListShortcuts(inbox, selected, (path) => {
		openPath(path, "stay");
		const index = order.indexOf(path);
		if (index !== -1) virtualizer.scrollToIndex(index);
	});

	const settle = useCallback(
		() => hold(pointerInside.current || focusInside.current || menuOpen.current),
		[hold],
	);

	function onPointerInside() {
		pointerInside.current = true;
		settle();
	}

	// A window that is left with the pointer over the list must not stay frozen for hours.
	useEffect(() => {
		function onLeaveWindow() {
			pointerInside.current = false;
			settle();
		}
		window.addEventListener("blur", onLeaveWindow);
		return () => window.removeEventListener("blur", onLeaveWindow);
	}, [settle]);

	const onKeyDown = listKeys({
		order,
		active,
		pageRows: () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_PX) - 1),
		move: (index, extend) => {
			const path = order[index];
			if (path === undefined) return;
			setFocused(true);
			setActive(path);
			if (extend) pick.extend(active ?? path, path);
			virtualizer.scrollToIndex(index);
		},
		open: (path) => openPath(path, "enter"),
		pickAll: pick.all,
		mark: (name) => marking.toggle(rowsOf(targets(active, pick.picked)), name),
		snooze: () => setSnoozing(rowsOf(targets(active, pick.picked))),
		back: () => {
			if (pick.picked.size > 0) pick.clear();
			else if (inbox.query !== "") inbox.search("");
			else onLeave();
		},
	});

	/** The menu is for the row it was asked for on, or for all that are selected if that is one of them. */
	function onContextMenu(event: MouseEvent<HTMLElement>) {
		const on = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-chat]") : null;
		const path = on?.dataset.chat ?? active;
		if (path === null || !chats.has(path)) {
			event.preventDefault();
			event.stopPropagation();
			return;
		}
		setActive(path);
		setMenuFor(targets(path, pick.picked));
	}

	function onFocusChange(event: FocusEvent, inside: boolean) {
		if (event.currentTarget.contains(event.relatedTarget)) return;
		focusInside.current = inside;
		settle();
	}

	const activeShown = active !== null && order.includes(active);

	return (
		<div className="flex h-full min-h-0 flex-col bg-surface-1">
			<ListHeader inbox={inbox} list={scroller} robots={robots} />
			<section
				className="relative min-h-0 flex-1"
				aria-label={t("list.label")}
				onPointerEnter={onPointerInside}
				// A window that was left comes back with the pointer over the list.
				onPointerMove={() => {
					if (!pointerInside.current && document.hasFocus()) onPointerInside();
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
							reorder();
							virtualizer.scrollToOffset(0);
						}}
						className="absolute bottom-3 left-1/2 z-10 flex h-6 -translate-x-1/2 items-center gap-1 rounded-full bg-surface-3 px-2.5 text-small whitespace-nowrap text-accent-text shadow-float hover:text-text-1"
					>
						<ArrowUp size={14} aria-hidden="true" />
						{t("list.reorder")}
					</button>
				)}
				<ChatMenu
					rows={rowsOf(menuFor)}
					marking={marking}
					onCustom={setSnoozing}
					onOpenChange={(open) => {
						menuOpen.current = open;
						settle();
					}}
				>
					<div
						ref={scroller}
						role="listbox"
						tabIndex={0}
						aria-multiselectable="true"
						aria-label={t("list.label")}
						aria-activedescendant={activeShown ? idOf(active) : undefined}
						data-testid="chat-list"
						data-region-focus=""
						onKeyDown={onKeyDown}
						onContextMenuCapture={onContextMenu}
						{...press}
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
												picked={pick.picked.has(path)}
											/>
										</div>
									);
								})}
							</div>
						)}
					</div>
				</ChatMenu>
			</section>
			{marking.error !== null && (
				<ErrorNote className="m-2 items-start">
					<p>{t("inbox.marksFailed", { reason: reason(marking.error) })}</p>
					<Button size="small" look="quiet" className="-ml-2" onClick={marking.dismiss}>
						{t("inbox.dismiss")}
					</Button>
				</ErrorNote>
			)}
			{pick.picked.size > 0 && (
				<PickedBar
					rows={rowsOf(pick.picked)}
					marking={marking}
					onSnooze={() => setSnoozing(rowsOf(pick.picked))}
					onClear={pick.clear}
				/>
			)}
			<SnoozeDialog
				open={snoozing.length > 0}
				onClose={() => setSnoozing(NOBODY)}
				onSnooze={(until) => marking.snooze(snoozing, until)}
			/>
		</div>
	);
}

/** All that are selected, if the chat is one of them; else the chat alone. */
function targets(path: ChatPath | null, picked: ReadonlySet<ChatPath>): readonly ChatPath[] {
	if (path !== null && !picked.has(path)) return [path];
	return [...picked];
}
