import { AlarmClock, BellOff, Clock3, Ellipsis, EyeOff, Pin, TriangleAlert, UserRound } from "lucide-react";
import { type MouseEvent, memo } from "react";
import { useTranslation } from "react-i18next";
import type { ChatRow } from "@/bindings";
import { chatAvatar, chatPath, useDesk, useRobot } from "@/shared/host";
import { useLanguage } from "@/shared/i18n/useLanguage";
import { useSummary } from "@/shared/i18n/useSummary";
import { beginning, oneLine } from "@/shared/text/plain";
import { urgency } from "@/shared/time/model";
import { useNow } from "@/shared/time/useNow";
import { useTimeWords } from "@/shared/time/useTimeWords";
import { Avatar } from "@/shared/ui/Avatar";
import { Count } from "@/shared/ui/Count";
import { classes } from "@/shared/ui/classes";
import { RobotMark } from "@/shared/ui/RobotMark";
import { activeAt, previewOf } from "./model";

type Props = {
	row: ChatRow;
	id: string;
	position: number;
	total: number;
	selected: boolean;
	/** The keyboard is on this row. */
	active: boolean;
	/** Chosen together with others. */
	picked: boolean;
};

const URGENCY_TEXT = { calm: "text-text-3", late: "text-warning-text", overdue: "text-danger-text" } as const;

export const ChatRowItem = memo(function ChatRowItem({
	row,
	id,
	position,
	total,
	selected,
	active,
	picked,
}: Props) {
	const { t } = useTranslation();
	const language = useLanguage();
	const now = useNow(10_000);
	const words = useTimeWords();
	const known = useRobot(row.key.robotKey);
	const robotName = known ? oneLine(known.robot.name) : t("robot.unnamed");
	const name = oneLine(row.remark ?? row.name);
	const ownName = row.remark !== null && row.remark !== row.name ? oneLine(row.name) : null;
	const { marks } = row;
	const muted = marks.muted || (known?.muted ?? false);
	const unread = row.unread > 0 || marks.unreadMark;
	const lastActive = activeAt(row);
	const waited = row.waitingSince === null ? null : Math.max(0, now - row.waitingSince);
	const label = [
		name,
		row.kind === "group" && t("list.rowGroup"),
		row.unread > 0 && t("list.rowUnread", { count: row.unread }),
		row.unread === 0 && marks.unreadMark && t("inbox.markedUnread"),
		row.mentionsMe && t("inbox.rowAtMe"),
		marks.pinned && t("inbox.pinned"),
		muted && t("inbox.muted"),
		marks.hidden && t("inbox.isHidden"),
		marks.snoozedUntil !== null && t("inbox.snoozedUntil", { time: words.moment(marks.snoozedUntil, now) }),
		waited !== null && t("list.rowWaiting", { span: words.span(waited) }),
		t("list.rowRobot", { name: robotName }),
		row.assignee !== null && t("list.rowAssignee", { name: row.assignee }),
		lastActive > 0 && words.list(lastActive, now),
	]
		.filter(Boolean)
		.join(language === "en" ? ", " : "，");

	return (
		// biome-ignore lint/a11y/useFocusableInteractive: the listbox points here with aria-activedescendant.
		<div
			role="option"
			id={id}
			aria-selected={selected || picked}
			aria-setsize={total}
			aria-posinset={position}
			data-testid="chat-row"
			data-chat={chatPath(row.key)}
			data-unread={row.unread}
			data-picked={picked || undefined}
			className={classes(
				"group relative flex h-16 gap-2.5 pr-2 pl-3 transition-colors duration-100",
				selected || picked ? "bg-selection" : "hover:bg-hover",
				picked && "shadow-[inset_3px_0_0_var(--accent)]",
				active && "outline-2 -outline-offset-2 outline-accent",
			)}
		>
			<span className="sr-only">{label}</span>
			<Avatar name={name} seed={row.key.chatUser} source={chatAvatar(row)} size={36} className="mt-[9px]" />
			<div className="flex min-w-0 flex-1 flex-col justify-center">
				<div aria-hidden="true" className="flex items-baseline gap-2">
					<span
						className={classes(
							"bidi-isolate min-w-0 truncate text-base leading-[18px]",
							muted ? "text-text-3" : "text-text-1",
							unread && !muted && "font-semibold",
						)}
					>
						{name}
					</span>
					{ownName !== null && (
						<span className="bidi-isolate min-w-0 shrink-[3] truncate text-mini text-text-3">{ownName}</span>
					)}
					<span className="flex-1" />
					{marks.pinned && <Pin size={11} aria-hidden="true" className="self-center text-text-3" />}
					{lastActive > 0 && (
						<time className="tabular shrink-0 text-mini text-text-3">{words.list(lastActive, now)}</time>
					)}
				</div>
				<div className="flex items-center gap-2">
					<p
						data-testid="chat-preview"
						className={classes(
							"bidi-isolate min-w-0 flex-1 truncate text-small leading-[17px]",
							muted ? "text-text-3" : unread ? "text-text-1" : "text-text-2",
						)}
					>
						<PreviewText row={row} open={selected} />
					</p>
					{muted && <BellOff size={12} aria-hidden="true" className="text-text-3" />}
					{row.unread > 0 && <Count count={row.unread} strong={!muted} testId="chat-unread" />}
					{row.unread === 0 && marks.unreadMark && (
						<span
							data-testid="chat-unread-mark"
							className={classes("size-2 shrink-0 rounded-full", muted ? "bg-text-3" : "bg-accent")}
						/>
					)}
				</div>
				<div aria-hidden="true" className="mt-px flex items-center gap-1.5 text-mini text-text-3">
					{known && <RobotMark name={robotName} hue={known.hue} dimmed={known.robot.status !== "online"} />}
					<span className="bidi-isolate min-w-0 truncate">{robotName}</span>
					{row.assignee !== null && (
						<span className="flex min-w-0 shrink-[2] items-center gap-0.5">
							<UserRound size={11} aria-hidden="true" />
							<span className="bidi-isolate truncate">{oneLine(row.assignee)}</span>
						</span>
					)}
					<Aside row={row} now={now} />
					{waited !== null && (
						<span
							className={classes(
								"tabular ml-auto flex shrink-0 items-center gap-0.5",
								URGENCY_TEXT[muted ? "calm" : urgency(waited)],
								!muted && urgency(waited) !== "calm" && "font-medium",
							)}
						>
							<Clock3 size={11} aria-hidden="true" />
							{words.span(waited)}
						</span>
					)}
				</div>
			</div>
			{/* For the pointer alone: the keyboard has the menu key, and the listbox keeps the focus. */}
			<button
				type="button"
				tabIndex={-1}
				aria-hidden="true"
				title={t("inbox.more")}
				data-testid="chat-more"
				onClick={openMenuHere}
				className="absolute top-1.5 right-1.5 hidden size-6 items-center justify-center rounded-control bg-surface-3 text-text-2 shadow-float group-hover:flex hover:text-text-1"
			>
				<Ellipsis size={16} />
			</button>
		</div>
	);
});

/** The button opens the same menu as the other mouse button does. */
function openMenuHere(event: MouseEvent<HTMLButtonElement>) {
	event.stopPropagation();
	const { left, bottom } = event.currentTarget.getBoundingClientRect();
	event.currentTarget.dispatchEvent(
		new window.MouseEvent("contextmenu", {
			bubbles: true,
			cancelable: true,
			button: 2,
			clientX: left,
			clientY: bottom,
		}),
	);
}

/** Why the chat is not with the others, and until when. */
function Aside({ row, now }: { row: ChatRow; now: number }) {
	const { t } = useTranslation();
	const words = useTimeWords();
	const { hidden, snoozedUntil } = row.marks;
	if (snoozedUntil !== null) {
		return (
			<span className="tabular flex shrink-0 items-center gap-0.5 text-accent-text">
				<AlarmClock size={11} aria-hidden="true" />
				{t("inbox.snoozedUntil", { time: words.moment(snoozedUntil, now) })}
			</span>
		);
	}
	if (!hidden) return null;
	return (
		<span className="flex shrink-0 items-center gap-0.5">
			<EyeOff size={11} aria-hidden="true" />
			{t("inbox.isHidden")}
		</span>
	);
}

function PreviewText({ row, open }: { row: ChatRow; open: boolean }) {
	const { t } = useTranslation();
	const summary = useSummary();
	const isPrivate = useDesk((desk) => desk.preferences.hidePreviews);
	const preview = previewOf(row, open);
	const called = row.mentionsMe && (
		<span className="mr-1 font-medium text-danger-text">{t("inbox.atMe")}</span>
	);
	const failed = row.needsDecision > 0 && (
		<span className="mr-1 inline-flex items-center gap-0.5 text-danger-text">
			<TriangleAlert size={11} aria-hidden="true" />
			{t("list.undecided", { count: row.needsDecision })}
		</span>
	);
	const undecided = (called || failed) && (
		<>
			{called}
			{failed}
		</>
	);
	if (isPrivate && preview.kind !== "none") {
		return (
			<>
				{undecided}
				{preview.kind === "draft" && <span className="text-accent-text">{t("list.draft")} </span>}
				<span className="text-text-3">{t("settings.previewHidden")}</span>
			</>
		);
	}
	switch (preview.kind) {
		case "draft":
			return (
				<>
					{undecided}
					<span className="text-accent-text">{t("list.draft")}</span> {beginning(preview.text)}
				</>
			);
		case "message":
			return (
				<>
					{undecided}
					{preview.author === "me" && <span className="text-text-3">{t("list.me")}</span>}
					{preview.author !== null && preview.author !== "me" && `${oneLine(preview.author.name)}: `}
					{summary(preview.content)}
				</>
			);
		case "text":
			return (
				<>
					{undecided}
					{beginning(preview.text)}
				</>
			);
		case "none":
			return undecided || <span className="text-text-3">{t("list.noMessages")}</span>;
	}
}
