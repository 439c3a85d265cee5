import { Download, Settings2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useReason } from "@/shared/i18n/useReason";
import { dateIn } from "@/shared/time/zones";
import { Button } from "@/shared/ui/Button";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { ViewHeader } from "@/shared/ui/ViewHeader";
import { AgentTable, RobotTable } from "./BreakdownTables";
import { FigureList } from "./FigureList";
import { HeatMap } from "./HeatMap";
import { HoursDialog } from "./HoursDialog";
import { MetricsFilters } from "./MetricsFilters";
import { Tiles } from "./Tiles";
import { Trend } from "./Trend";
import { useCoverageWords } from "./useCoverageWords";
import { openFigure, useChoices, useMetrics } from "./useMetrics";
import { useSaveFigures } from "./useSaveFigures";

/** How answers went: figures of a period, each of which opens the messages behind it. */
export function Metrics() {
	const { t } = useTranslation();
	const reason = useReason();
	const { hours, saveHours, query, metrics, error, busy, retry } = useMetrics();
	const opened = useChoices((state) => state.opened);
	const [settings, setSettings] = useState(false);
	const coverageOf = useCoverageWords();
	const saving = useSaveFigures();
	const shown = metrics !== null && query !== null && hours !== null ? { metrics, query, hours } : null;

	return (
		<section
			data-testid="metrics"
			aria-label={t("lead.view.metrics")}
			className="flex h-full min-h-0 flex-col"
		>
			<ViewHeader title={t("lead.view.metrics")} hint={t("metrics.hint")}>
				<Button
					disabled={shown === null || busy || saving.isPending}
					onClick={() => shown !== null && saving.mutate(shown)}
					data-testid="metrics-save"
				>
					<Download size={16} aria-hidden="true" />
					{t("metrics.save")}
				</Button>
				<Button disabled={hours === null} onClick={() => setSettings(true)} data-testid="metrics-hours">
					<Settings2 size={16} aria-hidden="true" />
					{t("metrics.hours.open")}
				</Button>
			</ViewHeader>
			<MetricsFilters agents={metrics?.agents ?? []} />
			<div className="relative h-0 shrink-0">
				{busy && metrics !== null && (
					<span data-testid="metrics-busy" aria-hidden="true" className="passing" />
				)}
			</div>
			<div aria-busy={busy} className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-6 py-4">
				{error !== null && (
					<div className="mb-3 flex items-start gap-2">
						<ErrorNote className="flex-1">{t("panel.failed", { reason: reason(error) })}</ErrorNote>
						<Button onClick={retry}>{t("app.retry")}</Button>
					</div>
				)}
				{saving.isError && (
					<ErrorNote className="mb-3">{t("metrics.saveFailed", { reason: reason(saving.error) })}</ErrorNote>
				)}
				<p role="status" className="selectable bidi-isolate truncate text-small text-positive-text">
					{typeof saving.data === "string" && t("metrics.saved", { path: saving.data })}
				</p>
				{metrics === null && error === null && <Skeleton />}
				{metrics !== null && query !== null && hours !== null && (
					<div className="flex flex-col gap-4">
						<p data-testid="metrics-coverage" className="text-small leading-5 text-text-2">
							{metrics.building !== null && (
								<strong className="mr-2 font-medium text-warning-text">
									{t("metrics.building", { percent: String(metrics.building.percent) })}
								</strong>
							)}
							{coverageOf(metrics)}{" "}
							{t("metrics.asOf", {
								from: dateIn(hours.zone, query.period.from),
								to: dateIn(hours.zone, query.period.to),
								zone: hours.zone,
							})}
						</p>
						<Tiles
							metrics={metrics}
							ofAgent={query.answerer !== null}
							limitMinutes={hours.limitMinutes}
							onOpen={openFigure}
						/>
						<Trend metrics={metrics} onOpen={openFigure} />
						<HeatMap hours={metrics.hours} onOpen={openFigure} />
						<AgentTable rows={metrics.agents} onOpen={openFigure} />
						<RobotTable rows={metrics.robots} onOpen={openFigure} />
					</div>
				)}
			</div>
			{opened !== null && query !== null && (
				<FigureList query={query} opened={opened} onClose={() => openFigure(null)} />
			)}
			{hours !== null && settings && (
				<HoursDialog hours={hours} onSave={saveHours} onClose={() => setSettings(false)} />
			)}
		</section>
	);
}

function Skeleton() {
	const { t } = useTranslation();
	return (
		<div role="status" aria-label={t("panel.loading")} className="flex flex-col gap-4">
			<div className="grid grid-cols-[repeat(auto-fill,minmax(168px,1fr))] gap-3">
				{["a", "b", "c", "d", "e", "f", "g", "h"].map((key) => (
					<span key={key} className="skeleton h-20" />
				))}
			</div>
			<span className="skeleton h-72" />
			<span className="skeleton h-72" />
		</div>
	);
}
