import { type KeyboardEvent, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ChatKey, ChatRow, ThreadMessage } from "@/bindings";
import { useShown } from "@/shared/hooks/shown";
import { useWindowFocus } from "@/shared/hooks/useWindowFocus";
import { chatPath, endJump, useJumpIn } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { oneLine } from "@/shared/text/plain";
import { Button } from "@/shared/ui/Button";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { Announcer } from "./Announcer";
import { DateJump, JumpStatus } from "./DateJump";
import { ForwardDialog } from "./ForwardDialog";
import { KnowMembers } from "./KnowMembers";
import { LeavingDialog } from "./LeavingDialog";
import { Lightbox, type Shown } from "./Lightbox";
import { timeline } from "./model";
import { NoteLine } from "./NoteLine";
import { PickingBar } from "./PickingBar";
import { ThreadHeader } from "./ThreadHeader";
import { ThreadSkeleton } from "./ThreadSkeleton";
import { Timeline } from "./Timeline";
import { type OnTakenBack, TakenBack } from "./takenBack";
import { Tools } from "./tools";
import { useDateJump } from "./useDateJump";
import { useDetached } from "./useDetached";
import { useLeaving } from "./useLeaving";
import { useMentionNames } from "./useMentionNames";
import { useMessageActions } from "./useMessageActions";
import { useNote } from "./useNote";
import { usePicking } from "./usePicking";
import { useReportView } from "./useReportView";
import { useThreadPages } from "./useThreadPages";
import { useUnreadMark } from "./useUnreadMark";

type Props = {
	row: ChatRow;
	onTakenBack: OnTakenBack;
	/** A message is to be answered with its words before the answer. */
	onQuote: (chat: ChatKey, quotation: string) => void;
};

const NO_MESSAGES: readonly ThreadMessage[] = [];

/** One chat. Mounted anew for every chat that is opened. */
export function Thread({ row, onTakenBack, onQuote }: Props) {
	const { t } = useTranslation();
	const reason = useReason();
	// The row is new with every push; the chat stays the same while this is mounted.
	const [chat] = useState(row.key);
	const [unreadAtOpening] = useState(row.unread);
	const [atEnd, setAtEnd] = useState(true);
	const pages = useThreadPages(chat, unreadAtOpening, atEnd);
	const found = useJumpIn(chatPath(chat));
	const detached = useDetached(chat, found);
	const isDetached = detached.thread !== undefined;
	const thread = detached.thread ?? pages.thread;
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

	const { note, tell, dismiss } = useNote();
	const actions = useMessageActions(tell);
	const jump = useDateJump(chat, pages, tell);
	const picking = usePicking(thread?.messages ?? NO_MESSAGES);
	const leaving = useLeaving();
	const mentions = useMentionNames(row);
	const [forwarding, setForwarding] = useState<readonly ThreadMessage[] | null>(null);
	const tools = {
		picked: picking.picked,
		pick: picking.pick,
		save: (message: ThreadMessage) => void actions.save(message),
		openFile: (message: ThreadMessage) => void actions.openFile(message),
		openLink: leaving.open,
		mentions,
	};

	function onKeyDown(event: KeyboardEvent) {
		if (event.key !== "Escape" || picking.picked === null || event.defaultPrevented) return;
		event.preventDefault();
		picking.leave();
	}

	return (
		<section
			onKeyDown={onKeyDown}
			data-testid="thread"
			data-chat={chatPath(chat)}
			aria-label={t("thread.log", { name: oneLine(row.name) })}
			className="flex min-h-0 flex-1 flex-col"
		>
			<ThreadHeader row={row}>
				<DateJump
					newest={pages.thread?.messages.at(-1)?.timestamp ?? null}
					onPick={(date) => {
						// A date is looked for from the newest message back.
						if (isDetached) endJump();
						jump.go(date);
					}}
				/>
			</ThreadHeader>
			{detached.error !== null && (
				<ErrorNote className="mx-5 mt-3">
					{t("search.jumpFailed", { reason: reason(detached.error) })}
				</ErrorNote>
			)}
			<div className="relative min-h-0 flex-1">
				{thread !== undefined ? (
					<TakenBack.Provider value={onTakenBack}>
						<Tools.Provider value={tools}>
							<Timeline
								key={isDetached ? `around ${found?.number}` : "newest"}
								found={found}
								onBack={isDetached ? endJump : null}
								row={row}
								chat={chat}
								items={items}
								messages={thread.messages}
								cleared={thread.clearedBefore !== null}
								mark={isDetached ? null : mark}
								pages={isDetached ? detached.pages : pages}
								target={jump.target}
								onAtEnd={setAtEnd}
								onShow={setShown}
								does={{
									actions,
									onQuote: (message) => onQuote(chat, actions.quotation(message)),
									onForward: setForwarding,
									onPick: picking.pick,
								}}
							/>
						</Tools.Provider>
					</TakenBack.Provider>
				) : pages.error === null ? (
					<ThreadSkeleton />
				) : (
					<div className="mx-auto flex max-w-md flex-col items-start gap-3 px-6 pt-16">
						<ErrorNote>{t("thread.openFailed", { reason: reason(pages.error) })}</ErrorNote>
						<Button onClick={pages.retry}>{t("app.retry")}</Button>
					</div>
				)}
				<JumpStatus at={jump.at} onStop={jump.stop} />
				<NoteLine note={note} onDismiss={dismiss} />
			</div>
			{picking.picked !== null && (
				<PickingBar
					chosen={picking.chosen}
					onCopy={() => {
						actions.copyAll(picking.chosen);
						picking.leave();
					}}
					onForward={() => setForwarding(picking.chosen)}
					onLeave={picking.leave}
				/>
			)}
			{row.kind === "group" && <KnowMembers row={row} />}
			{pages.thread !== undefined && <Announcer messages={pages.thread.messages} />}
			<Lightbox shown={shown} onSave={tools.save} onClose={() => setShown(null)} />
			<LeavingDialog
				leaving={leaving.leaving}
				onConfirm={leaving.confirm}
				onCopy={actions.copy}
				onStay={leaving.stay}
			/>
			{forwarding !== null && (
				<ForwardDialog
					messages={forwarding}
					onClose={() => setForwarding(null)}
					onForwarded={() => {
						setForwarding(null);
						picking.leave();
						tell({ kind: "done", text: t("forwarding.handed") });
					}}
				/>
			)}
		</section>
	);
}
