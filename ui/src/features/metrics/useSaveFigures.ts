import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { commands, type Metrics, type MetricsQuery, type WorkHours } from "@/bindings";
import { pickWhereToSave, useRobots } from "@/shared/host";
import { oneLine } from "@/shared/text/plain";
import { WEEKDAYS } from "@/shared/time/week";
import { dateIn } from "@/shared/time/zones";
import { tablesOf, type Words } from "./tables";
import { useAnswererName } from "./useAnswererName";
import { useCoverageWords } from "./useCoverageWords";

/** Saves what is on the page as a workbook, where the person chooses. Its answer is the path; null if they chose none. */
export function useSaveFigures() {
	const { t } = useTranslation();
	const nameOf = useAnswererName();
	const coverageOf = useCoverageWords();
	const robots = useRobots();

	function wordsOf(metrics: Metrics, query: MetricsQuery): Words {
		return {
			about: t("metrics.sheet.about"),
			total: t("metrics.sheet.total"),
			agents: t("metrics.byAgent"),
			robots: t("metrics.byRobot"),
			days: t("metrics.sheet.days"),
			comparedDays: t("metrics.sheet.comparedDays"),
			hours: t("metrics.heatMap"),
			agent: t("metrics.agent"),
			robot: t("metrics.robot"),
			date: t("metrics.date"),
			figure: t("metrics.sheet.figure"),
			period: t("metrics.thisPeriod"),
			compared: t("metrics.otherPeriod"),
			zone: t("metrics.hours.zone"),
			basis: t("metrics.basis"),
			limit: t("metrics.hours.limit"),
			coverage: t("metrics.sheet.coverage"),
			weekday: Object.fromEntries(
				WEEKDAYS.map((day) => [day, t(`metrics.weekday.${day}`)]),
			) as Words["weekday"],
			day: t("metrics.sheet.weekday"),
			hour: t("metrics.sheet.hour"),
			columns: {
				turns: t("metrics.tile.turns"),
				answered: t("metrics.sheet.answered"),
				waiting: t("metrics.tile.waiting"),
				late: t("metrics.heat.late"),
				lateShare: t("metrics.tile.late"),
				unattributed: t("metrics.sheet.unattributed"),
				unattributedShare: t("metrics.sheet.unattributedShare"),
				first: t("metrics.sheet.first"),
				firstTail: t("metrics.sheet.firstTail"),
				response: t("metrics.tile.response"),
				responseTail: t("metrics.tailShort"),
				received: t("metrics.tile.received"),
				sent: t("metrics.tile.sent"),
				active: t("metrics.tile.active"),
			},
			answererOf: nameOf,
			robotOf: (key) => oneLine(robots.get(key)?.robot.name ?? key),
			basisOf: query.basis === "working" ? t("metrics.working") : t("metrics.allTime"),
			coverageOf: coverageOf(metrics),
		};
	}

	return useMutation({
		mutationFn: async (of: { metrics: Metrics; query: MetricsQuery; hours: WorkHours }) => {
			const day = (at: number) => dateIn(of.hours.zone, at);
			const { from, to } = of.query.period;
			const file = `${t("metrics.sheet.file")} ${day(from)} ${day(to)}.xlsx`;
			const path = await pickWhereToSave(file, "sheet", "Excel");
			if (path === null) return null;
			await commands.saveTables(
				path,
				tablesOf(of.metrics, of.query, of.hours, wordsOf(of.metrics, of.query)),
			);
			return path;
		},
	});
}
