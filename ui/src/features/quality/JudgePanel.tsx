import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type AgentKey, type ChatKey, commands } from "@/bindings";
import { useDesk } from "@/shared/host";
import { useAgentName } from "@/shared/lead/agents";
import { useTimeWords } from "@/shared/time/useTimeWords";
import { FlagItem } from "./FlagItem";
import { percent } from "./model";
import { ScoreForm } from "./ScoreForm";
import { useFlags } from "./useQuality";

type Props = {
	chat: ChatKey;
	/** Whom the conversation was drawn for, and the sample it was drawn in. */
	agent: AgentKey | null;
	sample: string | null;
	/** Shows a message of the conversation. */
	onShow: (message: string) => void;
	/** The conversation was scored: on to the next one. */
	onNext: () => void;
};

/** What is judged of a conversation, beside it: its flags, and its score. Mount it anew for every conversation. */
export function JudgePanel({ chat, agent, sample, onShow, onNext }: Props) {
	const { t } = useTranslation();
	const times = useTimeWords();
	const agentName = useAgentName();
	const turn = useDesk((desk) => desk.quality.turn);
	const { flags } = useChatFlags(chat);
	const scores = useQuery({
		queryKey: ["scoresOf", chat, turn],
		queryFn: () => commands.scoresOf(chat),
		// While they are asked for anew, the form stays: somebody may be writing into it.
		placeholderData: keepPreviousData,
	});
	const earlier = scores.data?.find(
		({ entry }) => entry.sample === sample && (agent === null || entry.agent === agent),
	);
	return (
		<aside
			data-testid="judge"
			aria-label={t("quality.judge")}
			className="flex min-h-0 w-[288px] flex-col gap-4 overflow-y-auto overscroll-contain border-l border-line bg-surface-2 p-3"
		>
			<section aria-label={t("quality.flagsHere")} className="flex flex-col gap-2">
				<h2 className="text-small text-text-2">{t("quality.flagsHere")}</h2>
				{flags.length === 0 && <p className="text-small text-text-3">{t("quality.noFlagsHere")}</p>}
				{flags.map((flag, index) => (
					<FlagItem
						key={flag.id}
						flag={flag}
						noteTarget={index === 0}
						onShow={() => onShow(flag.message.messageId)}
					/>
				))}
			</section>
			{scores.data !== undefined && (
				<ScoreForm
					key={earlier?.id ?? "new"}
					chat={chat}
					agent={agent}
					sample={sample}
					suggested={flags.find((flag) => flag.agent !== "unknown")?.agent ?? null}
					earlier={earlier ?? null}
					onScored={onNext}
				/>
			)}
			{scores.data !== undefined && scores.data.length > 0 && (
				<section aria-label={t("quality.scores")} className="flex flex-col gap-1">
					<h2 className="text-small text-text-2">{t("quality.scores")}</h2>
					{scores.data.map((score) => (
						<p key={score.id} className="flex gap-2 text-small text-text-2">
							<span className="tabular font-medium text-text-1">{percent(score.total)}</span>
							<span className="min-w-0 flex-1 truncate" title={score.entry.comment}>
								{agentName(score.entry.agent)} {score.entry.comment}
							</span>
							<time className="tabular shrink-0 text-text-3">{times.full(score.at)}</time>
						</p>
					))}
				</section>
			)}
		</aside>
	);
}

/** The flags of a conversation, and the messages they are about. */
export function useChatFlags(chat: ChatKey) {
	const asked = useFlags({ status: null, rule: null, agent: null, chat });
	const flags = useMemo(() => asked.data?.pages.flatMap((page) => page.flags) ?? [], [asked.data]);
	const messages = useMemo(() => new Set(flags.map((flag) => flag.message.messageId)), [flags]);
	return { flags, messages };
}
