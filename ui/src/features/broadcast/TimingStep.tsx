import { useTranslation } from "react-i18next";
import type { Weekday } from "@/bindings";
import { WEEKDAYS } from "@/shared/time/week";
import { Button } from "@/shared/ui/Button";
import { Segmented } from "@/shared/ui/Segmented";
import { TextField } from "@/shared/ui/TextField";
import { type Form, SHORTEST_PAUSE_S } from "./model";

type Props = { form: Form; onChange: (part: Partial<Form>) => void };

/** When, and how far apart. */
export function TimingStep({ form, onChange }: Props) {
	const { t } = useTranslation();

	function toggle(day: Weekday) {
		const { days } = form;
		onChange({ days: days.includes(day) ? days.filter((each) => each !== day) : [...days, day] });
	}

	return (
		<div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-6 py-4">
			<div className="flex max-w-[640px] flex-col gap-6">
				<section aria-label={t("broadcast.when")} className="flex flex-col items-start gap-3">
					<h2 className="text-message font-medium">{t("broadcast.when")}</h2>
					<Segmented
						label={t("broadcast.when")}
						value={form.when}
						onChange={(when) => onChange({ when })}
						segments={[
							{ value: "now", label: t("broadcast.whenNow") },
							{ value: "once", label: t("broadcast.whenOnce"), testId: "when-once" },
							{ value: "weekly", label: t("broadcast.whenRepeat"), testId: "when-weekly" },
						]}
					/>
					{form.when === "once" && (
						<TextField
							type="datetime-local"
							label={t("broadcast.onceAt")}
							value={form.onceAt}
							data-testid="once-at"
							onChange={(event) => onChange({ onceAt: event.target.value })}
						/>
					)}
					{form.when === "weekly" && (
						<>
							<fieldset className="flex flex-wrap gap-1.5">
								<legend className="mb-1 text-small text-text-2">{t("broadcast.days")}</legend>
								{WEEKDAYS.map((day) => (
									<Button
										key={day}
										size="small"
										look={form.days.includes(day) ? "primary" : "outline"}
										aria-pressed={form.days.includes(day)}
										onClick={() => toggle(day)}
									>
										{t(`broadcast.day.${day}`)}
									</Button>
								))}
							</fieldset>
							<TextField
								type="time"
								label={t("broadcast.weeklyAt")}
								value={form.weeklyAt}
								onChange={(event) => onChange({ weeklyAt: event.target.value })}
							/>
							<p className="rounded-control bg-warning-weak px-3 py-2 text-small text-text-1">
								{t("broadcast.warning.repeats")}
							</p>
						</>
					)}
				</section>
				<section aria-label={t("broadcast.pace")} className="flex flex-col items-start gap-3">
					<h2 className="text-message font-medium">{t("broadcast.pace")}</h2>
					<Segmented
						label={t("broadcast.pace")}
						value={form.pace}
						onChange={(pace) => onChange({ pace })}
						segments={[
							{ value: "default", label: t("broadcast.paceDefault") },
							{ value: "between", label: t("broadcast.paceBetween"), testId: "pace-between" },
						]}
					/>
					{form.pace === "between" && (
						<div className="flex gap-3">
							<TextField
								type="number"
								min={SHORTEST_PAUSE_S}
								label={t("broadcast.paceMin")}
								value={form.minS}
								className="w-36"
								onChange={(event) => onChange({ minS: event.target.value })}
							/>
							<TextField
								type="number"
								min={SHORTEST_PAUSE_S}
								label={t("broadcast.paceMax")}
								value={form.maxS}
								className="w-36"
								onChange={(event) => onChange({ maxS: event.target.value })}
							/>
						</div>
					)}
					<p className="text-small text-text-2">
						{t("broadcast.paceHint", { least: String(SHORTEST_PAUSE_S) })}
					</p>
				</section>
			</div>
		</div>
	);
}
