import { Flag } from "lucide-react";
import { useTranslation } from "react-i18next";
import { chatAvatar, chatPath, useRobot } from "@/shared/host";
import { useSummary } from "@/shared/i18n/useSummary";
import { useAgentName } from "@/shared/lead/agents";
import { oneLine } from "@/shared/text/plain";
import { useTimeWords } from "@/shared/time/useTimeWords";
import { Avatar } from "@/shared/ui/Avatar";
import { classes } from "@/shared/ui/classes";
import type { Conversation } from "./model";

type Props = { conversation: Conversation; current: boolean; now: number; onOpen: () => void };

/** A conversation of the list: with whom, through which robot, what was said last, and what stands out. */
export function ConversationRow({ conversation, current, now, onOpen }: Props) {
	const { t } = useTranslation();
	const times = useTimeWords();
	const summary = useSummary();
	const agentName = useAgentName();
	const { row, openFlags, agent, score } = conversation;
	const robot = useRobot(row.key.robotKey);
	const name = oneLine(row.remark ?? row.name);
	return (
		<button
			type="button"
			role="option"
			aria-selected={current}
			data-testid="review-row"
			data-chat={chatPath(row.key)}
			tabIndex={-1}
			onClick={onOpen}
			className={classes(
				"ring-inside flex w-full items-center gap-2.5 px-3 py-2 text-left",
				current ? "bg-selection" : "hover:bg-hover",
			)}
		>
			<Avatar name={name} seed={row.key.chatUser} source={chatAvatar(row)} size={32} />
			<span className="flex min-w-0 flex-1 flex-col">
				<span className="flex items-baseline gap-2">
					<span className="bidi-isolate min-w-0 flex-1 truncate text-base font-medium text-text-1">
						{name}
					</span>
					{row.last !== null && (
						<time className="tabular shrink-0 text-small text-text-3">
							{times.list(row.last.timestamp, now)}
						</time>
					)}
				</span>
				<span className="truncate text-small text-text-2">
					{row.last === null ? "" : summary(row.last.content)}
				</span>
				<span className="flex items-center gap-2 text-small text-text-3">
					<span className="min-w-0 truncate">
						{agent === null ? oneLine(robot?.robot.name ?? "") : agentName(agent)}
					</span>
					{openFlags > 0 && (
						<span className="ml-auto flex shrink-0 items-center gap-0.5 text-warning-text">
							<Flag size={12} aria-hidden="true" />
							{t("review.flags", { count: openFlags })}
						</span>
					)}
					{agent !== null && (
						<span
							className={classes(
								"tabular ml-auto shrink-0",
								score === null ? "text-text-3" : "text-positive-text",
							)}
						>
							{score === null
								? t("review.unscored")
								: t("review.scored", { score: (score / 100).toFixed(1) })}
						</span>
					)}
				</span>
			</span>
		</button>
	);
}
