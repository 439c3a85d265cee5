import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { Interval, LagPoint } from "@/bindings";
import { Chart } from "@/shared/chart/Chart";
import type { Palette } from "@/shared/chart/palette";
import { SECOND_MS } from "@/shared/time/model";
import { useTimeWords } from "@/shared/time/useTimeWords";

const seconds = (ms: number) => Math.round(ms / 100) / 10;

/** How late messages of customers came. */
export function LagChart({ lag, period }: { lag: readonly LagPoint[]; period: Interval }) {
	const { t } = useTranslation();
	const times = useTimeWords();
	const words = { mean: t("health.mean"), worst: t("health.worst"), unit: t("health.secondsUnit") };

	const option = useCallback(
		(palette: Palette) => ({
			grid: { left: 48, right: 16, top: 36, bottom: 28 },
			legend: { top: 0, right: 0, textStyle: { color: palette["text-2"] }, itemHeight: 8 },
			tooltip: {
				trigger: "axis" as const,
				backgroundColor: palette["surface-3"],
				borderColor: palette.line,
				textStyle: { color: palette["text-1"], fontSize: 12 },
			},
			xAxis: {
				type: "time" as const,
				min: period.from,
				max: period.to,
				axisLabel: { color: palette["text-3"] },
				axisLine: { lineStyle: { color: palette["line-strong"] } },
			},
			yAxis: {
				type: "value" as const,
				name: words.unit,
				nameTextStyle: { color: palette["text-3"], align: "right" as const },
				axisLabel: { color: palette["text-3"] },
				splitLine: { lineStyle: { color: palette.line } },
			},
			series: [
				{
					name: words.mean,
					type: "line" as const,
					color: palette.accent,
					showSymbol: lag.length < 50,
					data: lag.map((point) => [point.at, seconds(point.mean)]),
				},
				{
					name: words.worst,
					type: "line" as const,
					color: palette.warning,
					showSymbol: lag.length < 50,
					lineStyle: { type: "dashed" as const },
					data: lag.map((point) => [point.at, seconds(point.worst)]),
				},
			],
		}),
		[lag, period, words.mean, words.worst, words.unit],
	);

	if (lag.length === 0)
		return (
			<section className="rounded-card border border-line bg-surface-2 p-4">
				<h2 className="text-base font-medium text-text-1">{t("health.lag")}</h2>
				<p className="mt-1 text-small text-text-2">{t("health.noLag")}</p>
			</section>
		);
	return (
		<Chart
			testId="lag"
			title={t("health.lag")}
			height={200}
			option={option}
			table={
				<table className="text-small">
					<thead className="text-left text-text-3">
						<tr>
							<th className="pr-6 font-normal">{t("health.time")}</th>
							<th className="pr-6 font-normal">{t("health.messages")}</th>
							<th className="pr-6 font-normal">{t("health.mean")}</th>
							<th className="font-normal">{t("health.worst")}</th>
						</tr>
					</thead>
					<tbody>
						{[...lag].reverse().map((point) => (
							<tr key={point.at} className="tabular border-t border-line text-text-2">
								<td className="py-0.5 pr-6">{times.full(point.at)}</td>
								<td className="pr-6">{point.messages}</td>
								<td className="pr-6">{(point.mean / SECOND_MS).toFixed(1)}</td>
								<td>{(point.worst / SECOND_MS).toFixed(1)}</td>
							</tr>
						))}
					</tbody>
				</table>
			}
		>
			<span className="text-small text-text-2">{t("health.lagHint")}</span>
		</Chart>
	);
}
