import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { commands, type QueuedAction, type RobotKey } from "@/bindings";
import { type KnownRobot, useDesk, useRobots } from "@/shared/host";
import { useActionWords } from "@/shared/i18n/useActionWords";
import { useReason } from "@/shared/i18n/useReason";
import { oneLine } from "@/shared/text/plain";
import { Button } from "@/shared/ui/Button";
import { RobotMark } from "@/shared/ui/RobotMark";

type Props = { queues: ReadonlyMap<RobotKey, readonly QueuedAction[]>; robot: RobotKey | null };

/** What waits for which robot: one thing at a time leaves for each (Q44). */
export function Queues({ queues, robot }: Props) {
	const { t } = useTranslation();
	const robots = useRobots();
	const offline = useDesk((desk) => desk.session.state !== "live" && desk.session.state !== "catchingUp");
	const shown = [...queues].filter(([key]) => robot === null || key === robot);
	if (shown.length === 0) return null;
	return (
		<section aria-label={t("activity.queues")} data-testid="queues" className="mb-4">
			<h2 className="mb-1.5 text-small text-text-2">{t("activity.queues")}</h2>
			{offline && <p className="mb-1.5 text-small text-warning-text">{t("activity.queuesOffline")}</p>}
			<div className="grid grid-cols-[repeat(auto-fill,minmax(300px,1fr))] gap-3">
				{shown.map(([key, rows]) => (
					<Queue key={key} known={robots.get(key)} rows={rows} />
				))}
			</div>
		</section>
	);
}

function Queue({ known, rows }: { known: KnownRobot | undefined; rows: readonly QueuedAction[] }) {
	const { t } = useTranslation();
	const name = known ? oneLine(known.robot.name) : t("robot.unnamed");
	return (
		<div className="rounded-card border border-line px-3 py-2">
			<h3 className="flex items-center gap-1.5 text-base font-medium">
				{known && <RobotMark name={name} hue={known.hue} dimmed={known.robot.status !== "online"} />}
				<span className="bidi-isolate min-w-0 flex-1 truncate">{name}</span>
				<span className="tabular text-small font-normal text-text-3">
					{t("activity.queueCount", { count: rows.length })}
				</span>
			</h3>
			<ol className="mt-1 flex flex-col">
				{rows.map((row) => (
					<Waiting key={row.id} row={row} />
				))}
			</ol>
		</div>
	);
}

function Waiting({ row }: { row: QueuedAction }) {
	const { t } = useTranslation();
	const words = useActionWords();
	const reason = useReason();
	const cancel = useMutation({ mutationFn: () => commands.cancelAction(row.id) });
	return (
		<li className="flex min-h-8 flex-wrap items-center gap-2 text-base">
			<span className="min-w-0 flex-1 truncate" title={words.title(row.robotKey, row.action)}>
				{words.title(row.robotKey, row.action)}
			</span>
			{row.state.state === "queued" ? (
				<Button
					look="quiet"
					size="small"
					data-testid="action-cancel"
					disabled={cancel.isPending}
					onClick={() => cancel.mutate()}
				>
					{t("activity.cancel")}
				</Button>
			) : (
				<span className="text-small text-accent-text">{t("activity.state.inFlight")}</span>
			)}
			{cancel.isError && (
				<p role="alert" className="w-full text-small text-danger-text">
					{t("activity.cancelFailed", { reason: reason(cancel.error) })}
				</p>
			)}
		</li>
	);
}
