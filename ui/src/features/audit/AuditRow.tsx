import {
	Ban,
	Check,
	CircleHelp,
	Clock3,
	Megaphone,
	MessageSquare,
	TriangleAlert,
	Wrench,
} from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { AuditEntry, AuditOutcome, RobotKey } from "@/bindings";
import { jumpToMessage, useDesk, useKnowPeople, useRobot } from "@/shared/host";
import { SHOWN_NAMES, useActionWords } from "@/shared/i18n/useActionWords";
import { useSummary } from "@/shared/i18n/useSummary";
import { oneLine } from "@/shared/text/plain";
import { useTimeWords } from "@/shared/time/useTimeWords";
import { classes } from "@/shared/ui/classes";
import { RobotMark } from "@/shared/ui/RobotMark";

const TONES: Record<AuditOutcome, string> = {
	open: "text-text-3",
	done: "text-positive-text",
	refused: "text-danger-text",
	unknown: "text-warning-text",
	cancelled: "text-text-3",
};

const SIGNS: Record<AuditOutcome, ReactNode> = {
	open: <Clock3 size={14} />,
	done: <Check size={14} />,
	refused: <TriangleAlert size={14} />,
	unknown: <CircleHelp size={14} />,
	cancelled: <Ban size={14} />,
};

const NOBODY: readonly string[] = [];

/** One line of the log: what, which robot, who, and what came back. */
export function AuditRow({ entry }: { entry: AuditEntry }) {
	const { t } = useTranslation();
	const words = useActionWords();
	const summary = useSummary();
	const times = useTimeWords();
	const me = useDesk((desk) => desk.account?.accessKey ?? "");
	const { item, outcome } = entry;
	useKnowPeople(
		item.kind === "action" ? item.action.robotKey : "",
		item.kind === "action" && "customer" in item.action.action
			? [item.action.action.customer].slice(0, SHOWN_NAMES)
			: NOBODY,
	);

	const said = (text: string) => (text.trim() === "" ? "" : t("audit.answer", { answer: oneLine(text) }));

	let title: ReactNode;
	let icon: ReactNode;
	let robots: readonly RobotKey[];
	let by = me;
	let answer = "";
	switch (item.kind) {
		case "action": {
			const { action } = item;
			icon = <Wrench size={16} />;
			title = words.title(action.robotKey, action.action);
			robots = [action.robotKey];
			by = action.requestedBy.kind === "console" ? t("activity.byConsole") : action.requestedBy.account;
			answer = action.state.state === "refused" ? words.refusal(action) : said(action.reply?.msg ?? "");
			break;
		}
		case "send": {
			const { send, chatName } = item;
			const messageId = send.echoedAs ?? send.id;
			icon = <MessageSquare size={16} />;
			title = (
				<>
					{t("audit.sendTo")}{" "}
					<button
						type="button"
						onClick={() => jumpToMessage({ ...send.chat, messageId })}
						className="rounded-control font-medium hover:text-accent-text hover:underline"
					>
						{oneLine(chatName) || send.chat.chatUser}
					</button>
					{t("audit.says")}
					{summary(send.content)}
				</>
			);
			robots = [send.chat.robotKey];
			if (send.attempts > 1) answer = t("activity.attempts", { count: send.attempts });
			break;
		}
		case "broadcast": {
			const { broadcast } = item;
			icon = <Megaphone size={16} />;
			title = t("audit.broadcastTo", {
				count: broadcast.recipients,
				delivered: String(broadcast.delivered),
			});
			robots = [...new Set(broadcast.draft.audience.recipients.map((each) => each.robotKey))];
			by = broadcast.requestedBy.kind === "console" ? t("activity.byConsole") : broadcast.requestedBy.account;
			answer = said(broadcast.answer);
			break;
		}
	}

	return (
		<article data-testid="audit-row" data-outcome={outcome} className="flex gap-3 border-b border-line py-2">
			<span aria-hidden="true" className="mt-0.5 text-text-3">
				{icon}
			</span>
			<div className="min-w-0 flex-1">
				<p className="selectable line-clamp-2 text-base text-text-1 [overflow-wrap:anywhere]">{title}</p>
				<p className="flex flex-wrap items-center gap-x-1.5 text-small text-text-3">
					<span className={classes("inline-flex shrink-0 items-center gap-1", TONES[outcome])}>
						<span aria-hidden="true">{SIGNS[outcome]}</span>
						{t(`audit.outcomes.${outcome}`)}
					</span>
					{robots.map((robot) => (
						<Robot key={robot} robot={robot} />
					))}
					<span aria-hidden="true">·</span>
					<span className="bidi-isolate max-w-48 truncate">{oneLine(by)}</span>
					{answer !== "" && (
						<>
							<span aria-hidden="true">·</span>
							<span className="selectable [overflow-wrap:anywhere]">{answer}</span>
						</>
					)}
				</p>
			</div>
			<time className="tabular shrink-0 text-small text-text-3">{times.full(entry.at)}</time>
		</article>
	);
}

function Robot({ robot }: { robot: RobotKey }) {
	const { t } = useTranslation();
	const known = useRobot(robot);
	const name = known ? oneLine(known.robot.name) : t("robot.unnamed");
	return (
		<>
			<span aria-hidden="true">·</span>
			{known && <RobotMark name={name} hue={known.hue} />}
			<span className="bidi-isolate max-w-48 truncate">{name}</span>
		</>
	);
}
