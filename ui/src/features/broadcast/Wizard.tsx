import { useMutation } from "@tanstack/react-query";
import { Check } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { commands } from "@/bindings";
import { keepBroadcasts } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { MINUTE_MS } from "@/shared/time/model";
import { useNow } from "@/shared/time/useNow";
import { Button } from "@/shared/ui/Button";
import { classes } from "@/shared/ui/classes";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { AudienceStep } from "./AudienceStep";
import { ContentStep } from "./ContentStep";
import { draftOf, type Form, missing, STEPS, type Step } from "./model";
import { PlanStep } from "./PlanStep";
import { TimingStep } from "./TimingStep";
import type { FormDesk } from "./useForm";

/** Whom, what, when, and then once more all of it before anything leaves. */
export function Wizard({ form, desk }: { form: Form; desk: FormDesk }) {
	const { t } = useTranslation();
	const reason = useReason();
	const now = useNow(MINUTE_MS);
	const [leaving, setLeaving] = useState(false);
	const at = STEPS.indexOf(form.step);
	const lacks = missing(form, form.step, now);
	const planning = useMutation({
		mutationFn: () => commands.planBroadcast(draftOf(form)),
		onSuccess: (plan) => {
			desk.setPlan(plan);
			desk.change({ step: "plan" });
		},
	});
	const starting = useMutation({
		mutationFn: ({ id, recipients }: { id: string; recipients: number }) =>
			commands.startBroadcast(id, { recipients, cannotBeUndone: true }),
		onSuccess: (record) => {
			keepBroadcasts([record]);
			// What was refused can be mended and planned anew; the rest is history that the list tells.
			if (record.state === "refused") {
				desk.setPlan(null);
				desk.change({ step: "content" });
			} else desk.end();
		},
	});

	/** A plan is for one draft: whoever goes back makes another. */
	function goTo(step: Step) {
		if (desk.plan !== null) {
			// If it cannot be dropped, it runs out by itself.
			commands.dismissBroadcast(desk.plan.id).catch(() => undefined);
			desk.setPlan(null);
		}
		planning.reset();
		starting.reset();
		desk.change({ step });
	}

	const before = STEPS[at - 1];
	const after = STEPS[at + 1];
	return (
		<>
			<div className="flex shrink-0 items-center gap-4 border-b border-line px-6 py-2.5">
				<ol className="flex flex-1 gap-5" aria-label={t("broadcast.steps")}>
					{STEPS.map((step, index) => (
						<li
							key={step}
							aria-current={step === form.step ? "step" : undefined}
							className={classes(
								"flex items-center gap-1.5 text-base",
								step === form.step ? "font-medium text-accent-text" : "text-text-2",
							)}
						>
							<span
								className={classes(
									"tabular inline-flex size-5 items-center justify-center rounded-full text-mini",
									index < at || step === form.step ? "bg-accent text-on-accent" : "bg-pressed text-text-2",
								)}
							>
								{index < at ? <Check size={12} strokeWidth={3} aria-hidden="true" /> : index + 1}
							</span>
							{t(`broadcast.step.${step}`)}
						</li>
					))}
				</ol>
				{leaving ? (
					<span className="flex items-center gap-2 text-small text-text-2">
						{t("broadcast.leaveSure")}
						<Button size="small" onClick={() => setLeaving(false)}>
							{t("broadcast.leaveNo")}
						</Button>
						<Button
							size="small"
							look="danger"
							data-testid="broadcast-leave-sure"
							onClick={() => {
								goTo("audience");
								desk.end();
							}}
						>
							{t("broadcast.leaveYes")}
						</Button>
					</span>
				) : (
					<Button look="quiet" data-testid="broadcast-leave" onClick={() => setLeaving(true)}>
						{t("broadcast.leave")}
					</Button>
				)}
			</div>
			{starting.data?.state === "refused" && (
				<ErrorNote className="mx-6 mt-3">
					{t("broadcast.refusedWhy", { answer: starting.data.answer || t("actions.refusal.unsaid") })}
				</ErrorNote>
			)}
			{form.step === "audience" && <AudienceStep form={form} onChange={desk.change} />}
			{form.step === "content" && <ContentStep form={form} onChange={desk.change} />}
			{form.step === "timing" && <TimingStep form={form} onChange={desk.change} />}
			{form.step === "plan" && desk.plan !== null && (
				<PlanStep
					key={desk.plan.id}
					plan={desk.plan}
					chosen={form.chosen}
					busy={starting.isPending || planning.isPending}
					error={starting.error ?? planning.error}
					onReplan={() => planning.mutate()}
					onStart={(id, recipients) => starting.mutate({ id, recipients })}
				/>
			)}
			<footer className="flex shrink-0 items-center gap-3 border-t border-line px-6 py-3">
				{before !== undefined && (
					<Button disabled={starting.isPending} data-testid="broadcast-back" onClick={() => goTo(before)}>
						{t("broadcast.back")}
					</Button>
				)}
				<span className="min-w-0 flex-1 text-right text-small" aria-live="polite">
					{planning.isError && form.step !== "plan" ? (
						<span className="text-danger-text">
							{t("broadcast.planFailed", { reason: reason(planning.error) })}
						</span>
					) : (
						lacks !== null && <span className="text-text-2">{t(`broadcast.missing.${lacks}`)}</span>
					)}
				</span>
				{after !== undefined && (
					<Button
						look="primary"
						data-testid="broadcast-next"
						disabled={lacks !== null || planning.isPending}
						onClick={() => (after === "plan" ? planning.mutate() : goTo(after))}
					>
						{t(after === "plan" ? "broadcast.check" : "broadcast.next")}
					</Button>
				)}
			</footer>
		</>
	);
}
