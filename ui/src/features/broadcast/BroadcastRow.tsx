import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type BroadcastRecord, type BroadcastState, commands } from "@/bindings";
import { useRobots } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { oneLine } from "@/shared/text/plain";
import { MINUTE_MS } from "@/shared/time/model";
import { useNow } from "@/shared/time/useNow";
import { useTimeWords } from "@/shared/time/useTimeWords";
import { Button } from "@/shared/ui/Button";
import { classes } from "@/shared/ui/classes";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { LeftOutList } from "./LeftOutList";
import { wantsPerson } from "./model";
import { Preview } from "./Preview";
import { useScheduleWords } from "./useScheduleWords";

const TONES: Record<BroadcastState, string> = {
	planned: "text-text-2",
	sending: "text-text-2",
	sent: "text-positive-text",
	unknown: "text-warning-text",
	refused: "text-danger-text",
	discarded: "text-text-3",
};

/** One broadcast: what is known of it, and what only a person can find out. */
export function BroadcastRow({ record }: { record: BroadcastRecord }) {
	const { t } = useTranslation();
	const reason = useReason();
	const times = useTimeWords();
	const schedule = useScheduleWords();
	const now = useNow(MINUTE_MS);
	const [open, setOpen] = useState(false);
	const dismissing = useMutation({ mutationFn: () => commands.dismissBroadcast(record.id) });
	const at = record.startedAt ?? record.plannedAt;
	const asks = wantsPerson(record);
	return (
		<li
			data-testid="broadcast-row"
			data-state={record.state}
			className={classes(
				"mb-3 rounded-card border bg-surface-1 px-4 py-3",
				asks ? "border-warning" : "border-line",
			)}
		>
			<div className="flex items-center gap-3">
				<span className="bidi-isolate min-w-0 truncate text-message font-medium">
					{oneLine(record.draft.name)}
				</span>
				<span className={classes("shrink-0 text-small", TONES[record.state])}>
					{t(`broadcast.state.${record.state}`)}
				</span>
				<time className="tabular ml-auto shrink-0 text-small text-text-3" title={times.full(at)}>
					{times.list(at, now)}
				</time>
			</div>
			<p className="mt-0.5 text-small text-text-2">
				{t(record.draft.audience.kind === "groups" ? "broadcast.toGroups" : "broadcast.toCustomers", {
					count: record.recipients,
				})}
				{" · "}
				{t("broadcast.partCount", { count: record.draft.contents.length })}
				{" · "}
				{schedule(record.draft.schedule)}
			</p>
			{(record.state === "sent" || record.state === "unknown") && (
				<Delivered seen={record.delivered} all={record.recipients} />
			)}
			{asks && (
				<div className="mt-2 rounded-control bg-warning-weak px-3 py-2 text-small leading-5 text-text-1">
					<p>{t("broadcast.unknownWhy")}</p>
					<Button
						size="small"
						className="mt-1.5"
						data-testid="broadcast-looked"
						disabled={dismissing.isPending}
						onClick={() => dismissing.mutate()}
					>
						{t("broadcast.looked")}
					</Button>
				</div>
			)}
			{record.state === "refused" && (
				<p className="mt-1 text-small text-danger-text [overflow-wrap:anywhere]">
					{t("broadcast.refusedWhy", { answer: oneLine(record.answer) || t("actions.refusal.unsaid") })}
				</p>
			)}
			{dismissing.isError && <ErrorNote className="mt-2">{reason(dismissing.error)}</ErrorNote>}
			<div className="mt-2 flex gap-2">
				<Button
					size="small"
					look="quiet"
					aria-expanded={open}
					data-testid="broadcast-details"
					onClick={() => setOpen(!open)}
				>
					{t(open ? "broadcast.detailsHide" : "broadcast.details")}
				</Button>
				{record.state === "planned" && (
					<Button
						size="small"
						look="quiet"
						data-testid="broadcast-drop"
						disabled={dismissing.isPending}
						onClick={() => dismissing.mutate()}
					>
						{t("broadcast.drop")}
					</Button>
				)}
			</div>
			{open && <Details record={record} />}
		</li>
	);
}

/** Nobody tells who got it: what is counted is our own messages coming back. */
function Delivered({ seen, all }: { seen: number; all: number }) {
	const { t } = useTranslation();
	return (
		<div
			className="mt-1.5 flex items-center gap-2 text-small text-text-2"
			title={t("broadcast.deliveredHint")}
		>
			<progress
				value={seen}
				max={Math.max(1, all)}
				aria-label={t("broadcast.delivered", { seen: String(seen), all: String(all) })}
				className="h-1.5 w-40 appearance-none overflow-hidden rounded-full bg-track [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-track [&::-webkit-progress-value]:bg-accent"
			/>
			<span className="tabular">{t("broadcast.delivered", { seen: String(seen), all: String(all) })}</span>
		</div>
	);
}

function Details({ record }: { record: BroadcastRecord }) {
	const { t } = useTranslation();
	const reason = useReason();
	const robots = useRobots();
	const detail = useQuery({
		queryKey: ["broadcast", record.id, record.state, record.delivered],
		queryFn: () => commands.broadcast(record.id),
		placeholderData: (before) => before,
	});
	const parts = record.draft.contents.length;
	return (
		<div className="mt-2 grid grid-cols-[minmax(0,1fr)_280px] gap-4 border-t border-line pt-3">
			<div className="min-w-0">
				{detail.isError && <ErrorNote>{t("panel.failed", { reason: reason(detail.error) })}</ErrorNote>}
				{detail.isPending && <span className="skeleton block h-4 w-2/3" />}
				{detail.data && (
					<>
						<p className="mb-1 text-small text-text-3">{t("broadcast.deliveredHint")}</p>
						<ul className="max-h-64 overflow-y-auto">
							{detail.data.audience.map((each) => (
								<li
									key={`${each.robotKey}/${each.chatUser}`}
									className="flex h-7 items-center gap-3 text-small"
								>
									<span className="bidi-isolate min-w-0 flex-1 truncate">
										{oneLine(each.name) || each.chatUser}
									</span>
									<span className="bidi-isolate w-28 truncate text-text-3">
										{oneLine(robots.get(each.robotKey)?.robot.name ?? t("robot.unnamed"))}
									</span>
									<span
										className={classes(
											"tabular w-24 text-right",
											each.deliveredAt === null ? "text-text-3" : "text-positive-text",
										)}
									>
										{t(each.deliveredAt === null ? "broadcast.seenParts" : "broadcast.seenAll", {
											seen: String(each.partsSeen),
											all: String(parts),
										})}
									</span>
								</li>
							))}
						</ul>
						<LeftOutList leftOut={detail.data.leftOut} />
					</>
				)}
			</div>
			<Preview contents={record.draft.contents} />
		</div>
	);
}
