import { useTranslation } from "react-i18next";
import type { Answerer } from "@/bindings";
import { oneLine } from "@/shared/text/plain";

/** What an agent is called. */
export function useAnswererName(): (answerer: Answerer) => string {
	const { t } = useTranslation();
	return (answerer) =>
		answerer.kind === "assignee" ? oneLine(answerer.assignee) : t(`metrics.answerer.${answerer.kind}`);
}
