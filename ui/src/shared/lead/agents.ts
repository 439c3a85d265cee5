/** Who of us answered, in words. The key is the engine's: three that are no person, and `=` before a name (Q32). */
import { useTranslation } from "react-i18next";
import type { AgentKey } from "@/bindings";
import { oneLine } from "../text/plain";

export function useAgentName(): (agent: AgentKey) => string {
	const { t } = useTranslation();
	return (agent) => {
		switch (agent) {
			case "console":
				return t("review.agents.console");
			case "phone":
				return t("review.agents.phone");
			case "unknown":
				return t("review.agents.unknown");
			default:
				return oneLine(agent.replace(/^=/, ""));
		}
	};
}
