import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { RobotKey } from "@/bindings";
import { RobotFilter } from "@/shared/filters/RobotFilter";
import { useDesk } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { Button } from "@/shared/ui/Button";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { Segmented } from "@/shared/ui/Segmented";
import { Tick } from "@/shared/ui/Tick";
import { ViewHeader } from "@/shared/ui/ViewHeader";
import { ActionRow } from "./ActionRow";
import { type LogFilter, queues, type StateFilter, shownActions, undecided } from "./model";
import { Queues } from "./Queues";
import { useLog } from "./useLog";

const STATES: readonly StateFilter[] = ["all", "undecided", "open", "refused", "done"];

/** Everything that was asked of the robots, and what came of it. */
export function Activity() {
	const { t } = useTranslation();
	const reason = useReason();
	const actions = useDesk((desk) => desk.records.actions);
	const [robot, setRobot] = useState<RobotKey | "">("");
	const [state, setState] = useState<StateFilter>("all");
	const [mineOnly, setMineOnly] = useState(true);
	const log = useLog(robot === "" ? null : robot);
	const filter: LogFilter = { robot: robot === "" ? null : robot, state, mineOnly };
	const shown = useMemo(
		() => shownActions(actions.values(), { robot: robot === "" ? null : robot, state, mineOnly }, log.reach),
		[actions, robot, state, mineOnly, log.reach],
	);
	const waiting = useMemo(() => queues(actions.values()), [actions]);
	const toDecide = useMemo(() => undecided(actions.values()), [actions]);
	const scroller = useRef<HTMLDivElement>(null);
	const virtualizer = useVirtualizer({
		count: shown.length,
		getScrollElement: () => scroller.current,
		estimateSize: () => 60,
		getItemKey: (index) => shown[index]?.id ?? index,
		overscan: 8,
	});
	const items = virtualizer.getVirtualItems();
	const lastShown = items.at(-1)?.index ?? -1;
	const canRead = !log.busy && !log.reach.atEnd && log.error === null && state !== "undecided";
	// The next page is read before the last row is reached; a filter that finds nothing goes on by hand.
	const wantsMore = canRead && shown.length > 0 && lastShown >= shown.length - 15;
	const { more } = log;
	// biome-ignore lint/correctness/useExhaustiveDependencies: `more` is new with every page.
	useEffect(() => {
		if (wantsMore) more();
	}, [wantsMore, lastShown]);

	return (
		<section data-testid="activity" aria-label={t("activity.title")} className="flex h-full min-h-0 flex-col">
			<ViewHeader title={t("activity.title")} hint={t("activity.hint")} />
			<div className="flex shrink-0 flex-wrap items-center gap-3 border-b border-line px-6 py-2">
				<Segmented
					label={t("activity.filter")}
					value={state}
					onChange={setState}
					segments={STATES.map((each) => ({
						value: each,
						label:
							each === "undecided" && toDecide > 0
								? t("activity.filterUndecidedCount", { count: toDecide })
								: t(`activity.filters.${each}`),
						testId: `activity-${each}`,
					}))}
				/>
				<RobotFilter value={robot} onChange={setRobot} className="w-44" testId="activity-robot" />
				<Tick checked={mineOnly} onChange={setMineOnly}>
					{t("activity.peopleOnly")}
				</Tick>
			</div>
			<div ref={scroller} className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
				<div className="mx-auto w-full max-w-[960px] px-6 py-3">
					{(state === "all" || state === "open") && <Queues queues={waiting} robot={filter.robot} />}
					{log.error !== null && (
						<div className="mb-3 flex items-start gap-2">
							<ErrorNote className="flex-1">{t("panel.failed", { reason: reason(log.error) })}</ErrorNote>
							<Button onClick={log.more}>{t("app.retry")}</Button>
						</div>
					)}
					{shown.length === 0 && !log.busy && log.error === null && <Empty state={state} />}
					<ul className="relative" style={{ height: virtualizer.getTotalSize() }}>
						{items.map((item) => {
							const row = shown[item.index];
							return (
								row && (
									<li
										key={item.key}
										ref={virtualizer.measureElement}
										data-index={item.index}
										className="absolute top-0 left-0 w-full"
										style={{ transform: `translateY(${item.start}px)` }}
									>
										<ActionRow row={row} />
									</li>
								)
							);
						})}
					</ul>
					{log.busy && (
						<div role="status" aria-label={t("panel.loading")} className="flex flex-col gap-3 py-3">
							{["w-3/5", "w-2/5", "w-1/2"].map((width) => (
								<span key={width} className={`skeleton h-4 ${width}`} />
							))}
						</div>
					)}
					{canRead && !wantsMore && (
						<Button look="quiet" className="mx-auto mt-2 flex" onClick={log.more}>
							{t("activity.older")}
						</Button>
					)}
				</div>
			</div>
		</section>
	);
}

function Empty({ state }: { state: StateFilter }) {
	const { t } = useTranslation();
	return (
		<div className="px-6 pt-16 pb-8 text-center">
			<p className="text-message font-medium">
				{t(state === "undecided" ? "activity.emptyUndecided" : "activity.emptyTitle")}
			</p>
			<p className="mt-1 text-small leading-5 text-text-2">{t("activity.emptyBody")}</p>
		</div>
	);
}
