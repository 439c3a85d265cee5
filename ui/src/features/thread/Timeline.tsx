import { useVirtualizer } from "@tanstack/react-virtual";
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
import { arrivedAfter, type TimelineItem, type UnreadMark } from "./model";
import { TimelineHead } from "./TimelineHead";
import { TimelineRow } from "./TimelineRow";
import { useStayAtEnd } from "./useStayAtEnd";
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
	mark: UnreadMark | null;
	pages: Pages;
	/** The message that was jumped to, if it is among these. */
	target: Jump | null;
	/** Leads to the newest messages, from a stretch that does not reach them. */
	onBack: (() => void) | null;
	onAtEnd: (atEnd: boolean) => void;
	onShow: (shown: Shown) => void;
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
	mark,
	pages,
	target,
	onBack,
	onAtEnd,
	onShow,
}: Props) {
	const { t } = useTranslation();
	const scroller = useRef<HTMLDivElement>(null);
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
	});

	const peerAvatar = row.kind === "single" ? chatAvatar(row) : null;
	const [placed, setPlaced] = useState(false);
	const hasItems = items.length > 0;
	useLayoutEffect(() => {
		if (!hasItems) return;
		if (onBack === null) virtualizer.scrollToEnd();
		setPlaced(true);
	}, [hasItems, virtualizer, onBack]);

	const targetId = target?.messageId ?? null;
	const targetNumber = target?.number ?? 0;
	const targetIndex =
		targetId === null
			? -1
			: items.findIndex((item) => item.kind === "message" && item.message.key.messageId === targetId);
	// Once for every jump: afterwards one scrolls as one likes.
	const shownTarget = useRef(0);
	useEffect(() => {
		if (targetIndex === -1 || shownTarget.current === targetNumber) return;
		// After the first layout: before it, the list does not know how high it is.
		const frame = requestAnimationFrame(() => {
			shownTarget.current = targetNumber;
			virtualizer.scrollToIndex(targetIndex, { align: "center" });
		});
		return () => cancelAnimationFrame(frame);
	}, [targetIndex, targetNumber, virtualizer]);

	useStayAtEnd(scroller, AT_END_PX, () => {
		if (onBack === null) virtualizer.scrollToEnd();
	});
	const atEnd = onBack === null && (items.length === 0 || virtualizer.isAtEnd(AT_END_PX));
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

	const visible = virtualizer.getVirtualItems();
	const offset = virtualizer.scrollOffset ?? 0;
	const top = visible.find((item) => item.end > offset);
	const nearTop = (top?.index ?? 0) < READ_AHEAD_ITEMS;
	const { wantsOlder, loadOlder } = pages;
	useEffect(() => {
		if (wantsOlder && nearTop && (placed || !hasItems)) void loadOlder();
	}, [wantsOlder, nearTop, placed, hasItems, loadOlder]);

	const nearEnd = (visible.at(-1)?.index ?? 0) > items.length - READ_AHEAD_ITEMS;
	const { wantsNewer, loadNewer } = pages;
	useEffect(() => {
		if (wantsNewer === true && nearEnd && placed) void loadNewer?.();
	}, [wantsNewer, nearEnd, placed, loadNewer]);

	const markIndex = mark === null ? -1 : items.findIndex((item) => item.kind === "unread");
	const markIsAbove = markIndex !== -1 && top !== undefined && markIndex < top.index;

	return (
		<>
			<div
				ref={scroller}
				role="log"
				aria-live="off"
				aria-label={t("thread.log", { name: oneLine(row.name) })}
				// biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
				tabIndex={0}
				data-region-focus=""
				data-testid="timeline"
				className="ring-inside h-full overflow-x-hidden overflow-y-auto overscroll-contain [overflow-anchor:none] [scrollbar-gutter:stable]"
			>
				<div className="relative w-full" style={{ height: virtualizer.getTotalSize() }}>
					<TimelineHead
						head={pages.head}
						error={pages.olderError}
						oldest={messages[0]?.timestamp ?? null}
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
									data-found={place.index === targetIndex ? "" : undefined}
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
