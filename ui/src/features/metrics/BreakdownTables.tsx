import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { AgentFigures, Figures, RobotFigures } from "@/bindings";
import { useRobots } from "@/shared/host";
import { oneLine } from "@/shared/text/plain";
import { useDuration } from "@/shared/time/useDuration";
import { RobotMark } from "@/shared/ui/RobotMark";
import { Figure } from "./Figure";
import { answererValue, type Opened, type Place, share } from "./model";
import { useAnswererName } from "./useAnswererName";

type Open = (opened: Opened) => void;

/** Who answered, and how. */
export function AgentTable({ rows, onOpen }: { rows: readonly AgentFigures[]; onOpen: Open }) {
	const { t } = useTranslation();
	const nameOf = useAnswererName();
	const busiest = [...rows].sort((a, b) => b.figures.turns - a.figures.turns);
	return (
		<Breakdown
			title={t("metrics.byAgent")}
			hint={t("metrics.byAgentHint")}
			head={t("metrics.agent")}
			testId="by-agent"
			onOpen={onOpen}
			rows={busiest.map(({ answerer, figures }) => ({
				key: answererValue(answerer),
				name: nameOf(answerer),
				sign: null,
				place: { answerer },
				figures,
			}))}
		/>
	);
}

/** The same by robot. */
export function RobotTable({ rows, onOpen }: { rows: readonly RobotFigures[]; onOpen: Open }) {
	const { t } = useTranslation();
	const robots = useRobots();
	return (
		<Breakdown
			title={t("metrics.byRobot")}
			hint=""
			head={t("metrics.robot")}
			testId="by-robot"
			onOpen={onOpen}
			rows={rows.map(({ robotKey, figures }) => {
				const known = robots.get(robotKey);
				const name = known ? oneLine(known.robot.name) : robotKey;
				return {
					key: robotKey,
					name,
					sign: known ? <RobotMark name={name} hue={known.hue} /> : null,
					place: { robot: robotKey },
					figures,
				};
			})}
		/>
	);
}

type Row = { key: string; name: string; sign: ReactNode; place: Place; figures: Figures };

type Props = {
	title: string;
	hint: string;
	head: string;
	testId: string;
	rows: readonly Row[];
	onOpen: Open;
};

function Breakdown({ title, hint, head, testId, rows, onOpen }: Props) {
	const { t } = useTranslation();
	const duration = useDuration();
	const most = Math.max(1, ...rows.map((row) => row.figures.turns));
	return (
		<section
			data-testid={testId}
			aria-label={title}
			className="rounded-card border border-line bg-surface-2 p-4"
		>
			<h2 className="text-base font-medium text-text-1">{title}</h2>
			{hint !== "" && <p className="mt-0.5 text-small text-text-2">{hint}</p>}
			<div className="mt-2 overflow-x-auto">
				<table className="w-full min-w-[720px] text-base">
					<thead className="text-left text-small text-text-3">
						<tr>
							<th className="py-1 pr-4 font-normal">{head}</th>
							<th className="py-1 pr-4 font-normal">{t("metrics.tile.turns")}</th>
							<th className="py-1 pr-4 font-normal">{t("metrics.tile.first")}</th>
							<th className="py-1 pr-4 font-normal">{t("metrics.tile.response")}</th>
							<th className="py-1 pr-4 font-normal">{t("metrics.tailShort")}</th>
							<th className="py-1 pr-4 font-normal">{t("metrics.tile.late")}</th>
							<th className="py-1 pr-4 font-normal">{t("metrics.tile.received")}</th>
							<th className="py-1 pr-4 font-normal">{t("metrics.tile.sent")}</th>
							<th className="py-1 font-normal">{t("metrics.tile.active")}</th>
						</tr>
					</thead>
					<tbody>
						{rows.map(({ key, name, sign, place, figures }) => {
							const late = share(figures.late, figures.turns);
							// What an agent received, and where, is what the turns they answered are made of.
							const received: Opened["of"] =
								place.answerer === undefined ? { kind: "messages" } : { kind: "turns", pick: "all" };
							const at = (of: Opened["of"], value: string, tone?: "danger") => (
								<Figure tone={tone} onOpen={() => onOpen({ title: name, place, of })}>
									{value}
								</Figure>
							);
							return (
								<tr key={key} className="border-t border-line">
									<th className="max-w-48 py-1.5 pr-4 text-left font-normal text-text-1">
										<span className="flex items-center gap-1.5">
											{sign}
											<span className="truncate">{name}</span>
										</span>
									</th>
									<td className="pr-4">
										<span className="flex items-center gap-2">
											<span aria-hidden="true" className="h-2 w-16 shrink-0 rounded-chip bg-track">
												<span
													className="block h-full rounded-chip bg-accent"
													style={{ width: `${(figures.turns / most) * 100}%` }}
												/>
											</span>
											{at({ kind: "turns", pick: "all" }, String(figures.turns))}
										</span>
									</td>
									<td>{at({ kind: "turns", pick: "first" }, duration(figures.firstResponse.median))}</td>
									<td>{at({ kind: "turns", pick: "answered" }, duration(figures.response.median))}</td>
									<td>{at({ kind: "turns", pick: "answered" }, duration(figures.response.p90))}</td>
									<td>
										{at(
											{ kind: "turns", pick: "late" },
											late === null ? "–" : `${late}%`,
											figures.late > 0 ? "danger" : undefined,
										)}
									</td>
									<td>{at(received, String(figures.received))}</td>
									<td>{at({ kind: "messages" }, String(figures.sent))}</td>
									<td>{at(received, String(figures.activeChats))}</td>
								</tr>
							);
						})}
					</tbody>
				</table>
				{rows.length === 0 && <p className="py-3 text-small text-text-2">{t("metrics.nothing")}</p>}
			</div>
		</section>
	);
}
