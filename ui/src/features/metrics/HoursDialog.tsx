import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { GroupRule, Weekday, WorkHours } from "@/bindings";
import { useReason } from "@/shared/i18n/useReason";
import { clockOf } from "@/shared/time/clock";
import { WEEKDAYS } from "@/shared/time/week";
import { Button } from "@/shared/ui/Button";
import { Choice } from "@/shared/ui/Choice";
import { classes } from "@/shared/ui/classes";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { Modal } from "@/shared/ui/Modal";
import { TextArea } from "@/shared/ui/TextArea";
import { TextField } from "@/shared/ui/TextField";
import { Tick } from "@/shared/ui/Tick";
import { datesFrom, minuteOf } from "./model";

const GROUPS: readonly GroupRule[] = ["mentioned", "every", "leaveOut"];
type Props = { hours: WorkHours; onSave: (hours: WorkHours) => Promise<void>; onClose: () => void };

/** What the team calls working time, waiting too long and a new conversation. */
export function HoursDialog({ hours, onSave, onClose }: Props) {
	const { t } = useTranslation();
	const reason = useReason();
	const [days, setDays] = useState<readonly Weekday[]>(hours.days);
	const [from, setFrom] = useState(clockOf(hours.hours.fromMinute));
	const [to, setTo] = useState(clockOf(hours.hours.toMinute));
	const [hasLunch, setHasLunch] = useState(hours.lunch !== null);
	const [lunchFrom, setLunchFrom] = useState(clockOf(hours.lunch?.fromMinute ?? 720));
	const [lunchTo, setLunchTo] = useState(clockOf(hours.lunch?.toMinute ?? 780));
	const [holidays, setHolidays] = useState(hours.holidays.join("\n"));
	const [extraDays, setExtraDays] = useState(hours.extraDays.join("\n"));
	const [zone, setZone] = useState(hours.zone);
	const [limit, setLimit] = useState(String(hours.limitMinutes));
	const [silence, setSilence] = useState(String(hours.silenceHours));
	const [groups, setGroups] = useState(hours.groups);
	const [error, setError] = useState<string | null>(null);
	const [busy, setBusy] = useState(false);

	function read(): WorkHours | null {
		const [begin, end] = [minuteOf(from), minuteOf(to)];
		const [eat, back] = [minuteOf(lunchFrom), minuteOf(lunchTo)];
		const [free, worked] = [datesFrom(holidays), datesFrom(extraDays)];
		const numbers = [limit, silence].map((text) => (/^\d+$/.test(text.trim()) ? Number(text) : null));
		const [limitMinutes, silenceHours] = numbers;
		if (begin === null || end === null || (hasLunch && (eat === null || back === null))) return null;
		if (free === null || worked === null || limitMinutes == null || silenceHours == null) return null;
		return {
			zone: zone.trim(),
			days: WEEKDAYS.filter((day) => days.includes(day)),
			hours: { fromMinute: begin, toMinute: end },
			lunch: hasLunch && eat !== null && back !== null ? { fromMinute: eat, toMinute: back } : null,
			holidays: free,
			extraDays: worked,
			limitMinutes,
			silenceHours,
			groups,
		};
	}

	async function save(event: FormEvent) {
		event.preventDefault();
		const next = read();
		if (next === null) {
			setError(t("metrics.hours.wrong"));
			return;
		}
		setBusy(true);
		try {
			await onSave(next);
			onClose();
		} catch (failure) {
			setError(t("metrics.hours.failed", { reason: reason(failure) }));
			setBusy(false);
		}
	}

	return (
		<Modal
			open
			onOpenChange={(open) => !open && onClose()}
			title={t("metrics.hours.title")}
			className="w-[560px]"
		>
			<form data-testid="hours-dialog" onSubmit={save} className="mt-2 flex flex-col gap-4">
				<p className="text-small leading-5 text-text-2">{t("metrics.hours.hint")}</p>
				<fieldset>
					<legend className="mb-1 text-small text-text-2">{t("metrics.hours.days")}</legend>
					<div className="flex flex-wrap gap-x-4 gap-y-1">
						{WEEKDAYS.map((day) => (
							<Tick
								key={day}
								checked={days.includes(day)}
								onChange={(on) => setDays(on ? [...days, day] : days.filter((each) => each !== day))}
							>
								{t(`metrics.weekday.${day}`)}
							</Tick>
						))}
					</div>
				</fieldset>
				<div className="grid grid-cols-4 gap-3">
					<TextField
						label={t("metrics.hours.from")}
						value={from}
						onChange={(event) => setFrom(event.target.value)}
						inputMode="numeric"
						className="tabular min-w-0"
						aria-invalid={minuteOf(from) === null || undefined}
					/>
					<TextField
						label={t("metrics.hours.to")}
						value={to}
						onChange={(event) => setTo(event.target.value)}
						className="tabular min-w-0"
						aria-invalid={minuteOf(to) === null || undefined}
					/>
					<TextField
						label={t("metrics.hours.lunchFrom")}
						value={lunchFrom}
						disabled={!hasLunch}
						onChange={(event) => setLunchFrom(event.target.value)}
						className={classes("tabular min-w-0", !hasLunch && "opacity-50")}
					/>
					<TextField
						label={t("metrics.hours.lunchTo")}
						value={lunchTo}
						disabled={!hasLunch}
						onChange={(event) => setLunchTo(event.target.value)}
						className={classes("tabular min-w-0", !hasLunch && "opacity-50")}
					/>
				</div>
				<Tick checked={hasLunch} onChange={setHasLunch}>
					{t("metrics.hours.lunch")}
				</Tick>
				<div className="grid grid-cols-2 gap-3">
					<TextArea
						label={t("metrics.hours.holidays")}
						value={holidays}
						onChange={(event) => setHolidays(event.target.value)}
						placeholder="2026-10-01"
						aria-invalid={datesFrom(holidays) === null || undefined}
						className="h-16 resize-y font-mono"
					/>
					<TextArea
						label={t("metrics.hours.extraDays")}
						value={extraDays}
						onChange={(event) => setExtraDays(event.target.value)}
						placeholder="2026-10-10"
						aria-invalid={datesFrom(extraDays) === null || undefined}
						className="h-16 resize-y font-mono"
					/>
				</div>
				<div className="grid grid-cols-3 gap-3">
					<TextField
						label={t("metrics.hours.limit")}
						value={limit}
						onChange={(event) => setLimit(event.target.value)}
						inputMode="numeric"
						data-testid="hours-limit"
						className="tabular min-w-0"
					/>
					<TextField
						label={t("metrics.hours.silence")}
						value={silence}
						onChange={(event) => setSilence(event.target.value)}
						inputMode="numeric"
						className="tabular min-w-0"
					/>
					<TextField
						label={t("metrics.hours.zone")}
						value={zone}
						onChange={(event) => setZone(event.target.value)}
						className="min-w-0"
					/>
				</div>
				<div className="flex flex-col gap-1">
					<span className="text-small text-text-2">{t("metrics.hours.groups")}</span>
					<Choice
						label={t("metrics.hours.groups")}
						value={groups}
						onChange={setGroups}
						options={GROUPS.map((value) => ({ value, label: t(`metrics.groups.${value}`) }))}
					/>
				</div>
				{error !== null && <ErrorNote>{error}</ErrorNote>}
				<div className="flex justify-end gap-2">
					<Button onClick={onClose}>{t("metrics.hours.cancel")}</Button>
					<Button type="submit" look="primary" disabled={busy} data-testid="hours-save">
						{t("metrics.hours.save")}
					</Button>
				</div>
			</form>
		</Modal>
	);
}
