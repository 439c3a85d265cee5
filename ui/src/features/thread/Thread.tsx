import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ChatRow } from "@/bindings";
import { useShown } from "@/shared/hooks/shown";
import { useWindowFocus } from "@/shared/hooks/useWindowFocus";
import { chatPath, endJump, useJumpIn } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { oneLine } from "@/shared/text/plain";
import { Button } from "@/shared/ui/Button";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { Announcer } from "./Announcer";
import { Lightbox, type Shown } from "./Lightbox";
import { timeline } from "./model";
import { ThreadHeader } from "./ThreadHeader";
import { ThreadSkeleton } from "./ThreadSkeleton";
import { Timeline } from "./Timeline";
import { type OnTakenBack, TakenBack } from "./takenBack";
import { useDetached } from "./useDetached";
import { useReportView } from "./useReportView";
import { useThreadPages } from "./useThreadPages";
import { useUnreadMark } from "./useUnreadMark";

/** One chat. Mounted anew for every chat that is opened. */
export function Thread({ row, onTakenBack }: { row: ChatRow; onTakenBack: OnTakenBack }) {
	const { t } = useTranslation();
	const reason = useReason();
	// The row is new with every push; the chat stays the same while this is mounted.
	const [chat] = useState(row.key);
	const [unreadAtOpening] = useState(row.unread);
	const pages = useThreadPages(chat);
	const jump = useJumpIn(chatPath(chat));
	const detached = useDetached(chat, jump);
	const isDetached = detached.thread !== undefined;
	const thread = detached.thread ?? pages.thread;
	const [atEnd, setAtEnd] = useState(true);
	const [shown, setShown] = useState<Shown | null>(null);
	const focused = useWindowFocus();
	const inView = useShown();
	const mark = useUnreadMark(pages.thread?.messages, unreadAtOpening, focused && inView && atEnd);
	// What one sends while reading far back is shown, and that is at the end.
	const newest = pages.thread?.messages.at(-1);
	const sent =
		newest?.origin === "console" && newest.delivery?.state === "queued" ? newest.key.messageId : null;
	useEffect(() => {
		if (sent !== null && isDetached) endJump();
	}, [sent, isDetached]);
	useReportView(chat, thread !== undefined && atEnd);
	const items = useMemo(
		() => (thread === undefined ? [] : timeline(thread.messages, thread.gaps, isDetached ? null : mark)),
		[thread, mark, isDetached],
	);

	return (
		<section
			data-testid="thread"
			data-chat={chatPath(chat)}
			aria-label={t("thread.log", { name: oneLine(row.name) })}
			className="flex min-h-0 flex-1 flex-col"
		>
			<ThreadHeader row={row} />
			{detached.error !== null && (
				<ErrorNote className="mx-5 mt-3">
					{t("search.jumpFailed", { reason: reason(detached.error) })}
				</ErrorNote>
			)}
			<div className="relative min-h-0 flex-1">
				{thread !== undefined ? (
					<TakenBack.Provider value={onTakenBack}>
						<Timeline
							key={isDetached ? `around ${jump?.number}` : "newest"}
							target={jump}
							onBack={isDetached ? endJump : null}
							row={row}
							chat={chat}
							items={items}
							messages={thread.messages}
							mark={isDetached ? null : mark}
							pages={isDetached ? detached.pages : pages}
							onAtEnd={setAtEnd}
							onShow={setShown}
						/>
					</TakenBack.Provider>
				) : pages.error === null ? (
					<ThreadSkeleton />
				) : (
					<div className="mx-auto flex max-w-md flex-col items-start gap-3 px-6 pt-16">
						<ErrorNote>{t("thread.openFailed", { reason: reason(pages.error) })}</ErrorNote>
						<Button onClick={pages.retry}>{t("app.retry")}</Button>
					</div>
				)}
			</div>
			{pages.thread !== undefined && <Announcer messages={pages.thread.messages} />}
			<Lightbox shown={shown} onClose={() => setShown(null)} />
		</section>
	);
}
