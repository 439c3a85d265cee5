import { useTranslation } from "react-i18next";
import type { AdminReplacement, GroupCard, ReplacementState } from "@/bindings";
import { useNames, useReplacements } from "@/shared/host";
import { MINUTE_MS } from "@/shared/time/model";
import { useNow } from "@/shared/time/useNow";
import { useTimeWords } from "@/shared/time/useTimeWords";

const TONES: Record<ReplacementState, string> = {
	removing: "text-text-2",
	adding: "text-text-2",
	replaced: "text-positive-text",
	nothingChanged: "text-text-2",
	removalUnknown: "text-warning-text",
	removedOnly: "text-danger-text",
	additionUnknown: "text-warning-text",
};

/** What came of the last replacement of an admin in this group: exactly the state it left (Q49). */
export function Replacements({ card }: { card: GroupCard }) {
	const { t } = useTranslation();
	const times = useTimeWords();
	const nameOf = useNames();
	const now = useNow(MINUTE_MS);
	const replacements = useReplacements();
	const last = [...(replacements.value?.values() ?? [])]
		.filter((each) => each.robotKey === card.group.robotKey && each.groupId === card.group.id)
		.reduce<AdminReplacement | null>(
			(newest, each) => (newest === null || each.requestedAt > newest.requestedAt ? each : newest),
			null,
		);
	if (last === null) return null;
	return (
		<p role="status" data-testid="replacement" className={`mt-2 text-small leading-5 ${TONES[last.state]}`}>
			{t(`groupTools.replacement.${last.state}`, {
				old: nameOf(last.robotKey, last.remove),
				new: nameOf(last.robotKey, last.add),
			})}{" "}
			<span className="text-text-3">{times.list(last.requestedAt, now)}</span>
		</p>
	);
}
