import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import type { HourFigures } from "@/bindings";
import { Chart } from "@/shared/chart/Chart";
import type { Palette } from "@/shared/chart/palette";
import { MINUTE_MS } from "@/shared/time/model";
import { WEEKDAYS } from "@/shared/time/week";
import { Segmented } from "@/shared/ui/Segmented";
import { Figure } from "./Figure";
import type { Opened } from "./model";

type Measure = "received" | "median" | "late";
const MEASURES: readonly Measure[] = ["received", "median", "late"];
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

type Props = { hours: readonly HourFigures[]; onOpen: (opened: Opened) => void };

/** When customers write and how they are answered: hour by weekday. */
export function HeatMap({ hours, onOpen }: Props) {
	const { t } = useTranslation();
	const [measure, setMeasure] = useState<Measure>("received");
	const weekday = (index: number) => t(`metrics.weekday.${WEEKDAYS[index] ?? "monday"}`);
	const names = WEEKDAYS.map((_, index) => weekday(index)).join("\n");

	const option = useCallback(
		(palette: Palette) => {
			const shown = hours.flatMap((each) => {
				const value = measured(each, measure);
				return value === null
					? []
					: [[each.hour, WEEKDAYS.length - 1 - WEEKDAYS.indexOf(each.weekday), value]];
			});
			const most = Math.max(1, ...shown.map(([, , value]) => value ?? 0));
			return {
				grid: { left: 48, right: 16, top: 8, bottom: 56 },
				tooltip: {
					backgroundColor: palette["surface-3"],
					borderColor: palette.line,
					textStyle: { color: palette["text-1"], fontSize: 12 },
				},
				xAxis: {
					type: "category" as const,
					data: HOURS.map(String),
					axisLabel: { color: palette["text-3"] },
					axisLine: { show: false },
					axisTick: { show: false },
				},
				yAxis: {
					type: "category" as const,
					data: names.split("\n").reverse(),
					axisLabel: { color: palette["text-3"] },
					axisLine: { show: false },
					axisTick: { show: false },
				},
				visualMap: {
					min: 0,
					max: most,
					text: [String(most), "0"],
					calculable: false,
					orient: "horizontal" as const,
					left: "center",
					bottom: 0,
					itemWidth: 10,
					itemHeight: 120,
					textStyle: { color: palette["text-3"] },
					inRange: {
						color:
							measure === "received"
								? [palette["accent-weak"], palette.accent]
								: [palette["accent-weak"], palette.warning, palette.danger],
					},
				},
				series: [
					{
						type: "heatmap" as const,
						data: shown,
						itemStyle: { borderColor: palette["surface-1"], borderWidth: 2, borderRadius: 3 },
						emphasis: { itemStyle: { borderColor: palette["text-1"], borderWidth: 1 } },
					},
				],
			};
		},
		[hours, measure, names],
	);

	const shown = hours.filter((each) => measured(each, measure) !== null);
	const open = (each: HourFigures) =>
		onOpen({
			title: t("metrics.hourOf", {
				weekday: t(`metrics.weekday.${each.weekday}`),
				hour: String(each.hour),
			}),
			place: { weekday: each.weekday, hour: each.hour },
			of:
				measure === "received"
					? { kind: "messages" }
					: { kind: "turns", pick: measure === "late" ? "late" : "answered" },
		});

	return (
		<Chart
			testId="heat-map"
			title={t("metrics.heatMap")}
			height={280}
			option={option}
			onPick={({ index }) => {
				const each = shown[index];
				if (each !== undefined) open(each);
			}}
			table={
				<table className="text-small">
					<thead className="text-text-3">
						<tr>
							<td />
							{HOURS.map((hour) => (
								<th key={hour} className="tabular px-1 font-normal">
									{hour}
								</th>
							))}
						</tr>
					</thead>
					<tbody>
						{WEEKDAYS.map((day, index) => (
							<tr key={day} className="border-t border-line">
								<th className="py-0.5 pr-3 text-left font-normal text-text-1">{weekday(index)}</th>
								{HOURS.map((hour) => {
									const each = hours.find((other) => other.weekday === day && other.hour === hour);
									const value = each && measured(each, measure);
									return (
										<td key={hour} className="px-1 text-text-3">
											{each && value != null ? <Figure onOpen={() => open(each)}>{value}</Figure> : "·"}
										</td>
									);
								})}
							</tr>
						))}
					</tbody>
				</table>
			}
		>
			<Segmented
				label={t("metrics.measure")}
				value={measure}
				onChange={setMeasure}
				segments={MEASURES.map((value) => ({ value, label: t(`metrics.heat.${value}`) }))}
			/>
		</Chart>
	);
}

function measured(hour: HourFigures, measure: Measure): number | null {
	switch (measure) {
		case "received":
			return hour.received;
		case "median":
			return hour.median === null ? null : Math.round((hour.median / MINUTE_MS) * 10) / 10;
		case "late":
			return hour.turns === 0 ? null : hour.late;
	}
}
