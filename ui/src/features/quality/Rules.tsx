import { useMutation } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { commands, type QualityRule } from "@/bindings";
import { useReason } from "@/shared/i18n/useReason";
import { Button } from "@/shared/ui/Button";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { Modal } from "@/shared/ui/Modal";
import { PanelFailed, PanelSkeleton } from "@/shared/ui/PanelState";
import { Tick } from "@/shared/ui/Tick";
import { formOf, NEW_RULE, type RuleForm } from "./model";
import { RuleDialog } from "./RuleDialog";
import { useRules } from "./useQuality";

/** The rules by which messages are flagged, and how far each has read. */
export function Rules() {
	const { t } = useTranslation();
	const reason = useReason();
	const rules = useRules();
	const [editing, setEditing] = useState<RuleForm | null>(null);
	const [leaving, setLeaving] = useState<QualityRule | null>(null);
	const save = useMutation({
		mutationFn: (rule: QualityRule) => commands.saveQualityRule(rule),
		onSettled: () => rules.refetch(),
	});
	const remove = useMutation({
		mutationFn: (rule: QualityRule) => commands.deleteQualityRule(rule.id),
		onSuccess: () => setLeaving(null),
		onSettled: () => rules.refetch(),
	});
	if (rules.error !== null) return <PanelFailed error={rules.error} onRetry={() => void rules.refetch()} />;
	if (rules.data === undefined) return <PanelSkeleton />;
	const failed = save.error ?? remove.error;
	const names = {
		money: t("quality.checks.money"),
		privateContact: t("quality.checks.privateContact"),
		late: t("quality.checks.late"),
		unanswered: t("quality.checks.unanswered"),
	};
	return (
		<div className="mx-auto flex max-w-[880px] flex-col gap-3 px-6 py-4">
			<div className="flex items-center gap-3">
				<p className="min-w-0 flex-1 text-small text-text-2">{t("quality.rulesHint")}</p>
				<Button look="primary" data-testid="new-rule" onClick={() => setEditing(NEW_RULE)}>
					<Plus size={16} aria-hidden="true" />
					{t("quality.newRule")}
				</Button>
			</div>
			{failed !== null && <ErrorNote>{t("quality.notKept", { reason: reason(failed) })}</ErrorNote>}
			{rules.data.length === 0 && (
				<div className="flex flex-col items-center gap-3 pt-12 text-center">
					<p className="text-message font-medium">{t("quality.noRules")}</p>
					<p className="text-small text-text-2">{t("quality.presets")}</p>
					<div className="flex flex-wrap justify-center gap-2">
						{(["money", "privateContact", "late", "unanswered"] as const).map((kind) => (
							<Button
								key={kind}
								data-testid={`preset-${kind}`}
								onClick={() => setEditing({ ...NEW_RULE, kind, name: names[kind] })}
							>
								{names[kind]}
							</Button>
						))}
					</div>
				</div>
			)}
			<ul className="flex flex-col gap-2">
				{rules.data.map(({ rule, openFlags, percent }) => (
					<li
						key={rule.id}
						data-testid="rule"
						className="flex items-center gap-4 rounded-card border border-line bg-surface-1 px-4 py-3"
					>
						<Tick checked={rule.on} onChange={(on) => save.mutate({ ...rule, on })}>
							<span className="text-base font-medium">{rule.name}</span>
						</Tick>
						<span className="min-w-0 flex-1 truncate text-small text-text-2">
							<CheckWords rule={rule} />
						</span>
						<span className="tabular shrink-0 text-small text-text-3">
							{rule.on && percent < 100
								? t("quality.readSoFar", { percent: String(percent) })
								: t("quality.openFlags", { count: openFlags })}
						</span>
						<Button size="small" onClick={() => setEditing(formOf(rule))}>
							{t("quality.edit")}
						</Button>
						<Button size="small" look="quiet" onClick={() => setLeaving(rule)}>
							{t("quality.remove")}
						</Button>
					</li>
				))}
			</ul>
			{editing !== null && (
				<RuleDialog
					form={editing}
					onClose={() => setEditing(null)}
					onSaved={() => {
						setEditing(null);
						void rules.refetch();
					}}
				/>
			)}
			<Modal
				open={leaving !== null}
				onOpenChange={() => setLeaving(null)}
				title={t("quality.removeRule", { name: leaving?.name ?? "" })}
			>
				<p className="mt-2 text-base text-text-2">{t("quality.removeRuleBody")}</p>
				<div className="mt-5 flex justify-end gap-2">
					<Button onClick={() => setLeaving(null)}>{t("quality.cancel")}</Button>
					<Button look="danger" onClick={() => leaving && remove.mutate(leaving)}>
						{t("quality.remove")}
					</Button>
				</div>
			</Modal>
		</div>
	);
}

/** What a rule looks for, in a line. */
function CheckWords({ rule }: { rule: QualityRule }) {
	const { t } = useTranslation();
	const { check, scope } = rule;
	const what = t(`quality.checks.${check.kind}`);
	const detail =
		check.kind === "words"
			? check.words.join(t("quality.comma"))
			: check.kind === "pattern"
				? check.pattern
				: "minutes" in check
					? t("quality.minutes", { count: check.minutes })
					: "";
	return [
		what,
		detail,
		"side" in check ? t(`quality.sides.${check.side}`) : "",
		scope === null ? "" : t(`filters.kinds.${scope}`),
	]
		.filter((part) => part !== "")
		.join(" · ");
}
