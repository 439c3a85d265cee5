import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ChatRow } from "@/bindings";
import { useShown } from "@/shared/hooks/shown";
import { useWindowFocus } from "@/shared/hooks/useWindowFocus";
import { chatPath } from "@/shared/host";
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
	const { thread } = pages;
	const [atEnd, setAtEnd] = useState(true);
	const [shown, setShown] = useState<Shown | null>(null);
	const focused = useWindowFocus();
	const inView = useShown();
	const mark = useUnreadMark(thread?.messages, unreadAtOpening, focused && inView && atEnd);
	useReportView(chat, thread !== undefined && atEnd);
	const items = useMemo(
		() => (thread === undefined ? [] : timeline(thread.messages, thread.gaps, mark)),
		[thread, mark],
	);

	return (
		<section
			data-testid="thread"
			data-chat={chatPath(chat)}
			aria-label={t("thread.log", { name: oneLine(row.name) })}
			className="flex min-h-0 flex-1 flex-col"
		>
			<ThreadHeader row={row} />
			<div className="relative min-h-0 flex-1">
				{thread !== undefined ? (
					<TakenBack.Provider value={onTakenBack}>
						<Timeline
							row={row}
							chat={chat}
							items={items}
							messages={thread.messages}
							mark={mark}
							pages={pages}
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
			{thread !== undefined && <Announcer messages={thread.messages} />}
			<Lightbox shown={shown} onClose={() => setShown(null)} />
		</section>
	);
}
