import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { commands, type RuleSide } from "@/bindings";
import { KindFilter } from "@/shared/filters/KindFilter";
import { useReason } from "@/shared/i18n/useReason";
import { Button } from "@/shared/ui/Button";
import { Choice } from "@/shared/ui/Choice";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { Labelled } from "@/shared/ui/Labelled";
import { Modal } from "@/shared/ui/Modal";
import { TextArea } from "@/shared/ui/TextArea";
import { TextField } from "@/shared/ui/TextField";
import { CHECKS, isTimed, type RuleForm, ruleOf } from "./model";

const SIDES: readonly RuleSide[] = ["us", "customer", "both"];

type Props = { form: RuleForm; onClose: () => void; onSaved: () => void };

/** A rule, new or changed. */
export function RuleDialog({ form: given, onClose, onSaved }: Props) {
	const { t } = useTranslation();
	const reason = useReason();
	const [form, setForm] = useState(given);
	const change = (part: Partial<RuleForm>) => setForm((now) => ({ ...now, ...part }));
	const rule = ruleOf(form);
	const save = useMutation({
		mutationFn: () => (rule === null ? Promise.resolve(null) : commands.saveQualityRule(rule)),
		onSuccess: onSaved,
	});

	function submit(event: FormEvent) {
		event.preventDefault();
		if (rule !== null) save.mutate();
	}

	return (
		<Modal
			open
			onOpenChange={onClose}
			title={t(form.id === "" ? "quality.newRule" : "quality.editRule")}
			className="w-[520px]"
		>
			<form onSubmit={submit} data-testid="rule-form" className="mt-4 flex flex-col gap-4">
				<TextField
					label={t("quality.ruleName")}
					data-testid="rule-name"
					value={form.name}
					maxLength={40}
					onChange={(event) => change({ name: event.target.value })}
				/>
				<div className="grid grid-cols-3 gap-3">
					<Labelled label={t("quality.check")}>
						<Choice
							label={t("quality.check")}
							value={form.kind}
							testId="rule-kind"
							onChange={(kind) => change({ kind })}
							options={CHECKS.map((kind) => ({ value: kind, label: t(`quality.checks.${kind}`) }))}
						/>
					</Labelled>
					{!isTimed(form.kind) && (
						<Labelled label={t("quality.side")}>
							<Choice
								label={t("quality.side")}
								value={form.side}
								onChange={(side) => change({ side })}
								options={SIDES.map((side) => ({ value: side, label: t(`quality.sides.${side}`) }))}
							/>
						</Labelled>
					)}
					<Labelled label={t("filters.kind")}>
						<KindFilter
							value={form.scope ?? ""}
							onChange={(scope) => change({ scope: scope === "" ? null : scope })}
						/>
					</Labelled>
				</div>
				{form.kind === "words" && (
					<TextArea
						label={t("quality.words")}
						data-testid="rule-words"
						rows={5}
						value={form.words}
						onChange={(event) => change({ words: event.target.value })}
					/>
				)}
				{form.kind === "pattern" && (
					<TextField
						label={t("quality.pattern")}
						mono
						value={form.pattern}
						maxLength={2000}
						onChange={(event) => change({ pattern: event.target.value })}
					/>
				)}
				{isTimed(form.kind) && (
					<TextField
						label={t("quality.limit")}
						inputMode="numeric"
						value={form.minutes}
						onChange={(event) => change({ minutes: event.target.value })}
					/>
				)}
				<p className="text-small leading-5 text-text-2">{t(`quality.explained.${form.kind}`)}</p>
				{form.id !== "" && <p className="text-small leading-5 text-text-2">{t("quality.editHint")}</p>}
				{save.isError && <ErrorNote>{t("quality.notKept", { reason: reason(save.error) })}</ErrorNote>}
				<div className="flex justify-end gap-2">
					<Button onClick={onClose}>{t("quality.cancel")}</Button>
					<Button
						type="submit"
						look="primary"
						data-testid="rule-save"
						disabled={rule === null || save.isPending}
					>
						{t("quality.save")}
					</Button>
				</div>
			</form>
		</Modal>
	);
}
