import { useTranslation } from "react-i18next";
import type { AgentFigures } from "@/bindings";
import { RobotFilter } from "@/shared/filters/RobotFilter";
import { Choice } from "@/shared/ui/Choice";
import { Segmented } from "@/shared/ui/Segmented";
import { answererOf, answererValue, type Compare, datesOf, type Preset } from "./model";
import { useAnswererName } from "./useAnswererName";
import { choose, useChoices } from "./useMetrics";

const PRESETS: readonly Preset[] = ["today", "yesterday", "week", "month", "custom"];
const COMPARES: readonly Compare[] = ["before", "weekBefore", "none"];
const FIELD =
	"selectable tabular h-8 rounded-control border border-line-strong bg-surface-3 px-2 text-base text-text-1 hover:border-text-3";

/** Which period, compared with what, of whom, by which time. */
export function MetricsFilters({ agents }: { agents: readonly AgentFigures[] }) {
	const { t } = useTranslation();
	const nameOf = useAnswererName();
	const choices = useChoices((state) => state.choices);
	const chosen = answererOf(choices.answerer);
	// Whoever was chosen stays in the list, also where they answered nothing.
	const known = agents.map((agent) => agent.answerer);
	const listed =
		chosen !== null && !known.some((each) => answererValue(each) === choices.answerer)
			? [...known, chosen]
			: known;
	const wrong = choices.preset === "custom" && datesOf(choices, "") === null;

	return (
		<div className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-6 py-2">
			<Segmented
				label={t("metrics.period")}
				value={choices.preset}
				onChange={(preset) => choose({ preset })}
				segments={PRESETS.map((value) => ({
					value,
					label: t(`metrics.preset.${value}`),
					testId: `period-${value}`,
				}))}
			/>
			{choices.preset === "custom" && (
				<span className="flex items-center gap-1.5 text-text-3">
					<input
						type="date"
						aria-label={t("metrics.from")}
						aria-invalid={wrong || undefined}
						value={choices.from}
						onChange={(event) => choose({ from: event.target.value })}
						className={FIELD}
					/>
					–
					<input
						type="date"
						aria-label={t("metrics.to")}
						aria-invalid={wrong || undefined}
						value={choices.to}
						onChange={(event) => choose({ to: event.target.value })}
						className={FIELD}
					/>
				</span>
			)}
			<Choice
				label={t("metrics.compareWith")}
				value={choices.compare}
				onChange={(compare) => choose({ compare })}
				testId="metrics-compare"
				options={COMPARES.map((value) => ({ value, label: t(`metrics.compare.${value}`) }))}
			/>
			<RobotFilter
				value={choices.robot}
				onChange={(robot) => choose({ robot })}
				className="w-36"
				testId="metrics-robot"
			/>
			<Choice
				label={t("metrics.agent")}
				value={choices.answerer}
				onChange={(answerer) => choose({ answerer })}
				className="w-36"
				testId="metrics-agent"
				options={[
					{ value: "", label: t("metrics.everyAgent") },
					...listed.map((each) => ({ value: answererValue(each), label: nameOf(each) })),
				]}
			/>
			<Segmented
				label={t("metrics.basis")}
				value={choices.basis}
				onChange={(basis) => choose({ basis })}
				segments={[
					{ value: "working", label: t("metrics.working") },
					{ value: "all", label: t("metrics.allTime") },
				]}
			/>
			{wrong && (
				<p role="alert" className="w-full text-small text-danger-text">
					{t("metrics.wrongPeriod")}
				</p>
			)}
		</div>
	);
}
