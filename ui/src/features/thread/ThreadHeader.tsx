import { Clock3, UserRound, UsersRound } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ChatRow } from "@/bindings";
import { chatAvatar, useRobot } from "@/shared/host";
import { oneLine } from "@/shared/text/plain";
import { DAY_MS, formatElapsed, SECOND_MS, urgency } from "@/shared/time/model";
import { useNow } from "@/shared/time/useNow";
import { useTimeWords } from "@/shared/time/useTimeWords";
import { Avatar } from "@/shared/ui/Avatar";
import { classes } from "@/shared/ui/classes";
import { RobotMark } from "@/shared/ui/RobotMark";

/** Which customer, through which robot, and for how long they have been waiting; then what one can do here. */
export function ThreadHeader({ row, children }: { row: ChatRow; children?: ReactNode }) {
	const { t } = useTranslation();
	const known = useRobot(row.key.robotKey);
	// As in the list: the name we gave, and beside it their own.
	const name = oneLine(row.remark ?? row.name);
	const ownName = row.remark !== null && row.remark !== row.name ? oneLine(row.name) : null;
	const robotName = known ? oneLine(known.robot.name) : t("robot.unnamed");
	return (
		<header className="flex h-14 shrink-0 items-center gap-3 border-b border-line px-5">
			<Avatar name={name} seed={row.key.chatUser} source={chatAvatar(row)} size={32} />
			<div className="min-w-0 flex-1">
				<div className="flex items-center gap-2">
					<h1
						data-testid="thread-title"
						className="bidi-isolate selectable truncate text-title leading-5 font-semibold text-text-1"
					>
						{name}
					</h1>
					{ownName !== null && (
						<span
							data-testid="thread-own-name"
							className="bidi-isolate selectable min-w-0 shrink-[3] truncate text-base text-text-3"
						>
							{ownName}
						</span>
					)}
					{row.kind === "group" && (
						<span className="flex shrink-0 items-center gap-1 rounded-chip bg-pressed px-1.5 text-mini leading-4 text-text-2">
							<UsersRound size={11} aria-hidden="true" />
							{t("thread.group")}
						</span>
					)}
				</div>
				<p className="flex items-center gap-1.5 text-small leading-[17px] text-text-2">
					<span className="text-text-3">{t("thread.via")}</span>
					{known && <RobotMark name={robotName} hue={known.hue} dimmed={known.robot.status !== "online"} />}
					<span className="bidi-isolate truncate">{robotName}</span>
					{known && known.robot.status !== "online" && (
						<span className="shrink-0 text-warning-text">{t(`robot.${known.robot.status}`)}</span>
					)}
					{row.assignee !== null && (
						<span className="ml-2 flex min-w-0 items-center gap-1 text-text-3">
							<UserRound size={12} aria-hidden="true" />
							<span className="bidi-isolate truncate">
								{t("thread.assignee", { name: oneLine(row.assignee) })}
							</span>
						</span>
					)}
				</p>
			</div>
			{row.waitingSince !== null && <Waiting since={row.waitingSince} />}
			{children}
		</header>
	);
}

const TONES = {
	calm: "bg-pressed text-text-2",
	late: "bg-warning-weak text-warning-text",
	overdue: "bg-danger-weak text-danger-text",
} as const;

function Waiting({ since }: { since: number }) {
	const { t } = useTranslation();
	const words = useTimeWords();
	const waited = useNow(SECOND_MS) - since;
	return (
		<span
			className={classes(
				"flex h-6 shrink-0 items-center gap-1.5 rounded-full px-2.5 text-small",
				TONES[urgency(waited)],
			)}
		>
			<Clock3 size={14} aria-hidden="true" />
			{t("thread.waiting")}
			<span className="tabular font-medium">
				{waited < DAY_MS ? formatElapsed(waited) : words.span(waited)}
			</span>
		</span>
	);
}
