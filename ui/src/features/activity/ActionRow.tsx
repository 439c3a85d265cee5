import { Ban, Check, CircleHelp, Clock3, Layers, LoaderCircle, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { QueuedAction } from "@/bindings";
import { useKnowPeople, useRobot } from "@/shared/host";
import { SHOWN_NAMES, useActionWords } from "@/shared/i18n/useActionWords";
import { oneLine } from "@/shared/text/plain";
import { MINUTE_MS } from "@/shared/time/model";
import { useNow } from "@/shared/time/useNow";
import { useTimeWords } from "@/shared/time/useTimeWords";
import { classes } from "@/shared/ui/classes";
import { RobotMark } from "@/shared/ui/RobotMark";
import { Decide } from "./Decide";
import { peopleOf, type Spoken, spoken } from "./model";

const SIGNS: Record<Spoken, { icon: ReactNode; tone: string }> = {
	queued: { icon: <Clock3 size={16} />, tone: "text-text-3" },
	inFlight: { icon: <LoaderCircle size={16} />, tone: "text-accent-text" },
	done: { icon: <Check size={16} />, tone: "text-positive-text" },
	carried: { icon: <Layers size={16} />, tone: "text-positive-text" },
	refused: { icon: <TriangleAlert size={16} />, tone: "text-danger-text" },
	undecided: { icon: <CircleHelp size={16} />, tone: "text-warning-text" },
	decided: { icon: <CircleHelp size={16} />, tone: "text-text-3" },
	cancelled: { icon: <Ban size={16} />, tone: "text-text-3" },
};

/** What was asked of which robot, by whom, when, and what came of it. */
export function ActionRow({ row }: { row: QueuedAction }) {
	const { t } = useTranslation();
	const words = useActionWords();
	const times = useTimeWords();
	const now = useNow(MINUTE_MS);
	const known = useRobot(row.robotKey);
	const state = spoken(row);
	useKnowPeople(row.robotKey, peopleOf(row.action).slice(0, SHOWN_NAMES));
	const { icon, tone } = SIGNS[state];
	const robotName = known ? oneLine(known.robot.name) : t("robot.unnamed");
	return (
		<article
			data-testid="action"
			data-state={state}
			className="flex gap-3 border-b border-line py-2"
			aria-label={`${t(`activity.state.${state}`)} ${words.title(row.robotKey, row.action)}`}
		>
			<span aria-hidden="true" className={classes("mt-0.5", tone)}>
				{icon}
			</span>
			<div className="min-w-0 flex-1">
				<p className="selectable line-clamp-2 text-base text-text-1 [overflow-wrap:anywhere]">
					{words.title(row.robotKey, row.action)}
				</p>
				<p className="flex flex-wrap items-center gap-x-1.5 text-small text-text-3">
					<span className={classes("shrink-0", tone)}>{t(`activity.state.${state}`)}</span>
					<span aria-hidden="true">·</span>
					{known && <RobotMark name={robotName} hue={known.hue} dimmed={known.robot.status !== "online"} />}
					<span className="bidi-isolate max-w-48 truncate">{robotName}</span>
					<span aria-hidden="true">·</span>
					<span className="bidi-isolate max-w-40 truncate">
						{row.requestedBy.kind === "console" ? t("activity.byConsole") : oneLine(row.requestedBy.account)}
					</span>
					{row.attempts > 1 && (
						<>
							<span aria-hidden="true">·</span>
							<span>{t("activity.attempts", { count: row.attempts })}</span>
						</>
					)}
				</p>
				{row.state.state === "refused" && (
					<p className="selectable mt-0.5 text-small text-danger-text [overflow-wrap:anywhere]">
						{words.refusal(row)}
					</p>
				)}
				{row.state.state === "done" && row.action.kind === "addByPhone" && (
					<p className="mt-0.5 text-small text-text-2">{t("activity.askedOnly")}</p>
				)}
				{state === "undecided" && <Decide row={row} />}
			</div>
			<time className="tabular shrink-0 text-small text-text-3" title={times.full(row.requestedAt)}>
				{times.list(row.requestedAt, now)}
			</time>
		</article>
	);
}
