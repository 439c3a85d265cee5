import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { commands } from "@/bindings";
import { useAllTags } from "@/shared/directory/useAllTags";
import { KindFilter } from "@/shared/filters/KindFilter";
import { RobotFilter } from "@/shared/filters/RobotFilter";
import { useDesk } from "@/shared/host";
import { useAgentName } from "@/shared/lead/agents";
import { PERIODS } from "@/shared/lead/periods";
import { oneLine } from "@/shared/text/plain";
import { Choice } from "@/shared/ui/Choice";
import { Tick } from "@/shared/ui/Tick";
import { choose, usePlace, walkSample } from "./useReview";

/** A short pause in typing. */
const PAUSE_MS = 200;

/** Which conversations are looked through. */
export function Filters() {
	const { t } = useTranslation();
	const { filter, sample } = usePlace();
	const agentName = useAgentName();
	const turn = useDesk((desk) => desk.quality.turn);
	const agents = useQuery({
		queryKey: ["reviewAgents", turn],
		queryFn: () => commands.reviewAgents(),
		placeholderData: keepPreviousData,
	});
	const tags = useAllTags();
	const samples = useQuery({
		queryKey: ["samples", turn],
		queryFn: () => commands.samples(),
		placeholderData: keepPreviousData,
	});
	return (
		<div className="flex flex-col gap-2 border-b border-line p-3">
			<Choice
				label={t("review.source")}
				value={sample ?? ""}
				testId="review-source"
				onChange={(id) => walkSample(id === "" ? null : id)}
				options={[
					{ value: "", label: t("review.everything") },
					...(samples.data ?? []).map(({ id, request, scored, size }) => ({
						value: id,
						label: t("review.sample", { name: request.name, scored: String(scored), size: String(size) }),
					})),
				]}
			/>
			{sample === null && (
				<>
					<Typed
						label={t("review.text")}
						testId="review-text"
						value={filter.text}
						onType={(text) => choose({ text })}
					/>
					<Typed
						label={t("review.customer")}
						testId="review-customer"
						value={filter.customer}
						onType={(customer) => choose({ customer })}
					/>
					<div className="grid grid-cols-2 gap-2">
						<Choice
							label={t("review.agent")}
							value={filter.agent}
							onChange={(agent) => choose({ agent })}
							testId="review-agent"
							options={[
								{ value: "", label: t("review.everyAgent") },
								...(agents.data ?? []).map((agent) => ({ value: agent, label: agentName(agent) })),
							]}
						/>
						<Choice
							label={t("review.period")}
							value={filter.period}
							onChange={(period) => choose({ period })}
							options={[
								...PERIODS.map((period) => ({ value: period, label: t(`review.periods.${period}`) })),
								{ value: "all" as const, label: t("review.periods.all") },
							]}
						/>
						<RobotFilter value={filter.robot} onChange={(robot) => choose({ robot })} />
						<KindFilter value={filter.kind} onChange={(kind) => choose({ kind })} />
						<Choice
							label={t("review.tag")}
							value={filter.tag}
							onChange={(tag) => choose({ tag })}
							options={[
								{ value: "", label: t("review.anyTag") },
								...tags.map(({ tag }) => ({ value: tag.id, label: oneLine(tag.name) })),
							]}
						/>
						<span className="flex items-center">
							<Tick checked={filter.flagged} onChange={(flagged) => choose({ flagged })}>
								{t("review.flaggedOnly")}
							</Tick>
						</span>
					</div>
				</>
			)}
		</div>
	);
}

type TypedProps = { label: string; testId: string; value: string; onType: (value: string) => void };

/** A field that asks when the typing pauses. */
function Typed({ label, testId, value, onType }: TypedProps) {
	const [text, setText] = useState(value);
	useEffect(() => {
		if (text === value) return;
		const timer = setTimeout(() => onType(text), PAUSE_MS);
		return () => clearTimeout(timer);
	}, [text, value, onType]);
	return (
		<input
			type="search"
			data-testid={testId}
			value={text}
			maxLength={200}
			onChange={(event) => setText(event.target.value)}
			aria-label={label}
			placeholder={label}
			autoComplete="off"
			spellCheck={false}
			className="selectable h-8 w-full rounded-control border border-line-strong bg-surface-3 px-2.5 text-base text-text-1 focus:border-accent focus:outline-1 focus:outline-offset-0 focus:outline-accent"
		/>
	);
}
