import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Copy, Printer } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { commands } from "@/bindings";
import { useDesk } from "@/shared/host";
import { useAgentName } from "@/shared/lead/agents";
import { PERIODS, type Period, periodOf } from "@/shared/lead/periods";
import { copyText } from "@/shared/text/clipboard";
import { useTimeWords } from "@/shared/time/useTimeWords";
import { Button } from "@/shared/ui/Button";
import { Choice } from "@/shared/ui/Choice";
import { PanelFailed, PanelSkeleton } from "@/shared/ui/PanelState";
import { asTable, percent, reportRows, ruleRows, STATUSES } from "./model";

/** What was found and judged in a period, by agent and by rule: to read, to print, and to take into a spreadsheet. */
export function Report() {
	const { t } = useTranslation();
	const times = useTimeWords();
	const agentName = useAgentName();
	const turn = useDesk((desk) => desk.quality.turn);
	const [period, setPeriod] = useState<Period>("week");
	const [copied, setCopied] = useState(false);
	const asked = useQuery({
		queryKey: ["qualityReport", period, turn],
		queryFn: () => {
			const { since, until } = periodOf(period, Date.now());
			return commands.qualityReport(since, until);
		},
		placeholderData: keepPreviousData,
	});
	if (asked.error !== null) return <PanelFailed error={asked.error} onRetry={() => void asked.refetch()} />;
	if (asked.data === undefined) return <PanelSkeleton />;
	const report = asked.data;
	const statuses = STATUSES.map((status) => t(`quality.status.${status}`));
	const score = (value: number | null) => (value === null ? "–" : percent(value));
	const byAgent = [
		[
			t("review.agent"),
			t("quality.scoredCount"),
			t("quality.average"),
			t("quality.lowest"),
			t("quality.highest"),
			...statuses,
		],
		...reportRows(report).map((row) => [
			agentName(row.agent),
			String(row.scored),
			score(row.average),
			score(row.lowest),
			score(row.highest),
			...STATUSES.map((status) => String(row.flags[status])),
		]),
	];
	const byRule = [
		[t("quality.rule"), ...statuses],
		...ruleRows(report).map((row) => [row.name, ...STATUSES.map((status) => String(row.flags[status]))]),
	];
	const span = t("quality.span", { from: times.full(report.since), to: times.full(report.until) });

	async function copy() {
		await copyText([span, asTable(byAgent), "", asTable(byRule)].join("\n"));
		setCopied(true);
	}

	return (
		<div className="mx-auto flex max-w-[880px] flex-col gap-4 px-6 py-4">
			<div className="flex items-center gap-2 print:hidden">
				<Choice
					label={t("review.period")}
					value={period}
					onChange={(next) => {
						setPeriod(next);
						setCopied(false);
					}}
					options={PERIODS.map((each) => ({ value: each, label: t(`review.periods.${each}`) }))}
				/>
				<span role="status" className="ml-auto text-small text-text-2">
					{copied && t("quality.copied")}
				</span>
				<Button onClick={() => void copy()} data-testid="report-copy">
					<Copy size={14} aria-hidden="true" />
					{t("quality.copy")}
				</Button>
				<Button onClick={() => window.print()}>
					<Printer size={14} aria-hidden="true" />
					{t("quality.print")}
				</Button>
			</div>
			<div data-print="" className="flex flex-col gap-4">
				<p className="tabular text-small text-text-2">{span}</p>
				<Table caption={t("quality.byAgent")} rows={byAgent} testId="report-agents" />
				<Table caption={t("quality.byRule")} rows={byRule} testId="report-rules" />
				<p className="text-small leading-5 text-text-3">{t("quality.reportHint")}</p>
			</div>
		</div>
	);
}

function Table({ caption, rows, testId }: { caption: string; rows: readonly string[][]; testId: string }) {
	const { t } = useTranslation();
	const [head = [], ...body] = rows;
	return (
		<table data-testid={testId} className="w-full table-fixed border-collapse text-base">
			<caption className="pb-2 text-left text-message font-semibold text-text-1">{caption}</caption>
			<thead>
				<tr className="border-b border-line-strong text-small text-text-2">
					{head.map((cell, index) => (
						<th key={cell} scope="col" className={index === 0 ? "py-1.5 text-left" : "py-1.5 text-right"}>
							{cell}
						</th>
					))}
				</tr>
			</thead>
			<tbody>
				{body.map((cells) => (
					<tr key={cells[0]} className="border-b border-line">
						{cells.map((cell, index) =>
							index === 0 ? (
								<th key={head[index]} scope="row" className="py-1.5 text-left font-normal text-text-1">
									{cell}
								</th>
							) : (
								<td key={head[index]} className="tabular py-1.5 text-right text-text-1">
									{cell}
								</td>
							),
						)}
					</tr>
				))}
				{body.length === 0 && (
					<tr>
						<td colSpan={head.length} className="py-4 text-center text-small text-text-2">
							{t("quality.noFigures")}
						</td>
					</tr>
				)}
			</tbody>
		</table>
	);
}
