import { useTranslation } from "react-i18next";
import type { Interval, Timestamp } from "@/bindings";
import { useDuration } from "@/shared/time/useDuration";
import { useTimeWords } from "@/shared/time/useTimeWords";
import { classes } from "@/shared/ui/classes";
import { placeOf } from "./model";

export type Tone = "good" | "between" | "bad" | "none";
type ShownStretch = { from: Timestamp; to: Timestamp; tone: Tone; what: string };

/** The bad stands lower too, for those who do not see the colour. */
const TONES: Record<Tone, string> = {
	good: "inset-y-0 bg-positive",
	between: "top-1 bottom-0 bg-warning",
	bad: "top-2 bottom-0 bg-danger",
	none: "top-3 bottom-0 bg-line-strong",
};

type Props = { name: string; note: string; period: Interval; stretches: readonly ShownStretch[] };

/** What held from when to when, as a bar, and beneath it as a table. */
export function Timeline({ name, note, period, stretches }: Props) {
	const { t } = useTranslation();
	const times = useTimeWords();
	const duration = useDuration();
	return (
		<div className="mb-2">
			<div className="flex items-center gap-3">
				<span className="w-32 shrink-0 truncate text-base text-text-1" title={name}>
					{name}
				</span>
				<div aria-hidden="true" className="relative h-4 min-w-0 flex-1 overflow-hidden rounded-chip bg-track">
					{stretches.map((each) => {
						const { left, width } = placeOf(each, period);
						return (
							<span
								key={each.from}
								title={t("health.stretch", {
									what: each.what,
									from: times.full(each.from),
									to: times.full(each.to),
								})}
								className={classes("absolute min-w-px", TONES[each.tone])}
								style={{ left: `${left}%`, width: `${width}%` }}
							/>
						);
					})}
				</div>
				<span className="tabular w-24 shrink-0 text-right text-small text-text-2">{note}</span>
			</div>
			<details className="mt-0.5 ml-35">
				<summary className="w-fit rounded-control text-small text-text-3 hover:text-text-1">
					{t("chart.table")}
				</summary>
				<table className="mt-1 mb-2 text-small">
					<thead className="text-left text-text-3">
						<tr>
							<th className="pr-6 font-normal">{t("health.what")}</th>
							<th className="pr-6 font-normal">{t("health.from")}</th>
							<th className="pr-6 font-normal">{t("health.to")}</th>
							<th className="font-normal">{t("health.length")}</th>
						</tr>
					</thead>
					<tbody>
						{[...stretches].reverse().map((each) => (
							<tr key={each.from} className="border-t border-line text-text-2">
								<td className="py-0.5 pr-6 text-text-1">{each.what}</td>
								<td className="tabular pr-6">{times.full(each.from)}</td>
								<td className="tabular pr-6">{times.full(each.to)}</td>
								<td className="tabular">{duration(each.to - each.from)}</td>
							</tr>
						))}
					</tbody>
				</table>
			</details>
		</div>
	);
}

export function TimelineLegend({ entries }: { entries: readonly (readonly [Tone, string])[] }) {
	return (
		<ul className="mt-1 ml-35 flex flex-wrap gap-x-4 text-small text-text-3">
			{entries.map(([tone, what]) => (
				<li key={tone} className="flex items-center gap-1.5">
					<span aria-hidden="true" className="relative h-4 w-3 overflow-hidden rounded-chip bg-track">
						<span className={classes("absolute inset-x-0", TONES[tone])} />
					</span>
					{what}
				</li>
			))}
		</ul>
	);
}
