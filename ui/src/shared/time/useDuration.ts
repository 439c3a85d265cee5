import { useTranslation } from "react-i18next";
import type { Millis } from "@/bindings";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "./model";

/** A length of time in two units at most: `4 分 12 秒`. */
export function useDuration(): (ms: Millis | null) => string {
	const { t } = useTranslation();
	return (ms) => {
		if (ms === null) return "–";
		const whole = Math.max(0, ms);
		if (whole < MINUTE_MS) return t("chart.seconds", { seconds: String(Math.round(whole / SECOND_MS)) });
		const minutes = String(Math.floor((whole % HOUR_MS) / MINUTE_MS));
		if (whole < HOUR_MS)
			return t("chart.minutes", { minutes, seconds: String(Math.floor((whole % MINUTE_MS) / SECOND_MS)) });
		return t("chart.hours", { hours: String(Math.floor(whole / HOUR_MS)), minutes });
	};
}
