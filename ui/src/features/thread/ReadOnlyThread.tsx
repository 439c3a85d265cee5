import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ChatRow } from "@/bindings";
import { chatAvatar, chatPath } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { oneLine } from "@/shared/text/plain";
import { startOfDay } from "@/shared/time/model";
import { Button } from "@/shared/ui/Button";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { DayDivider } from "./DayPill";
import { LeavingDialog } from "./LeavingDialog";
import { Lightbox, type Shown } from "./Lightbox";
import { timeline } from "./model";
import { NoteLine } from "./NoteLine";
import { ThreadSkeleton } from "./ThreadSkeleton";
import { TimelineRow } from "./TimelineRow";
import { Tools } from "./tools";
import { useLeaving } from "./useLeaving";
import { useMentionNames } from "./useMentionNames";
import { useMessageActions } from "./useMessageActions";
import { useNote } from "./useNote";
import { useReadOnlyPages } from "./useReadOnlyPages";

type Props = {
	row: ChatRow;
	/** The message to show; null for the newest. */
	begin: string | null;
	/** Messages that are pointed out. */
	pointedOut?: ReadonlySet<string>;
};

const NONE: ReadonlySet<string> = new Set();

/**
 * A conversation that is looked through: the same messages as in the inbox, and nothing one could do to them. It asks
 * through commands that can only read and never says that it was shown, so that no unread count changes.
 * Mount it anew for every conversation.
 */
export function ReadOnlyThread({ row, begin, pointedOut = NONE }: Props) {
	const { t } = useTranslation();
	const reason = useReason();
	const [chat] = useState(row.key);
	const pages = useReadOnlyPages(chat, begin);
	const { stretch } = pages;
	const scroller = useRef<HTMLDivElement>(null);
	const [shown, setShown] = useState<Shown | null>(null);
	const { note, tell, dismiss } = useNote();
	const actions = useMessageActions(tell);
	const leaving = useLeaving();
	const mentions = useMentionNames(row);
	const items = useMemo(
		() => (stretch === null ? [] : timeline(stretch.messages, stretch.gaps, null)),
		[stretch],
	);
	const tools = {
		readOnly: true,
		picked: null,
		pick: () => undefined,
		save: (message: Parameters<typeof actions.save>[0]) => void actions.save(message),
		openFile: (message: Parameters<typeof actions.openFile>[0]) => void actions.openFile(message),
		openLink: leaving.open,
		mentions,
	};

	// Once, when the first messages are there.
	const placed = useRef(false);
	useEffect(() => {
		if (stretch === null || placed.current) return;
		placed.current = true;
		const found = scroller.current?.querySelector<HTMLElement>("[data-found]");
		if (found) found.scrollIntoView({ block: "center" });
		else if (scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight;
	}, [stretch]);

	// Older messages are put above: what was being read keeps its place.
	const height = useRef(0);
	const first = stretch?.messages[0]?.key.messageId;
	const before = useRef(first);
	useLayoutEffect(() => {
		const element = scroller.current;
		if (element === null) return;
		if (before.current !== undefined && before.current !== first)
			element.scrollTop += element.scrollHeight - height.current;
		before.current = first;
		height.current = element.scrollHeight;
	});

	const oldest = stretch?.messages[0]?.timestamp ?? null;
	return (
		<section
			data-testid="review-thread"
			data-chat={chatPath(chat)}
			aria-label={t("thread.log", { name: oneLine(row.name) })}
			className="relative flex min-h-0 flex-1 flex-col"
		>
			{pages.error !== null && (
				<div className="flex items-start gap-2 px-5 pt-3">
					<ErrorNote className="flex-1">{t("thread.openFailed", { reason: reason(pages.error) })}</ErrorNote>
					<Button onClick={pages.retry}>{t("app.retry")}</Button>
				</div>
			)}
			{stretch === null ? (
				pages.error === null && <ThreadSkeleton />
			) : (
				<Tools.Provider value={tools}>
					<div
						ref={scroller}
						role="log"
						aria-live="off"
						aria-label={t("thread.log", { name: oneLine(row.name) })}
						// biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
						tabIndex={0}
						data-testid="review-timeline"
						className="ring-inside min-h-0 flex-1 overflow-x-hidden overflow-y-auto overscroll-contain pb-4 [overflow-anchor:none]"
					>
						<div className="flex h-11 items-center justify-center text-small text-text-3">
							{stretch.olderInCache ? (
								<Button look="quiet" size="small" disabled={pages.busy} onClick={() => void pages.older()}>
									{t("thread.loadOlder")}
								</Button>
							) : (
								t(stretch.completeToStart ? "thread.start" : "review.notRead")
							)}
						</div>
						{oldest !== null && <DayDivider day={startOfDay(oldest)} />}
						{items.map((item) => {
							const id = item.kind === "message" ? item.message.key.messageId : null;
							return (
								<div
									key={item.key}
									data-found={id !== null && id === begin ? "" : undefined}
									data-flagged={id !== null && pointedOut.has(id) ? "" : undefined}
									className="data-found:bg-selection data-flagged:border-l-2 data-flagged:border-warning"
								>
									<TimelineRow
										item={item}
										chat={chat}
										isGroup={row.kind === "group"}
										peerAvatar={row.kind === "single" ? chatAvatar(row) : null}
										onShow={setShown}
									/>
								</div>
							);
						})}
						{stretch.newerInCache && (
							<div className="flex justify-center pt-3">
								<Button look="quiet" size="small" disabled={pages.busy} onClick={() => void pages.newer()}>
									{t("review.newer")}
								</Button>
							</div>
						)}
					</div>
				</Tools.Provider>
			)}
			<NoteLine note={note} onDismiss={dismiss} />
			<Lightbox shown={shown} onSave={tools.save} onClose={() => setShown(null)} />
			<LeavingDialog
				leaving={leaving.leaving}
				onConfirm={leaving.confirm}
				onCopy={actions.copy}
				onStay={leaving.stay}
			/>
		</section>
	);
}
