import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { commands, type HealthReport } from "@/bindings";
import { jumpToMessage, useRobots } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { oneLine } from "@/shared/text/plain";
import { DAY_MS } from "@/shared/time/model";
import { useTimeWords } from "@/shared/time/useTimeWords";
import { Button } from "@/shared/ui/Button";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { Segmented } from "@/shared/ui/Segmented";
import { ViewHeader } from "@/shared/ui/ViewHeader";
import { GapList } from "./GapList";
import { LagChart } from "./LagChart";
import { shareOf } from "./model";
import { Timeline, TimelineLegend } from "./Timeline";

const PERIODS = ["day", "week", "month"] as const;
type Period = (typeof PERIODS)[number];
const DAYS: Record<Period, number> = { day: 1, week: 7, month: 30 };

/** How robots and line fared, and what is missing. */
export function Health() {
	const { t } = useTranslation();
	const reason = useReason();
	const times = useTimeWords();
	const robots = useRobots();
	const [period, setPeriod] = useState<Period>("day");
	const [report, setReport] = useState<HealthReport | null>(null);
	const [error, setError] = useState<unknown>(null);
	const [attempt, setAttempt] = useState(0);

	// biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks again.
	useEffect(() => {
		let gone = false;
		const now = Date.now();
		commands.healthReport({ from: now - DAYS[period] * DAY_MS, to: now }).then(
			(answer) => {
				if (gone) return;
				setReport(answer);
				setError(null);
			},
			(failure) => {
				if (!gone) setError(failure);
			},
		);
		return () => {
			gone = true;
		};
	}, [period, attempt]);

	const percent = (part: number | null) => (part === null ? "–" : String(part));
	return (
		<section data-testid="health" aria-label={t("lead.view.health")} className="flex h-full min-h-0 flex-col">
			<ViewHeader title={t("lead.view.health")} hint={t("health.hint")}>
				<Segmented
					label={t("health.period")}
					value={period}
					onChange={setPeriod}
					segments={PERIODS.map((value) => ({
						value,
						label: t(`health.periods.${value}`),
						testId: `health-${value}`,
					}))}
				/>
			</ViewHeader>
			<div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto overscroll-contain px-6 py-4">
				{error !== null && (
					<div className="flex items-start gap-2">
						<ErrorNote className="flex-1">{t("panel.failed", { reason: reason(error) })}</ErrorNote>
						<Button onClick={() => setAttempt((count) => count + 1)}>{t("app.retry")}</Button>
					</div>
				)}
				{report === null && error === null && (
					<div role="status" aria-label={t("panel.loading")} className="flex flex-col gap-4">
						<span className="skeleton h-40" />
						<span className="skeleton h-56" />
					</div>
				)}
				{report !== null && (
					<>
						<Part title={t("health.line")}>
							<Timeline
								name={t("health.thisConsole")}
								note={t("health.lineShare", {
									percent: percent(shareOf(report.line, ({ state }) => state === "live")),
								})}
								period={report.period}
								stretches={report.line.map(({ state, from, to }) => ({
									from,
									to,
									tone:
										state === "live"
											? "good"
											: state === "closed"
												? "none"
												: state === "offline" || state === "authLost"
													? "bad"
													: "between",
									what: t(`health.states.${state}`),
								}))}
							/>
							<TimelineLegend
								entries={[
									["good", t("health.states.live")],
									["between", t("health.states.catchingUp")],
									["bad", t("health.states.offline")],
									["none", t("health.states.closed")],
								]}
							/>
						</Part>
						<Part title={t("health.robots")}>
							{report.robots.map(({ robotKey, stretches }) => {
								const known = robots.get(robotKey);
								return (
									<Timeline
										key={robotKey}
										name={known ? oneLine(known.robot.name) : robotKey}
										note={t("health.share", {
											percent: percent(shareOf(stretches, ({ status }) => status === "online")),
										})}
										period={report.period}
										stretches={stretches.map(({ status, from, to }) => ({
											from,
											to,
											tone: status === "online" ? "good" : status === "starting" ? "between" : "bad",
											what: t(`robot.${status}`),
										}))}
									/>
								);
							})}
						</Part>
						<LagChart lag={report.lag} period={report.period} />
						<Part title={t("health.gaps")} note={t("health.gapsCount", { count: report.gapsTotal })}>
							<GapList gaps={report.gaps} total={report.gapsTotal} />
						</Part>
						<Part title={t("health.sends")} note={t("health.sendsCount", { count: report.sendsTotal })}>
							{report.sends.length === 0 && <p className="text-small text-text-2">{t("health.noSends")}</p>}
							<ul>
								{report.sends.map((send) => (
									<li key={`${send.key.robotKey}/${send.key.chatUser}/${send.key.messageId}`}>
										<button
											type="button"
											data-testid="troubled-send"
											onClick={() => jumpToMessage(send.key)}
											className="ring-inside flex w-full items-baseline gap-3 rounded-control px-2 py-1.5 text-left hover:bg-hover"
										>
											<span className="w-32 shrink-0 truncate text-base font-medium">
												{oneLine(send.chatName) || send.key.chatUser}
											</span>
											<span className="min-w-0 flex-1 truncate text-base text-text-2">
												{oneLine(send.text) || t("waiting.noText")}
											</span>
											<span className="shrink-0 text-small text-danger-text">
												{t(`health.trouble.${send.trouble}`)}
											</span>
											<time className="tabular shrink-0 text-small text-text-3">{times.full(send.at)}</time>
										</button>
									</li>
								))}
							</ul>
							{report.sends.length < report.sendsTotal && (
								<p className="mt-1 text-small text-text-3">
									{t("health.firstOnly", { count: report.sends.length })}
								</p>
							)}
						</Part>
						{report.unrecognised > 0 && (
							<p className="text-small text-text-2">
								{t("health.unrecognised", { count: report.unrecognised })}
							</p>
						)}
					</>
				)}
			</div>
		</section>
	);
}

function Part({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
	return (
		<section aria-label={title} className="rounded-card border border-line bg-surface-2 p-4">
			<header className="mb-2 flex items-baseline gap-3">
				<h2 className="text-base font-medium text-text-1">{title}</h2>
				{note !== undefined && <span className="tabular text-small text-text-2">{note}</span>}
			</header>
			{children}
		</section>
	);
}
