import { useTranslation } from "react-i18next";
import type { BroadcastSchedule } from "@/bindings";
import { useLanguage } from "@/shared/i18n/useLanguage";
import { clockOf } from "@/shared/time/clock";
import { useTimeWords } from "@/shared/time/useTimeWords";
import { WEEKDAYS } from "@/shared/time/week";

/** When a broadcast is sent, in words. */
export function useScheduleWords() {
	const { t } = useTranslation();
	const times = useTimeWords();
	const comma = useLanguage() === "en" ? ", " : "、";
	return (schedule: BroadcastSchedule): string => {
		switch (schedule.kind) {
			case "now":
				return t("broadcast.whenNow");
			case "once":
				return times.full(schedule.at);
			case "weekly":
				return t("broadcast.whenWeekly", {
					days: WEEKDAYS.filter((day) => schedule.days.includes(day))
						.map((day) => t(`broadcast.day.${day}`))
						.join(comma),
					time: clockOf(schedule.hour * 60 + schedule.minute),
				});
		}
	};
}
