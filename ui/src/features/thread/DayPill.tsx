import { useTranslation } from "react-i18next";
import type { Timestamp } from "@/bindings";
import { useLanguage } from "@/shared/i18n/useLanguage";
import { daysBetween, formatDay, MINUTE_MS } from "@/shared/time/model";
import { useNow } from "@/shared/time/useNow";
import { classes } from "@/shared/ui/classes";

/** The name of a day: `今天`, `昨天`, `11月20日 星期五`. */
export function useDayName() {
	const { t } = useTranslation();
	const language = useLanguage();
	const now = useNow(MINUTE_MS);
	return (day: Timestamp): string => {
		const age = daysBetween(day, now);
		const date = formatDay(day, now, language);
		if (age === 0) return `${t("time.today")} · ${date}`;
		if (age === 1) return `${t("time.yesterday")} · ${date}`;
		return date;
	};
}

/** A divider between days, with its hairline. */
export function DayDivider({ day }: { day: Timestamp }) {
	const name = useDayName()(day);
	return (
		<div data-testid="day-divider" className="flex h-11 items-center gap-3 px-5 text-small text-text-3">
			<span aria-hidden="true" className="h-px flex-1 bg-line" />
			<span className="tabular">{name}</span>
			<span aria-hidden="true" className="h-px flex-1 bg-line" />
		</div>
	);
}

/** The same, floating over the messages while they scroll. */
export function DayPill({ day, floating }: { day: Timestamp; floating: "shown" | "fading" }) {
	const name = useDayName()(day);
	return (
		<div
			aria-hidden="true"
			className={classes(
				"tabular pointer-events-none absolute top-2 left-1/2 -translate-x-1/2 rounded-full bg-surface-3 px-3 py-0.5 text-small text-text-2 shadow-float transition-opacity",
				floating === "shown" ? "opacity-100 duration-100" : "opacity-0 delay-700 duration-300",
			)}
		>
			{name}
		</div>
	);
}
