import { useTranslation } from "react-i18next";
import type { DownReason, SessionState } from "@/bindings";
import { secondsToRetry } from "./model";

/** The state of the line in words. */
export function useSessionWords() {
	const { t } = useTranslation();
	return {
		state(session: SessionState): string {
			if (session.state === "catchingUp" && session.total > 0) {
				return t("session.catchingUpCount", {
					done: String(session.done),
					total: String(session.total),
				});
			}
			return t(`session.${session.state}`);
		},
		reason: (reason: DownReason) => t(`reason.${reason.kind}`),
		retry(nextAt: number, now: number): string {
			const seconds = secondsToRetry(nextAt, now);
			return seconds === 0 ? t("session.retryNow") : t("session.retryIn", { seconds: String(seconds) });
		},
	};
}
