import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Figures, Metrics } from "@/bindings";
import { Chart } from "@/shared/chart/Chart";
import type { Palette } from "@/shared/chart/palette";
import { MINUTE_MS } from "@/shared/time/model";
import { useDuration } from "@/shared/time/useDuration";
import { Segmented } from "@/shared/ui/Segmented";
import { Figure } from "./Figure";
import { type Opened, share } from "./model";

type Measure = "response" | "first" | "late" | "volume";
const MEASURES: readonly Measure[] = ["response", "first", "late", "volume"];

type Props = { metrics: Metrics; onOpen: (opened: Opened) => void };

/** Day by day, beside the period it is compared with. */
export function Trend({ metrics, onOpen }: Props) {
	const { t } = useTranslation();
	const duration = useDuration();
	const [measure, setMeasure] = useState<Measure>("response");
	const { days, comparedDays } = metrics;
	const words = {
		now: t("metrics.thisPeriod"),
		before: t("metrics.otherPeriod"),
		unit: measure === "late" ? "%" : measure === "volume" ? t("metrics.messages") : t("metrics.minutesUnit"),
	};

	const option = useCallback(
		(palette: Palette) => {
			const values = (rows: typeof days) => rows.map((day) => measured(day.figures, measure));
			const line = (name: string, data: (number | null)[], colour: string, dashed: boolean) => ({
				name,
				data,
				type: "line" as const,
				symbolSize: 7,
				color: colour,
				lineStyle: { width: 2, type: dashed ? ("dashed" as const) : ("solid" as const) },
				connectNulls: true,
			});
			return {
				grid: { left: 48, right: 16, top: 36, bottom: 28 },
				legend: {
					show: comparedDays.length > 0,
					top: 0,
					right: 0,
					textStyle: { color: palette["text-2"] },
					itemHeight: 8,
				},
				tooltip: {
					trigger: "axis" as const,
					backgroundColor: palette["surface-3"],
					borderColor: palette.line,
					textStyle: { color: palette["text-1"], fontSize: 12 },
				},
				xAxis: {
					type: "category" as const,
					data: days.map((day) => day.date.slice(5)),
					axisLabel: { color: palette["text-3"] },
					axisLine: { lineStyle: { color: palette["line-strong"] } },
					axisTick: { show: false },
				},
				yAxis: {
					type: "value" as const,
					name: words.unit,
					nameTextStyle: { color: palette["text-3"], align: "right" as const },
					axisLabel: { color: palette["text-3"] },
					splitLine: { lineStyle: { color: palette.line } },
				},
				series: [
					measure === "volume"
						? {
								...line(words.now, values(days), palette.accent, false),
								type: "bar" as const,
								barMaxWidth: 28,
							}
						: line(words.now, values(days), palette.accent, false),
					...(comparedDays.length > 0
						? [line(words.before, values(comparedDays), palette["text-3"], true)]
						: []),
				],
			};
		},
		[days, comparedDays, measure, words.now, words.before, words.unit],
	);

	return (
		<Chart
			testId="trend"
			title={t("metrics.trend")}
			height={260}
			option={option}
			onPick={({ series, index }) => {
				const day = days[index];
				// The other period is there to compare with; its own lists open once it is the one that is chosen.
				if (day === undefined || series > 0) return;
				onOpen({ title: day.date, place: { date: day.date }, of: openedBy(measure) });
			}}
			table={
				<table className="w-full text-small">
					<thead className="text-left text-text-3">
						<tr>
							<th className="py-1 pr-4 font-normal">{t("metrics.date")}</th>
							<th className="py-1 pr-4 font-normal">{t("metrics.tile.first")}</th>
							<th className="py-1 pr-4 font-normal">{t("metrics.tile.response")}</th>
							<th className="py-1 pr-4 font-normal">{t("metrics.tile.turns")}</th>
							<th className="py-1 pr-4 font-normal">{t("metrics.tile.late")}</th>
							<th className="py-1 pr-4 font-normal">{t("metrics.tile.received")}</th>
							<th className="py-1 font-normal">{t("metrics.tile.sent")}</th>
						</tr>
					</thead>
					<tbody>
						{days.map(({ date, figures }) => {
							const at = (of: Opened["of"], value: string) => (
								<Figure onOpen={() => onOpen({ title: date, place: { date }, of })}>{value}</Figure>
							);
							return (
								<tr key={date} className="border-t border-line">
									<th className="tabular py-1 pr-4 text-left font-normal text-text-1">{date}</th>
									<td>{at({ kind: "turns", pick: "first" }, duration(figures.firstResponse.median))}</td>
									<td>{at({ kind: "turns", pick: "answered" }, duration(figures.response.median))}</td>
									<td>{at({ kind: "turns", pick: "all" }, String(figures.turns))}</td>
									<td>{at({ kind: "turns", pick: "late" }, String(figures.late))}</td>
									<td>{at({ kind: "messages" }, String(figures.received))}</td>
									<td>{at({ kind: "messages" }, String(figures.sent))}</td>
								</tr>
							);
						})}
					</tbody>
				</table>
			}
		>
			<Segmented
				label={t("metrics.measure")}
				value={measure}
				onChange={setMeasure}
				segments={MEASURES.map((value) => ({ value, label: t(`metrics.measures.${value}`) }))}
			/>
		</Chart>
	);
}

function measured(figures: Figures, measure: Measure): number | null {
	const minutes = (ms: number | null) => (ms === null ? null : Math.round((ms / MINUTE_MS) * 10) / 10);
	switch (measure) {
		case "response":
			return minutes(figures.response.median);
		case "first":
			return minutes(figures.firstResponse.median);
		case "late":
			return share(figures.late, figures.turns);
		case "volume":
			return figures.received + figures.sent;
	}
}

function openedBy(measure: Measure): Opened["of"] {
	switch (measure) {
		case "response":
			return { kind: "turns", pick: "answered" };
		case "first":
			return { kind: "turns", pick: "first" };
		case "late":
			return { kind: "turns", pick: "late" };
		case "volume":
			return { kind: "messages" };
	}
}
