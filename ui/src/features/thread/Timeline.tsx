import { defaultRangeExtractor, type Range, useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ChatKey, ChatRow, ThreadMessage } from "@/bindings";
import { chatAvatar, type Jump } from "@/shared/host";
import { oneLine } from "@/shared/text/plain";
import { startOfDay } from "@/shared/time/model";
import { DayPill } from "./DayPill";
import { estimatedHeight } from "./estimate";
import { Jumps } from "./Jumps";
import type { Shown } from "./Lightbox";
import { MessageMenu, type MessageMenuDoes } from "./MessageMenu";
import { arrivedAfter, type TimelineItem, type UnreadMark } from "./model";
import { TimelineHead } from "./TimelineHead";
import { TimelineRow } from "./TimelineRow";
import { useMessageKeys } from "./useMessageKeys";
import { useStayAtEnd } from "./useStayAtEnd";
import { useStaysInPlace } from "./useStaysInPlace";
import type { useThreadPages } from "./useThreadPages";

type Pages = Pick<ReturnType<typeof useThreadPages>, "head" | "olderError" | "wantsOlder" | "loadOlder"> & {
	/** There are messages after the last one here; never so for the thread itself. */
	wantsNewer?: boolean;
	loadNewer?: () => Promise<void>;
};

type Props = {
	row: ChatRow;
	/** The row's key, the same object as long as the chat is open. */
	chat: ChatKey;
	items: readonly TimelineItem[];
	messages: readonly ThreadMessage[];
	/** It begins here because older messages are let go. */
	cleared: boolean;
	mark: UnreadMark | null;
	pages: Pages;
	/** A message to show at the top; a new object for every time. */
	target: { readonly messageId: string } | null;
	/** The message that was jumped to from elsewhere, if it is among these. */
	found: Jump | null;
	/** Leads to the newest messages, from a stretch that does not reach them. */
	onBack: (() => void) | null;
	onAtEnd: (atEnd: boolean) => void;
	onShow: (shown: Shown) => void;
	does: MessageMenuDoes;
};

const HEAD_PX = 88;
const END_PX = 16;
/** This close to the newest message counts as being there. More than the padding at the end. */
const AT_END_PX = 64;
/** Older pages are read before the person gets there. */
const READ_AHEAD_ITEMS = 12;

/**
 * The scrolling part. The virtual list is anchored at its end: what is read above, or measured late, moves
 * nothing that is on screen, and nothing here sets scrollTop.
 */
export function Timeline({
	row,
	chat,
	items,
	messages,
	cleared,
	mark,
	pages,
	target,
	found,
	onBack,
	onAtEnd,
	onShow,
	does,
}: Props) {
	const { t } = useTranslation();
	const scroller = useRef<HTMLDivElement>(null);
	const kept = useRef(-1);
	const virtualizer = useVirtualizer({
		count: items.length,
		getScrollElement: () => scroller.current,
		estimateSize: (index) => estimatedHeight(items[index]),
		getItemKey: (index) => items[index]?.key ?? index,
		anchorTo: "end",
		followOnAppend: onBack === null,
		scrollEndThreshold: AT_END_PX,
		paddingStart: HEAD_PX,
		paddingEnd: END_PX,
		overscan: 8,
		rangeExtractor: (range) => withIndex(range, kept.current),
	});
	useStaysInPlace(virtualizer, items);

	const peerAvatar = row.kind === "single" ? chatAvatar(row) : null;
	const [placed, setPlaced] = useState(false);
	const hasItems = items.length > 0;
	useLayoutEffect(() => {
		if (!hasItems) return;
		if (onBack === null) virtualizer.scrollToEnd();
		setPlaced(true);
	}, [hasItems, virtualizer, onBack]);

	const end = useStayAtEnd(
		scroller,
		{ withinPx: AT_END_PX, enabled: hasItems && onBack === null, height: virtualizer.getTotalSize() },
		() => {
			if (onBack === null) virtualizer.scrollToEnd();
		},
	);

	const foundId = found?.messageId ?? null;
	const foundNumber = found?.number ?? 0;
	const foundIndex =
		foundId === null
			? -1
			: items.findIndex((item) => item.kind === "message" && item.message.key.messageId === foundId);
	// Once for every jump: afterwards one scrolls as one likes.
	const shownFound = useRef(0);
	useEffect(() => {
		if (foundIndex === -1 || shownFound.current === foundNumber) return;
		// After the first layout: before it, the list does not know how high it is.
		const frame = requestAnimationFrame(() => {
			shownFound.current = foundNumber;
			end.leave();
			virtualizer.scrollToIndex(foundIndex, { align: "center" });
		});
		return () => cancelAnimationFrame(frame);
	}, [foundIndex, foundNumber, virtualizer, end.leave]);

	const atEnd = onBack === null && (items.length === 0 || end.isAtEnd() || virtualizer.isAtEnd(AT_END_PX));
	useEffect(() => onAtEnd(atEnd), [atEnd, onAtEnd]);

	const newest = messages.at(-1);
	const newestId = newest?.key.messageId ?? null;
	const [seen, setSeen] = useState(newestId);
	useEffect(() => {
		if (atEnd) setSeen(newestId);
	}, [atEnd, newestId]);

	// What one has just sent is shown, wherever one was reading.
	const justSent =
		newest?.direction === "out" && newest.origin === "console" && newest.delivery?.state === "queued";
	const sentId = justSent && onBack === null ? newestId : null;
	useEffect(() => {
		if (sentId !== null) virtualizer.scrollToEnd();
	}, [sentId, virtualizer]);

	// A target is followed once: what the items become later moves nothing.
	const arrived = useRef(target);
	useEffect(() => {
		if (target === null || arrived.current === target) return;
		const index = items.findIndex((item) => item.key === target.messageId);
		if (index === -1) return;
		arrived.current = target;
		end.leave();
		virtualizer.scrollToIndex(items[index - 1]?.kind === "day" ? index - 1 : index, { align: "start" });
	}, [target, items, virtualizer, end.leave]);

	const visible = virtualizer.getVirtualItems();
	const offset = virtualizer.scrollOffset ?? 0;
	const top = visible.find((item) => item.end > offset);
	const nearTop = (top?.index ?? 0) < READ_AHEAD_ITEMS;
	const { wantsOlder, loadOlder } = pages;
	useEffect(() => {
		if (wantsOlder && nearTop && (placed || !hasItems)) void loadOlder();
	}, [wantsOlder, nearTop, placed, hasItems, loadOlder]);

	const keys = useMessageKeys({
		...does,
		items,
		reveal: (index) => {
			kept.current = index;
			if (index < items.length - 1) end.leave();
			virtualizer.scrollToIndex(index, { align: "auto" });
		},
		lastVisible:
			visible.findLast((item) => item.start < offset + (scroller.current?.clientHeight ?? 0))?.index ?? 0,
	});
	// The message with the focus stays in the document, wherever one scrolls to.
	kept.current = keys.activeIndex;
	const nearEnd = (visible.at(-1)?.index ?? 0) > items.length - READ_AHEAD_ITEMS;
	const { wantsNewer, loadNewer } = pages;
	useEffect(() => {
		if (wantsNewer === true && nearEnd && placed) void loadNewer?.();
	}, [wantsNewer, nearEnd, placed, loadNewer]);

	const markIndex = mark === null ? -1 : items.findIndex((item) => item.kind === "unread");
	const markIsAbove = markIndex !== -1 && top !== undefined && markIndex < top.index;

	return (
		<>
			<MessageMenu messages={messages} {...does}>
				<div
					ref={scroller}
					role="log"
					aria-live="off"
					aria-label={t("thread.log", { name: oneLine(row.name) })}
					// biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
					tabIndex={0}
					data-region-focus=""
					onKeyDown={keys.onKeyDown}
					onFocus={keys.onFocus}
					onBlur={keys.onBlur}
					data-testid="timeline"
					className="ring-inside h-full overflow-x-hidden overflow-y-auto overscroll-contain [overflow-anchor:none] [scrollbar-gutter:stable]"
				>
					<div className="relative w-full" style={{ height: virtualizer.getTotalSize() }}>
						<TimelineHead
							head={pages.head}
							error={pages.olderError}
							oldest={messages[0]?.timestamp ?? null}
							cleared={cleared}
							onLoad={() => void pages.loadOlder()}
						/>
						{visible.map((place) => {
							const item = items[place.index];
							return (
								item && (
									<div
										key={place.key}
										ref={virtualizer.measureElement}
										data-index={place.index}
										data-found={place.index === foundIndex ? "" : undefined}
										className="absolute top-0 left-0 w-full data-found:bg-selection"
										style={{ transform: `translateY(${place.start}px)` }}
									>
										<TimelineRow
											item={item}
											chat={chat}
											isGroup={row.kind === "group"}
											peerAvatar={peerAvatar}
											onShow={onShow}
										/>
									</div>
								)
							);
						})}
					</div>
				</div>
			</MessageMenu>
			<FloatingDay
				items={items}
				topIndex={top?.index}
				moving={virtualizer.isScrolling}
				hidden={offset < HEAD_PX}
			/>
			<Jumps
				unread={markIsAbove ? (mark?.count ?? 0) : 0}
				onUnread={() => virtualizer.scrollToIndex(markIndex, { align: "start" })}
				atEnd={atEnd}
				below={arrivedAfter(messages, seen)}
				onEnd={onBack ?? (() => virtualizer.scrollToEnd())}
				away={onBack !== null}
			/>
		</>
	);
}

/** What is on the screen, and one more row that must not go. */
function withIndex(range: Range, index: number): number[] {
	const indexes = defaultRangeExtractor(range);
	if (index < 0 || index >= range.count || indexes.includes(index)) return indexes;
	return [...indexes, index].sort((a, b) => a - b);
}

type FloatingProps = {
	items: readonly TimelineItem[];
	topIndex: number | undefined;
	moving: boolean;
	hidden: boolean;
};

/** The day one is reading, at the top while scrolling; it gives way to a divider that is there itself. */
function FloatingDay({ items, topIndex, moving, hidden }: FloatingProps) {
	if (topIndex === undefined || hidden) return null;
	const near = items.slice(topIndex, topIndex + 2);
	const message = items.slice(topIndex).find((item) => item.kind === "message");
	if (message?.kind !== "message" || near.some((item) => item.kind === "day")) return null;
	return <DayPill day={startOfDay(message.message.timestamp)} floating={moving ? "shown" : "fading"} />;
}
