import { useTranslation } from "react-i18next";
import type { Policy } from "@/bindings";
import { PolicyBroken } from "@/shared/policy/PolicyBroken";
import { usePolicy } from "@/shared/policy/usePolicy";
import { Setting } from "./Setting";

/** The organisation's rules for this computer, where there are any. */
export function PolicySettings() {
	const { t } = useTranslation();
	const rows = useRows(usePolicy());
	if (rows.length === 0) return null;
	return (
		<Setting title={t("policy.title")} hint={t("policy.hint")}>
			<PolicyBroken />
			<dl
				data-testid="policy"
				className="overflow-hidden rounded-card border border-line bg-surface-2 [&:not(:first-child)]:mt-2"
			>
				{rows.map((row) => (
					<div
						key={row.name}
						className="flex items-baseline gap-3 border-b border-line px-3 py-2.5 last:border-0"
					>
						<dt className="w-40 shrink-0 text-base text-text-2">{row.name}</dt>
						<dd className="min-w-0 flex-1 break-words text-base text-text-1">{row.value}</dd>
					</div>
				))}
			</dl>
		</Setting>
	);
}

function useRows(policy: Policy | null): { name: string; value: string }[] {
	const { t } = useTranslation();
	if (policy === null) return [];
	const listed = (words: readonly string[]) =>
		words.length > 0 ? words.join(" · ") : t("policy.noneAllowed");
	const rows: { name: string; value: string }[] = [];
	if (policy.environments !== null) {
		const { kinds, addresses } = policy.environments;
		const words = [...kinds.map((kind) => t(`environment.${kind}`)), ...addresses];
		rows.push({ name: t("policy.environments"), value: listed(words) });
	}
	if (policy.retentionDays !== null) {
		const value = t("policy.retentionDays", { days: String(policy.retentionDays) });
		rows.push({ name: t("policy.retention"), value });
	}
	if (policy.forbiddenExports.length > 0) {
		const words = policy.forbiddenExports.map((kind) => t(`policy.export.${kind}`));
		rows.push({ name: t("policy.exports"), value: listed(words) });
	}
	return rows;
}
