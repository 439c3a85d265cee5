import type { ECharts, EChartsCoreOption } from "echarts/core";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLatest } from "../hooks/useLatest";
import { type Palette, paletteNow } from "./palette";

/** Where in a chart was clicked: which series, and which of its values. */
type ChartClick = { series: number; index: number };

type Props = {
	title: string;
	height: number;
	option: (palette: Palette) => EChartsCoreOption;
	onPick?: (click: ChartClick) => void;
	/** The same figures as a table: for the keyboard, for screen readers, and for whoever wants them exactly. */
	table: ReactNode;
	/** Beside the title. */
	children?: ReactNode;
	testId: string;
};

/** A chart with its table beneath it. The drawing is for the eye alone; everything in it is in the table. */
export function Chart({ title, height, option, onPick, table, children, testId }: Props) {
	const { t } = useTranslation();
	const place = useRef<HTMLDivElement>(null);
	const [chart, setChart] = useState<ECharts | null>(null);
	const [failed, setFailed] = useState(false);
	const theme = useThemeOnPage();
	const latest = useLatest({ onPick });

	useEffect(() => {
		const element = place.current;
		if (element === null) return;
		let made: ECharts | null = null;
		let gone = false;
		const resized = new ResizeObserver(() => made?.resize());
		import("./echarts")
			.then(({ init }) => {
				if (gone) return;
				made = init(element);
				made.on("click", ({ seriesIndex, dataIndex }) =>
					latest.current.onPick?.({ series: seriesIndex ?? 0, index: dataIndex }),
				);
				resized.observe(element);
				setChart(made);
			})
			.catch(() => {
				if (!gone) setFailed(true);
			});
		return () => {
			gone = true;
			resized.disconnect();
			made?.dispose();
			setChart(null);
		};
	}, [latest]);

	// biome-ignore lint/correctness/useExhaustiveDependencies: another theme has other colours.
	useEffect(() => {
		chart?.setOption(
			{ animation: false, textStyle: { fontFamily: "inherit" }, ...option(paletteNow()) },
			true,
		);
	}, [chart, option, theme]);

	return (
		<figure data-testid={testId} className="rounded-card border border-line bg-surface-2 p-4">
			<figcaption className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-1">
				<span className="text-base font-medium text-text-1">{title}</span>
				{children}
			</figcaption>
			{failed ? (
				<p role="status" className="text-small text-text-2">
					{t("chart.failed")}
				</p>
			) : (
				<div ref={place} aria-hidden="true" style={{ height }} className="w-full" />
			)}
			<details className="mt-2">
				<summary className="w-fit rounded-control text-small text-text-2 hover:text-text-1">
					{t("chart.table")}
				</summary>
				<div className="mt-2 max-h-80 overflow-auto">{table}</div>
			</details>
		</figure>
	);
}

/** The theme that is on the page, whoever chose it. */
function useThemeOnPage(): string {
	const [theme, setTheme] = useState(themeOnPage);
	useEffect(() => {
		const watcher = new MutationObserver(() => setTheme(themeOnPage()));
		watcher.observe(document.documentElement, { attributeFilter: ["data-theme"] });
		return () => watcher.disconnect();
	}, []);
	return theme;
}

function themeOnPage(): string {
	return document.documentElement.dataset.theme ?? "";
}
