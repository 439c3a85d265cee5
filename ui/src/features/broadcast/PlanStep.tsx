import { TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { BroadcastPlan, BroadcastWarning } from "@/bindings";
import type { Entry } from "@/shared/directory/entries";
import { recordPath, useDesk, useRobots } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { oneLine } from "@/shared/text/plain";
import { SECOND_MS } from "@/shared/time/model";
import { useNow } from "@/shared/time/useNow";
import { useTimeWords } from "@/shared/time/useTimeWords";
import { Button } from "@/shared/ui/Button";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { RobotMark } from "@/shared/ui/RobotMark";
import { TextField } from "@/shared/ui/TextField";
import { Tick } from "@/shared/ui/Tick";
import { LeftOutList } from "./LeftOutList";
import { isConfirmed } from "./model";
import { Preview } from "./Preview";
import { useScheduleWords } from "./useScheduleWords";

type Props = {
	plan: BroadcastPlan;
	chosen: ReadonlyMap<string, Entry>;
	busy: boolean;
	error: unknown;
	onReplan: () => void;
	onStart: (id: string, recipients: number) => void;
};

/** Everything that would happen, to whom, and when. Two gestures confirm it: a tick, and the number of people typed. */
export function PlanStep({ plan, chosen, busy, error, onReplan, onStart }: Props) {
	const { t } = useTranslation();
	const reason = useReason();
	const times = useTimeWords();
	const schedule = useScheduleWords();
	const now = useNow(SECOND_MS * 10);
	const isOffline = useDesk((desk) => desk.session.state !== "live");
	const [understood, setUnderstood] = useState(false);
	const [typed, setTyped] = useState("");
	const expired = now > plan.validUntil;
	const span = (ms: number) => times.span(Math.max(0, ms));
	const least = plan.endsAtEarliest - plan.startsAt;
	const most = plan.endsAtLatest - plan.startsAt;
	const count = plan.recipients;
	return (
		<div
			data-testid="broadcast-plan"
			className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_320px] grid-rows-[minmax(0,1fr)]"
		>
			<div className="flex min-h-0 flex-col gap-4 overflow-y-auto overscroll-contain px-6 py-4">
				<dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1.5 text-base">
					<Item title={t("broadcast.name")} text={oneLine(plan.draft.name)} />
					<Item
						title={t("broadcast.to")}
						text={t(plan.draft.audience.kind === "groups" ? "broadcast.toGroups" : "broadcast.toCustomers", {
							count,
						})}
					/>
					<Item title={t("broadcast.when")} text={schedule(plan.draft.schedule)} />
					<Item
						title={t("broadcast.lasts")}
						text={
							least === most
								? t("broadcast.eta", { span: span(most), end: times.full(plan.endsAtLatest) })
								: t("broadcast.etaBetween", {
										least: span(least),
										most: span(most),
										end: times.full(plan.endsAtLatest),
									})
						}
					/>
				</dl>
				{plan.warnings.length > 0 && (
					<ul className="flex flex-col gap-1 rounded-control bg-warning-weak px-3 py-2 text-base">
						{plan.warnings.map((warning) => (
							<Warning key={JSON.stringify(warning)} warning={warning} />
						))}
					</ul>
				)}
				<ByRobot plan={plan} chosen={chosen} />
				<LeftOutList leftOut={plan.leftOut} />
				<section
					aria-label={t("broadcast.confirm")}
					className="mt-auto flex flex-col gap-3 rounded-card border border-danger bg-surface-1 p-4"
				>
					<p className="text-base">{t("broadcast.confirmBody", { count })}</p>
					{error !== null && error !== undefined && (
						<ErrorNote>{t("broadcast.startFailed", { reason: reason(error) })}</ErrorNote>
					)}
					{expired ? (
						<div className="flex items-center gap-3">
							<p className="flex-1 text-base text-warning-text">{t("broadcast.expired")}</p>
							<Button disabled={busy} data-testid="broadcast-replan" onClick={onReplan}>
								{t("broadcast.replan")}
							</Button>
						</div>
					) : (
						<>
							<Tick checked={understood} onChange={setUnderstood} testId="broadcast-understood">
								{t("broadcast.understood")}
							</Tick>
							<div className="flex items-end gap-3">
								<TextField
									label={t("broadcast.typeCount", { count })}
									value={typed}
									inputMode="numeric"
									data-testid="broadcast-count"
									className="w-40"
									onChange={(event) => setTyped(event.target.value)}
								/>
								<Button
									look="danger"
									size="large"
									data-testid="broadcast-start"
									disabled={busy || isOffline || !isConfirmed(understood, typed, count)}
									onClick={() => onStart(plan.id, count)}
								>
									{t(busy ? "broadcast.starting" : "broadcast.start", { count })}
								</Button>
								{isOffline && (
									<span className="pb-2 text-small text-warning-text">{t("broadcast.offline")}</span>
								)}
							</div>
						</>
					)}
				</section>
			</div>
			<div className="min-h-0 overflow-y-auto border-l border-line bg-surface-1 p-4">
				<Preview contents={plan.draft.contents} />
			</div>
		</div>
	);
}

function Item({ title, text }: { title: string; text: string }) {
	return (
		<>
			<dt className="text-text-2">{title}</dt>
			<dd className="bidi-isolate selectable [overflow-wrap:anywhere]">{text}</dd>
		</>
	);
}

function Warning({ warning }: { warning: BroadcastWarning }) {
	const { t } = useTranslation();
	const robots = useRobots();
	const robot =
		warning.kind === "robotNotOnline"
			? oneLine(robots.get(warning.robotKey)?.robot.name ?? t("robot.unnamed"))
			: "";
	return (
		<li className="flex items-start gap-2">
			<TriangleAlert size={14} aria-hidden="true" className="mt-1 shrink-0 text-warning-text" />
			{warning.kind === "robotNotOnline"
				? t("broadcast.warning.robotNotOnline", { robot })
				: t(`broadcast.warning.${warning.kind}`)}
		</li>
	);
}

/** Who is written to by which robot. */
function ByRobot({ plan, chosen }: { plan: BroadcastPlan; chosen: ReadonlyMap<string, Entry> }) {
	const { t } = useTranslation();
	const robots = useRobots();
	return (
		<ul className="flex flex-col gap-1.5" aria-label={t("broadcast.byRobot")}>
			{plan.draft.audience.recipients.map(({ robotKey, to }) => {
				const known = robots.get(robotKey);
				const name = known ? oneLine(known.robot.name) : t("robot.unnamed");
				return (
					<li key={robotKey}>
						<details>
							<summary className="flex items-center gap-2 text-base">
								{known && <RobotMark name={name} hue={known.hue} />}
								<span className="bidi-isolate">
									{t("broadcast.robotWrites", { robot: name, count: to.length })}
								</span>
							</summary>
							<ul className="mt-1 max-h-48 overflow-y-auto pl-6 text-small text-text-2">
								{to.map((id) => (
									<li key={id} className="bidi-isolate selectable truncate">
										{chosen.get(recordPath(robotKey, id))?.name || id}
									</li>
								))}
							</ul>
						</details>
					</li>
				);
			})}
		</ul>
	);
}
