import { CalendarDays, LoaderCircle } from "lucide-react";
import { useState } from "react";
import { DayPicker } from "react-day-picker";
import { enGB } from "react-day-picker/locale/en-GB";
import { zhCN } from "react-day-picker/locale/zh-CN";
import { useTranslation } from "react-i18next";
import type { Timestamp } from "@/bindings";
import { useLanguage } from "@/shared/i18n/useLanguage";
import { formatTime } from "@/shared/time/model";
import { Button } from "@/shared/ui/Button";
import { Flyout } from "@/shared/ui/Flyout";
import { IconButton } from "@/shared/ui/IconButton";

const NAVIGATION =
	"flex size-7 items-center justify-center rounded-control text-text-2 hover:bg-hover hover:text-text-1 aria-disabled:opacity-40";

const LOOK = {
	months: "relative",
	month_caption: "flex h-7 items-center justify-center text-base font-medium text-text-1",
	nav: "absolute inset-x-0 top-0 flex justify-between",
	button_previous: NAVIGATION,
	button_next: NAVIGATION,
	chevron: "size-4 fill-current",
	month_grid: "mt-2 w-full border-collapse",
	weekday: "h-7 text-mini font-normal text-text-3",
	day: "p-0 text-center",
	day_button:
		"tabular size-8 rounded-control text-base text-text-1 transition-colors duration-100 enabled:hover:bg-hover disabled:text-text-3 disabled:opacity-50",
	today: "font-semibold [&>button]:text-accent-text",
	outside: "opacity-40",
} as const;

/** A calendar that leads to a day of the thread. */
export function DateJump({ newest, onPick }: { newest: Timestamp | null; onPick: (day: Timestamp) => void }) {
	const { t } = useTranslation();
	const language = useLanguage();
	const [open, setOpen] = useState(false);
	const today = new Date();
	return (
		<Flyout
			trigger={
				<IconButton label={t("dates.jump")} title={t("dates.jump")} size={32} data-testid="jump-to-date">
					<CalendarDays size={18} />
				</IconButton>
			}
			title={t("dates.jump")}
			side="bottom"
			align="end"
			className="w-auto"
			open={open}
			onOpenChange={setOpen}
		>
			<DayPicker
				mode="single"
				autoFocus
				locale={language === "en" ? enGB : zhCN}
				weekStartsOn={1}
				defaultMonth={newest === null ? today : new Date(newest)}
				endMonth={today}
				disabled={{ after: today }}
				classNames={LOOK}
				onDayClick={(day, modifiers) => {
					if (modifiers.disabled) return;
					setOpen(false);
					onPick(day.getTime());
				}}
			/>
		</Flyout>
	);
}

/** How far back the reading for a jump has come, and the way to stop it. */
export function JumpStatus({ at, onStop }: { at: Timestamp | null; onStop: () => void }) {
	const { t } = useTranslation();
	const language = useLanguage();
	if (at === null) return null;
	return (
		<div
			role="status"
			data-testid="jump-status"
			className="tabular absolute top-2 left-1/2 z-10 flex h-8 -translate-x-1/2 items-center gap-2 rounded-full bg-surface-3 pr-1 pl-3 text-small whitespace-nowrap text-text-2 shadow-float"
		>
			<LoaderCircle size={14} aria-hidden="true" className="animate-spin" />
			{t("dates.searching", { date: formatTime(at, "dateWithYear", language) })}
			<Button look="quiet" size="small" className="rounded-full" onClick={onStop}>
				{t("dates.stop")}
			</Button>
		</div>
	);
}
