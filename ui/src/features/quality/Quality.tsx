import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AgentKey, ChatKey } from "@/bindings";
import { Segmented } from "@/shared/ui/Segmented";
import { ViewHeader } from "@/shared/ui/ViewHeader";
import { Cards } from "./Cards";
import { Flags } from "./Flags";
import { Report } from "./Report";
import { Rules } from "./Rules";
import { Samples } from "./Samples";

type Tab = "flags" | "rules" | "samples" | "cards" | "report";

const TABS: readonly Tab[] = ["flags", "samples", "report", "rules", "cards"];

type Props = {
	/** Opens a conversation where it can be looked through. */
	onReview: (chat: ChatKey, message: string, agent: AgentKey | null) => void;
	/** Walks through a sample. */
	onWalk: (sample: string) => void;
};

/** Rules and what they found, samples and scores, and the report over them. */
export function Quality({ onReview, onWalk }: Props) {
	const { t } = useTranslation();
	const [tab, setTab] = useState<Tab>("flags");
	return (
		<section data-testid="quality" aria-label={t("quality.title")} className="flex h-full min-h-0 flex-col">
			<ViewHeader title={t("quality.title")} hint={t("quality.hint")}>
				<Segmented
					label={t("quality.title")}
					value={tab}
					onChange={setTab}
					segments={TABS.map((each) => ({
						value: each,
						label: t(`quality.tabs.${each}`),
						testId: `quality-${each}`,
					}))}
				/>
			</ViewHeader>
			<div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
				{tab === "flags" && <Flags onReview={onReview} onRules={() => setTab("rules")} />}
				{tab === "rules" && <Rules />}
				{tab === "samples" && <Samples onWalk={onWalk} />}
				{tab === "cards" && <Cards />}
				{tab === "report" && <Report />}
			</div>
		</section>
	);
}
