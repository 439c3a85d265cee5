import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AuditKind, AuditOutcome } from "@/bindings";
import { RobotFilter } from "@/shared/filters/RobotFilter";
import { useReason } from "@/shared/i18n/useReason";
import { Button } from "@/shared/ui/Button";
import { Choice } from "@/shared/ui/Choice";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { Segmented } from "@/shared/ui/Segmented";
import { ViewHeader } from "@/shared/ui/ViewHeader";
import { AuditRow } from "./AuditRow";
import { EVERYTHING, type Reach } from "./model";
import { useAudit } from "./useAudit";

const KINDS: readonly (AuditKind | "")[] = ["", "action", "send", "broadcast"];
const OUTCOMES: readonly (AuditOutcome | "")[] = ["", "open", "done", "refused", "unknown", "cancelled"];
const REACHES: readonly Reach[] = ["day", "week", "month", "ever"];

/** Who asked what of which robot, and what came back: actions, sends and broadcasts in one order. */
export function Audit() {
	const { t } = useTranslation();
	const reason = useReason();
	const [filter, setFilter] = useState(EVERYTHING);
	const { entries, busy, error, more, retry } = useAudit(filter);

	return (
		<section data-testid="audit" aria-label={t("lead.view.audit")} className="flex h-full min-h-0 flex-col">
			<ViewHeader title={t("lead.view.audit")} hint={t("audit.hint")} />
			<div className="flex shrink-0 flex-wrap items-center gap-3 border-b border-line px-6 py-2">
				<Segmented
					label={t("audit.kind")}
					value={filter.kind}
					onChange={(kind) => setFilter({ ...filter, kind })}
					segments={KINDS.map((value) => ({
						value,
						label: t(value === "" ? "audit.everything" : `audit.kinds.${value}`),
						testId: `audit-${value === "" ? "all" : value}`,
					}))}
				/>
				<Choice
					label={t("audit.outcome")}
					value={filter.outcome}
					onChange={(outcome) => setFilter({ ...filter, outcome })}
					testId="audit-outcome"
					options={OUTCOMES.map((value) => ({
						value,
						label: t(value === "" ? "audit.anyOutcome" : `audit.outcomes.${value}`),
					}))}
				/>
				<RobotFilter
					value={filter.robot}
					onChange={(robot) => setFilter({ ...filter, robot })}
					className="w-40"
				/>
				<Choice
					label={t("audit.reach")}
					value={filter.reach}
					onChange={(reach) => setFilter({ ...filter, reach })}
					options={REACHES.map((value) => ({ value, label: t(`audit.reaches.${value}`) }))}
				/>
			</div>
			<div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-6 py-3">
				<div className="mx-auto w-full max-w-[960px]">
					{error !== null && (
						<div className="mb-3 flex items-start gap-2">
							<ErrorNote className="flex-1">{t("panel.failed", { reason: reason(error) })}</ErrorNote>
							<Button onClick={retry}>{t("app.retry")}</Button>
						</div>
					)}
					<ul>
						{entries.map((entry) => (
							<li key={idOf(entry)}>
								<AuditRow entry={entry} />
							</li>
						))}
					</ul>
					{busy && (
						<div role="status" aria-label={t("panel.loading")} className="flex flex-col gap-3 py-3">
							{["w-3/5", "w-2/5", "w-1/2"].map((width) => (
								<span key={width} className={`skeleton h-4 ${width}`} />
							))}
						</div>
					)}
					{!busy && error === null && entries.length === 0 && (
						<div role="status" className="px-6 pt-16 text-center">
							<p className="text-message font-medium">{t("audit.emptyTitle")}</p>
							<p className="mt-1 text-small leading-5 text-text-2">{t("audit.emptyBody")}</p>
						</div>
					)}
					{more !== null && !busy && (
						<Button look="quiet" className="mx-auto mt-2 flex" onClick={more}>
							{t("audit.older")}
						</Button>
					)}
				</div>
			</div>
		</section>
	);
}

function idOf({ item }: ReturnType<typeof useAudit>["entries"][number]): string {
	switch (item.kind) {
		case "action":
			return `action ${item.action.id}`;
		case "send":
			return `send ${item.send.id}`;
		case "broadcast":
			return `broadcast ${item.broadcast.id}`;
	}
}
