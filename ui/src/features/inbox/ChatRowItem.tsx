import { Clock3, TriangleAlert, UserRound } from "lucide-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { ChatRow } from "@/bindings";
import { chatAvatar, chatPath, useRobot } from "@/shared/host";
import { useLanguage } from "@/shared/i18n/useLanguage";
import { useSummary } from "@/shared/i18n/useSummary";
import { oneLine } from "@/shared/text/plain";
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
	onOpen: (row: ChatRow) => void;
};

const URGENCY_TEXT = { calm: "text-text-3", late: "text-warning-text", overdue: "text-danger-text" } as const;

export const ChatRowItem = memo(function ChatRowItem({
	row,
	id,
	position,
	total,
	selected,
	active,
	onOpen,
}: Props) {
	const { t } = useTranslation();
	const language = useLanguage();
	const now = useNow(10_000);
	const words = useTimeWords();
	const known = useRobot(row.key.robotKey);
	const robotName = known ? oneLine(known.robot.name) : t("robot.unnamed");
	const name = oneLine(row.name);
	const lastActive = activeAt(row);
	const waited = row.waitingSince === null ? null : Math.max(0, now - row.waitingSince);
	const label = [
		name,
		row.kind === "group" && t("list.rowGroup"),
		row.unread > 0 && t("list.rowUnread", { count: row.unread }),
		waited !== null && t("list.rowWaiting", { span: words.span(waited) }),
		t("list.rowRobot", { name: robotName }),
		row.assignee !== null && t("list.rowAssignee", { name: row.assignee }),
		lastActive > 0 && words.list(lastActive, now),
	]
		.filter(Boolean)
		.join(language === "en" ? ", " : "，");

	return (
		// biome-ignore lint/a11y/useKeyWithClickEvents: the listbox has the focus and handles the keys.
		// biome-ignore lint/a11y/useFocusableInteractive: the listbox points here with aria-activedescendant.
		<div
			role="option"
			id={id}
			aria-selected={selected}
			aria-setsize={total}
			aria-posinset={position}
			aria-label={label}
			data-testid="chat-row"
			data-chat={chatPath(row.key)}
			data-unread={row.unread}
			onClick={() => onOpen(row)}
			className={classes(
				"relative flex h-16 gap-2.5 pr-2 pl-3 transition-colors duration-100",
				selected ? "bg-selection" : "hover:bg-hover",
				active && "outline-2 -outline-offset-2 outline-accent",
			)}
		>
			<Avatar name={name} seed={row.key.chatUser} source={chatAvatar(row)} size={36} className="mt-[9px]" />
			<div className="flex min-w-0 flex-1 flex-col justify-center">
				<div className="flex items-baseline gap-2">
					<span
						className={classes(
							"bidi-isolate min-w-0 flex-1 truncate text-base leading-[18px] text-text-1",
							row.unread > 0 && "font-semibold",
						)}
					>
						{name}
					</span>
					{lastActive > 0 && (
						<time className="tabular shrink-0 text-mini text-text-3">{words.list(lastActive, now)}</time>
					)}
				</div>
				<div className="flex items-center gap-2">
					<p
						data-testid="chat-preview"
						className={classes(
							"bidi-isolate min-w-0 flex-1 truncate text-small leading-[17px]",
							row.unread > 0 ? "text-text-1" : "text-text-2",
						)}
					>
						<PreviewText row={row} open={selected} />
					</p>
					{row.unread > 0 && <Count count={row.unread} strong testId="chat-unread" />}
				</div>
				<div className="mt-px flex items-center gap-1.5 text-mini text-text-3">
					{known && <RobotMark name={robotName} hue={known.hue} dimmed={known.robot.status !== "online"} />}
					<span className="bidi-isolate min-w-0 truncate">{robotName}</span>
					{row.assignee !== null && (
						<span className="flex min-w-0 shrink-[2] items-center gap-0.5">
							<UserRound size={11} aria-hidden="true" />
							<span className="bidi-isolate truncate">{oneLine(row.assignee)}</span>
						</span>
					)}
					{waited !== null && (
						<span
							className={classes(
								"tabular ml-auto flex shrink-0 items-center gap-0.5",
								URGENCY_TEXT[urgency(waited)],
								urgency(waited) !== "calm" && "font-medium",
							)}
						>
							<Clock3 size={11} aria-hidden="true" />
							{words.span(waited)}
						</span>
					)}
				</div>
			</div>
		</div>
	);
});

function PreviewText({ row, open }: { row: ChatRow; open: boolean }) {
	const { t } = useTranslation();
	const summary = useSummary();
	const preview = previewOf(row, open);
	const undecided = row.needsDecision > 0 && (
		<span className="mr-1 inline-flex items-center gap-0.5 text-danger-text">
			<TriangleAlert size={11} aria-hidden="true" />
			{t("list.undecided", { count: row.needsDecision })}
		</span>
	);
	switch (preview.kind) {
		case "draft":
			return (
				<>
					{undecided}
					<span className="text-accent-text">{t("list.draft")}</span> {oneLine(preview.text)}
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
					{oneLine(preview.text)}
				</>
			);
		case "none":
			return undecided || <span className="text-text-3">{t("list.noMessages")}</span>;
	}
}
