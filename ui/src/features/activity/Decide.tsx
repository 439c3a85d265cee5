import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type ActionDecision, commands, type QueuedAction } from "@/bindings";
import { useReason } from "@/shared/i18n/useReason";
import { Button } from "@/shared/ui/Button";
import { isSeenTwice, toCheck } from "./model";

/** No reply came, and only a person can find out whether it was done. Nothing is decided unasked. */
export function Decide({ row }: { row: QueuedAction }) {
	const { t } = useTranslation();
	const reason = useReason();
	const [again, setAgain] = useState(false);
	const decide = useMutation({
		mutationFn: (decision: ActionDecision) => commands.decideAction(row.id, decision),
	});
	const busy = decide.isPending || decide.isSuccess;
	const seenTwice = isSeenTwice(row);
	return (
		<div className="mt-1.5 rounded-control bg-warning-weak px-3 py-2 text-small text-text-1">
			<p>{t(`activity.check.${toCheck(row)}`)}</p>
			{again && seenTwice && (
				<p className="mt-1 font-medium text-warning-text">{t("activity.againWarning")}</p>
			)}
			<div className="mt-1.5 flex flex-wrap gap-1.5">
				<Button
					size="small"
					data-testid="decide-done"
					disabled={busy}
					title={t("activity.wasDoneHint")}
					onClick={() => decide.mutate("wasDone")}
				>
					{t("activity.wasDone")}
				</Button>
				{again && seenTwice ? (
					<Button
						size="small"
						look="danger"
						data-testid="decide-again-sure"
						disabled={busy}
						onClick={() => decide.mutate("doAgain")}
					>
						{t("activity.againSure")}
					</Button>
				) : (
					<Button
						size="small"
						data-testid="decide-again"
						disabled={busy}
						title={t("activity.againHint")}
						onClick={() => (seenTwice ? setAgain(true) : decide.mutate("doAgain"))}
					>
						{t("activity.again")}
					</Button>
				)}
				<Button
					size="small"
					look="quiet"
					data-testid="decide-leave"
					disabled={busy}
					title={t("activity.leaveHint")}
					onClick={() => decide.mutate("letBe")}
				>
					{t("activity.leave")}
				</Button>
			</div>
			{decide.isError && (
				<p role="alert" className="mt-1 text-danger-text">
					{t("activity.decideFailed", { reason: reason(decide.error) })}
				</p>
			)}
		</div>
	);
}
