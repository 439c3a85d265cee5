import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AgentKey, ChatKey, FlagStatus } from "@/bindings";
import { chatOf } from "@/shared/host";
import { Button } from "@/shared/ui/Button";
import { Choice } from "@/shared/ui/Choice";
import { PanelFailed, PanelSkeleton } from "@/shared/ui/PanelState";
import { FlagItem } from "./FlagItem";
import { STATUSES } from "./model";
import { useFlags, useRules } from "./useQuality";

type Props = {
	onReview: (chat: ChatKey, message: string, agent: AgentKey | null) => void;
	onRules: () => void;
};

/** What the rules found, the newest first. */
export function Flags({ onReview, onRules }: Props) {
	const { t } = useTranslation();
	const [status, setStatus] = useState<FlagStatus | "">("open");
	const [rule, setRule] = useState("");
	const rules = useRules();
	const asked = useFlags({
		status: status === "" ? null : status,
		rule: rule === "" ? null : rule,
		agent: null,
		chat: null,
	});
	const flags = asked.data?.pages.flatMap((page) => page.flags) ?? [];
	const total = asked.data?.pages[0]?.total ?? 0;
	const reading = rules.data?.filter(({ rule, percent }) => rule.on && percent < 100) ?? [];
	return (
		<div className="mx-auto flex max-w-[880px] flex-col gap-3 px-6 py-4">
			<div className="flex flex-wrap items-center gap-2">
				<Choice
					label={t("quality.statusLabel")}
					value={status}
					onChange={setStatus}
					testId="flag-status"
					options={[
						{ value: "" as const, label: t("quality.anyStatus") },
						...STATUSES.map((each) => ({ value: each, label: t(`quality.status.${each}`) })),
					]}
				/>
				<Choice
					label={t("quality.rule")}
					value={rule}
					onChange={setRule}
					options={[
						{ value: "", label: t("quality.anyRule") },
						...(rules.data ?? []).map((each) => ({ value: each.rule.id, label: each.rule.name })),
					]}
				/>
				<span role="status" className="tabular ml-auto text-small text-text-2">
					{reading.length > 0
						? t("quality.reading", {
								name: reading[0]?.rule.name ?? "",
								percent: String(reading[0]?.percent ?? 0),
							})
						: t("quality.total", { count: total })}
				</span>
			</div>
			{asked.error !== null && <PanelFailed error={asked.error} onRetry={() => void asked.refetch()} />}
			{asked.isPending && <PanelSkeleton />}
			{flags.map((flag) => (
				<FlagItem
					key={flag.id}
					flag={flag}
					onReview={() => onReview(chatOf(flag.message), flag.message.messageId, null)}
				/>
			))}
			{asked.hasNextPage && (
				<Button look="quiet" className="self-center" onClick={() => void asked.fetchNextPage()}>
					{t("search.more")}
				</Button>
			)}
			{asked.data !== undefined && flags.length === 0 && (
				<div role="status" className="flex flex-col items-center gap-2 pt-16 text-center">
					<p className="text-message font-medium">{t("quality.noFlags")}</p>
					{rules.data?.length === 0 && (
						<>
							<p className="text-small text-text-2">{t("quality.noRulesBody")}</p>
							<Button look="primary" onClick={onRules}>
								{t("quality.toRules")}
							</Button>
						</>
					)}
				</div>
			)}
		</div>
	);
}
