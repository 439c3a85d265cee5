import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RobotKey, WaitingChat } from "@/bindings";
import { RobotFilter } from "@/shared/filters/RobotFilter";
import { jumpToMessage, useRobots } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { oneLine } from "@/shared/text/plain";
import { SECOND_MS } from "@/shared/time/model";
import { useDuration } from "@/shared/time/useDuration";
import { useNow } from "@/shared/time/useNow";
import { useTimeWords } from "@/shared/time/useTimeWords";
import { Button } from "@/shared/ui/Button";
import { Choice } from "@/shared/ui/Choice";
import { classes } from "@/shared/ui/classes";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { RobotMark } from "@/shared/ui/RobotMark";
import { ViewHeader } from "@/shared/ui/ViewHeader";
import { chooseDays, DAYS, readWaitingAgain, useWaitingStore } from "./waiting";

const NOBODY = "\u0000";

/** Customers who wait, the longest first, with the time until the limit. */
export function Waiting() {
	const { t } = useTranslation();
	const reason = useReason();
	const { days, answer, error } = useWaitingStore();
	const [robot, setRobot] = useState<RobotKey | "">("");
	const [agent, setAgent] = useState("");
	const all = answer?.chats ?? [];
	const agents = [...new Set(all.map((chat) => chat.assignee ?? NOBODY))].sort();
	const shown = all.filter(
		(chat) =>
			(robot === "" || chat.robotKey === robot) && (agent === "" || (chat.assignee ?? NOBODY) === agent),
	);
	const count = (of: string) => all.filter((chat) => (chat.assignee ?? NOBODY) === of).length;

	return (
		<section
			data-testid="waiting"
			aria-label={t("lead.view.waiting")}
			className="flex h-full min-h-0 flex-col"
		>
			<ViewHeader title={t("lead.view.waiting")} hint={t("waiting.hint")}>
				<p role="status" data-testid="waiting-count" className="tabular shrink-0 text-base text-text-2">
					{answer !== null && t("waiting.count", { count: all.length })}
					{answer !== null && answer.late > 0 && (
						<strong className="ml-2 font-medium text-danger-text">
							{t("waiting.lateCount", { count: answer.late })}
						</strong>
					)}
				</p>
			</ViewHeader>
			<div className="flex shrink-0 flex-wrap items-center gap-3 border-b border-line px-6 py-2">
				<Choice
					label={t("waiting.days")}
					value={days}
					onChange={chooseDays}
					testId="waiting-days"
					options={DAYS.map((value) => ({ value, label: t("waiting.lastDays", { count: Number(value) }) }))}
				/>
				<RobotFilter value={robot} onChange={setRobot} className="w-40" />
				<Choice
					label={t("metrics.agent")}
					value={agent}
					onChange={setAgent}
					className="w-40"
					testId="waiting-agent"
					options={[
						{ value: "", label: t("metrics.everyAgent") },
						...agents.map((each) => ({
							value: each,
							label: `${each === NOBODY ? t("waiting.nobody") : oneLine(each)} (${count(each)})`,
						})),
					]}
				/>
				{answer !== null && !answer.isWorkingTime && (
					<span className="text-small text-text-2">{t("waiting.paused")}</span>
				)}
			</div>
			<div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-6 py-3">
				{error !== null && (
					<div className="mb-3 flex items-start gap-2">
						<ErrorNote className="flex-1">{t("panel.failed", { reason: reason(error) })}</ErrorNote>
						<Button onClick={readWaitingAgain}>{t("app.retry")}</Button>
					</div>
				)}
				{answer !== null && shown.length === 0 && (
					<div role="status" className="px-6 pt-16 text-center">
						<p className="text-message font-medium">{t("waiting.emptyTitle")}</p>
						<p className="mt-1 text-small leading-5 text-text-2">{t("waiting.emptyBody")}</p>
					</div>
				)}
				{answer !== null && shown.length > 0 && (
					<table className="w-full table-fixed border-collapse text-base">
						<thead className="text-left text-small text-text-3">
							<tr className="border-b border-line">
								<th className="w-28 py-1.5 pr-3 font-normal">{t("waiting.waited")}</th>
								<th className="w-32 py-1.5 pr-3 font-normal">{t("waiting.due")}</th>
								<th className="w-[22%] py-1.5 pr-3 font-normal">{t("waiting.customer")}</th>
								<th className="py-1.5 pr-3 font-normal">{t("waiting.message")}</th>
								<th className="w-[16%] py-1.5 pr-3 font-normal">{t("metrics.agent")}</th>
							</tr>
						</thead>
						<tbody>
							{shown.map((chat) => (
								<Row
									key={`${chat.chat.robotKey}/${chat.chat.chatUser}`}
									chat={chat}
									at={answer.at}
									runs={answer.isWorkingTime}
								/>
							))}
						</tbody>
					</table>
				)}
			</div>
		</section>
	);
}

function Row({ chat, at, runs }: { chat: WaitingChat; at: number; runs: boolean }) {
	const { t } = useTranslation();
	const times = useTimeWords();
	const duration = useDuration();
	const robots = useRobots();
	const now = useNow(SECOND_MS);
	const known = robots.get(chat.robotKey);
	const waited = chat.waited + (runs ? Math.max(0, now - at) : 0);
	const left = chat.dueAt === null ? null : chat.dueAt - now;
	const late = chat.isLate || (runs && left !== null && left < 0);
	return (
		<tr data-testid="waiting-row" data-late={late || undefined} className="border-b border-line align-top">
			<td className={classes("tabular py-2 pr-3", late ? "font-medium text-danger-text" : "text-text-1")}>
				{duration(waited)}
			</td>
			<td className={classes("tabular py-2 pr-3 text-small", late ? "text-danger-text" : "text-text-2")}>
				{late
					? t("waiting.overdue")
					: chat.dueAt === null
						? "–"
						: runs && left !== null
							? t("waiting.left", { time: duration(left) })
							: t("waiting.dueAt", { time: times.moment(chat.dueAt, now) })}
			</td>
			<td className="py-2 pr-3">
				<button
					type="button"
					onClick={() => jumpToMessage({ ...chat.chat, messageId: chat.messageId })}
					className="ring-inside max-w-full truncate rounded-control text-left font-medium text-text-1 hover:text-accent-text hover:underline"
				>
					{oneLine(chat.chatName) || chat.chat.chatUser}
				</button>
				<p className="flex items-center gap-1.5 text-small text-text-3">
					{known && (
						<RobotMark name={known.robot.name} hue={known.hue} dimmed={known.robot.status !== "online"} />
					)}
					<span className="truncate">{known ? oneLine(known.robot.name) : chat.robotKey}</span>
				</p>
			</td>
			<td className="py-2 pr-3 text-text-2">
				<p className="line-clamp-2 [overflow-wrap:anywhere]">{oneLine(chat.text) || t("waiting.noText")}</p>
				<time className="tabular text-small text-text-3" title={times.full(chat.since)}>
					{times.list(chat.since, now)}
				</time>
			</td>
			<td className="truncate py-2 pr-3 text-text-2">
				{chat.assignee === null ? t("waiting.nobody") : oneLine(chat.assignee)}
			</td>
		</tr>
	);
}
