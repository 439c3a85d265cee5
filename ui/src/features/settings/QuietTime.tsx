import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { QuietTime as Quiet, Weekday } from "@/bindings";
import { clockOf, minuteOf } from "@/shared/time/clock";
import { WEEKDAYS } from "@/shared/time/week";
import { classes } from "@/shared/ui/classes";
import { Tick } from "@/shared/ui/Tick";
import { Setting } from "./Setting";

type Props = { quiet: Quiet; onChange: (part: Partial<Quiet>) => void };

/** The hours and days without notifications. */
export function QuietTime({ quiet, onChange }: Props) {
	const { t } = useTranslation();
	const { on, hours } = quiet;
	const days: readonly Weekday[] = quiet.days.length === 0 ? WEEKDAYS : quiet.days;

	function toggle(day: Weekday) {
		const next = WEEKDAYS.filter((each) => (each === day ? !days.includes(each) : days.includes(each)));
		// None at all would mean every day: the last one stays.
		if (next.length > 0) onChange({ days: next.length === WEEKDAYS.length ? [] : [...next] });
	}

	return (
		<Setting title={t("desktop.quiet")} hint={t("desktop.quietHint")}>
			<Tick checked={on} onChange={(next) => onChange({ on: next })} testId="quiet-on">
				{t("desktop.quietOn")}
			</Tick>
			{on && (
				<div className="mt-2 flex flex-col gap-2 pl-6">
					<div className="flex items-center gap-4">
						<Time
							label={t("desktop.quietFrom")}
							minute={hours.fromMinute}
							testId="quiet-from"
							onChange={(fromMinute) => onChange({ hours: { ...hours, fromMinute } })}
						/>
						<Time
							label={t("desktop.quietTo")}
							minute={hours.toMinute}
							testId="quiet-to"
							onChange={(toMinute) => onChange({ hours: { ...hours, toMinute } })}
						/>
					</div>
					{hours.fromMinute === hours.toMinute && (
						<p role="status" className="text-small text-warning-text">
							{t("desktop.quietNever")}
						</p>
					)}
					<fieldset className="flex flex-wrap gap-1">
						<legend className="sr-only">{t("desktop.quietDays")}</legend>
						{WEEKDAYS.map((day) => (
							<button
								key={day}
								type="button"
								data-testid={`quiet-${day}`}
								aria-pressed={days.includes(day)}
								onClick={() => toggle(day)}
								className={classes(
									"h-7 min-w-12 rounded-control border px-2 text-small transition-colors duration-150",
									days.includes(day)
										? "border-accent bg-selection text-accent-text"
										: "border-line text-text-2 hover:bg-hover",
								)}
							>
								{t(`desktop.day.${day}`)}
							</button>
						))}
					</fieldset>
				</div>
			)}
		</Setting>
	);
}

type TimeProps = { label: string; minute: number; testId: string; onChange: (minute: number) => void };

/** Some web engines have no field for times and show one for text: half a time may stand there while it is typed. */
function Time({ label, minute, testId, onChange }: TimeProps) {
	const [typed, setTyped] = useState<string | null>(null);
	return (
		<label className="flex items-center gap-2 text-base text-text-2">
			{label}
			<input
				type="time"
				data-testid={testId}
				value={typed ?? clockOf(minute)}
				onBlur={() => setTyped(null)}
				onChange={({ target }) => {
					setTyped(target.value);
					const chosen = minuteOf(target.value);
					if (chosen !== null) onChange(chosen);
				}}
				className="tabular h-8 rounded-control border border-line-strong bg-surface-3 px-2 text-base text-text-1 transition-colors duration-150 hover:border-text-3"
			/>
		</label>
	);
}
