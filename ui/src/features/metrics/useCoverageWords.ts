import { useTranslation } from "react-i18next";
import type { Metrics } from "@/bindings";

/** How much of the period's messages the figures are made of. */
export function useCoverageWords(): (metrics: Metrics) => string {
	const { t } = useTranslation();
	return ({ coverage }) =>
		coverage.chatsNotComplete === 0
			? t("metrics.complete", { count: coverage.chats })
			: t("metrics.incomplete", { count: coverage.chatsNotComplete, all: String(coverage.chats) });
}
