import { CircleHelp, LoaderCircle, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { GroupCard } from "@/bindings";
import { dismissRefusal, freshRefusals, isOpen, needsDecision, newestFirst, useDesk } from "@/shared/host";
import { useActionWords } from "@/shared/i18n/useActionWords";
import { MINUTE_MS } from "@/shared/time/model";
import { useNow } from "@/shared/time/useNow";
import { concerns } from "./model";

/** What is on its way in this group, what came back, and what only a person can find out. */
export function GroupProgress({ card, onShowActivity }: { card: GroupCard; onShowActivity: () => void }) {
	const { t } = useTranslation();
	const words = useActionWords();
	const now = useNow(MINUTE_MS);
	const records = useDesk((desk) => desk.records);
	const robot = card.group.robotKey;
	const mine = [...records.actions.values()]
		.filter((row) => row.robotKey === robot && concerns(card, row.action))
		.sort(newestFirst);
	const open = mine.filter(isOpen);
	const unknown = mine.filter(needsDecision);
	const refused = freshRefusals(records, robot, (action) => concerns(card, action), now);
	if (open.length + unknown.length + refused.length === 0) return null;
	return (
		<ul aria-live="polite" className="flex flex-col gap-1.5 px-4 pb-3 text-small">
			{open.map((row) => (
				<li key={row.id} className="flex gap-1.5 text-text-2">
					<LoaderCircle size={14} aria-hidden="true" className="mt-0.5" />
					<span className="min-w-0 [overflow-wrap:anywhere]">
						{t("group.doing", { what: words.title(robot, row.action) })}
					</span>
				</li>
			))}
			{unknown.map((row) => (
				<li key={row.id} className="flex gap-1.5 text-warning-text">
					<CircleHelp size={14} aria-hidden="true" className="mt-0.5" />
					<span className="min-w-0 [overflow-wrap:anywhere]">
						{t("group.unsure", { what: words.title(robot, row.action) })}{" "}
						<button type="button" className="underline" onClick={onShowActivity}>
							{t("group.decide")}
						</button>
					</span>
				</li>
			))}
			{refused.map((row) => (
				<li key={row.id} className="flex gap-1.5 text-danger-text">
					<TriangleAlert size={14} aria-hidden="true" className="mt-0.5" />
					<span className="min-w-0 [overflow-wrap:anywhere]">
						{t("group.refused", { what: words.title(robot, row.action), reason: words.refusal(row) })}{" "}
						<button type="button" className="text-text-2 underline" onClick={() => dismissRefusal(row.id)}>
							{t("edit.dismiss")}
						</button>
					</span>
				</li>
			))}
		</ul>
	);
}
