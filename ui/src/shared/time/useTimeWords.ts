import { useTranslation } from "react-i18next";
import type { Timestamp } from "@/bindings";
import { useLanguage } from "../i18n/useLanguage";
import { DAY_MS, daysBetween, formatTime, HOUR_MS, listTime, MINUTE_MS } from "./model";

/** Times in the words of the language that is on. */
export function useTimeWords() {
	const { t } = useTranslation();
	const language = useLanguage();
	return {
		/** For a row of a list. */
		list(at: Timestamp, now: Timestamp): string {
			const time = listTime(at, now);
			switch (time.kind) {
				case "now":
					return t("time.now");
				case "minutes":
					return t("time.minutesAgo", { minutes: String(time.minutes) });
				case "yesterday":
					return t("time.yesterday");
				default:
					return formatTime(at, time.kind, language);
			}
		},
		/** How long, in one unit: what a row has room for. */
		span(ms: number): string {
			if (ms < MINUTE_MS) return t("time.spanUnderMinute");
			if (ms < HOUR_MS) return t("time.spanMinutes", { minutes: String(Math.floor(ms / MINUTE_MS)) });
			if (ms < DAY_MS) return t("time.spanHours", { hours: String(Math.floor(ms / HOUR_MS)) });
			return t("time.spanDays", { days: String(Math.floor(ms / DAY_MS)) });
		},
		/** A moment that lies ahead: the clock for today, else the day with it. */
		moment(at: Timestamp, now: Timestamp): string {
			const clock = formatTime(at, "clock", language);
			const days = daysBetween(now, at);
			if (days === 0) return clock;
			if (days === 1) return t("time.tomorrowAt", { clock });
			return `${formatTime(at, "date", language)} ${clock}`;
		},
		date: (at: Timestamp) => formatTime(at, "date", language),
		clock: (at: Timestamp) => formatTime(at, "clock", language),
		clockWithSeconds: (at: Timestamp) => formatTime(at, "clockWithSeconds", language),
		full: (at: Timestamp) => formatTime(at, "full", language),
	};
}
