import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, type KeyboardEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { type AgentKey, type ChatKey, commands, type Score, type ScoreCard } from "@/bindings";
import { useReason } from "@/shared/i18n/useReason";
import { useAgentName } from "@/shared/lead/agents";
import { Button } from "@/shared/ui/Button";
import { Choice } from "@/shared/ui/Choice";
import { classes } from "@/shared/ui/classes";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { Kbd } from "@/shared/ui/Kbd";
import { useDraft } from "./drafts";
import { itemScores, type Points, percent, totalOf } from "./model";
import { useCards, useCardWords } from "./useQuality";

type Props = {
	chat: ChatKey;
	agent: AgentKey | null;
	sample: string | null;
	/** Whom it is most likely about, as long as nobody was chosen. */
	suggested: AgentKey | null;
	/** The score it has already; another one takes its place. */
	earlier: Score | null;
	onScored: () => void;
};

/** What is being typed. */
type Draft = {
	agent: AgentKey | "";
	points: Points;
	comments: Readonly<Record<string, string>>;
	comment: string;
};

/** Points for each item of a card, a comment, and Ctrl+Enter: so a sample is scored without the pointer. */
export function ScoreForm({ chat, agent: drawnFor, sample, suggested, earlier, onScored }: Props) {
	const { t } = useTranslation();
	const reason = useReason();
	const agentName = useAgentName();
	const words = useCardWords();
	const commentId = useId();
	const cards = useCards();
	const agents = useQuery({
		queryKey: ["reviewAgents"],
		queryFn: () => commands.reviewAgents(),
		enabled: drawnFor === null,
	});
	const [cardId, setCardId] = useState<string | null>(null);
	const [draft, setDraft, forget] = useDraft<Draft>(
		[chat.robotKey, chat.chatUser, sample ?? "", drawnFor ?? ""].join("\n"),
		() => ({
			agent: drawnFor ?? earlier?.entry.agent ?? "",
			points: Object.fromEntries(earlier?.entry.items.map(({ item, points }) => [item, points]) ?? []),
			comments: Object.fromEntries(earlier?.entry.items.map(({ item, comment }) => [item, comment]) ?? []),
			comment: earlier?.entry.comment ?? "",
		}),
	);
	const { points, comments, comment } = draft;
	const agent = draft.agent === "" ? (suggested ?? "") : draft.agent;
	const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
	const chosen = cards.data?.find(({ id }) => id === (cardId ?? earlier?.entry.card.id)) ?? cards.data?.[0];
	const save = useMutation({
		mutationFn: (card: ScoreCard) =>
			commands.saveScore({
				chat,
				agent,
				sample,
				card,
				items: itemScores(card, points, comments),
				comment,
			}),
		onSuccess: () => {
			forget();
			onScored();
		},
	});
	if (chosen === undefined) return null;
	const total = totalOf(chosen, points);
	const ready = total !== null && agent !== "" && !save.isPending;

	function submit(event: FormEvent) {
		event.preventDefault();
		if (ready && chosen !== undefined) save.mutate(chosen);
	}

	function onKeyDown(event: KeyboardEvent<HTMLFormElement>) {
		if (event.key === "Enter" && event.ctrlKey && !event.nativeEvent.isComposing) {
			event.preventDefault();
			event.currentTarget.requestSubmit();
		}
	}

	return (
		<form
			onSubmit={submit}
			onKeyDown={onKeyDown}
			data-testid="score-form"
			aria-label={t("quality.score")}
			className="flex flex-col gap-3 rounded-card border border-line bg-surface-1 p-3"
		>
			<div className="flex items-center gap-2">
				<h2 className="flex-1 text-base font-medium text-text-1">{t("quality.score")}</h2>
				<output data-testid="score-total" className="tabular text-title font-semibold text-text-1">
					{total === null ? "–" : percent(total)}
				</output>
			</div>
			{(cards.data?.length ?? 0) > 1 && (
				<Choice
					label={t("quality.card")}
					value={chosen.id}
					onChange={(id) => {
						setCardId(id);
						change({ points: {} });
					}}
					options={(cards.data ?? []).map((card) => ({ value: card.id, label: words.card(card) }))}
				/>
			)}
			{drawnFor === null ? (
				<Choice
					label={t("quality.scoredAgent")}
					value={agent}
					testId="score-agent"
					onChange={(agent) => change({ agent })}
					options={[
						{ value: "", label: t("quality.chooseAgent") },
						...(agents.data ?? []).map((each) => ({ value: each, label: agentName(each) })),
					]}
				/>
			) : (
				<p className="text-small text-text-2">{agentName(drawnFor)}</p>
			)}
			{chosen.items.map((item, index) => (
				<fieldset key={item.id} className="flex flex-col gap-1">
					<legend className="flex w-full justify-between pb-1 text-small text-text-2">
						{words.item(item)}
						<span className="tabular text-text-3">
							{t("quality.weighs", { weight: String(item.weight) })}
						</span>
					</legend>
					<PointChoice
						name={words.item(item)}
						most={item.most}
						value={points[item.id] ?? null}
						first={index === 0}
						onChange={(value) => change({ points: { ...points, [item.id]: value } })}
					/>
					<input
						value={comments[item.id] ?? ""}
						maxLength={2000}
						onChange={(event) => change({ comments: { ...comments, [item.id]: event.target.value } })}
						aria-label={t("quality.itemComment", { name: words.item(item) })}
						placeholder={t("quality.comment")}
						className="selectable h-7 rounded-control border border-line bg-surface-3 px-2 text-small text-text-1 focus:border-accent focus:outline-1 focus:outline-offset-0 focus:outline-accent"
					/>
				</fieldset>
			))}
			<div className="flex flex-col gap-1">
				<label htmlFor={commentId} className="text-small text-text-2">
					{t("quality.wholeComment")}
				</label>
				<textarea
					id={commentId}
					rows={3}
					maxLength={2000}
					value={comment}
					onChange={(event) => change({ comment: event.target.value })}
					className="selectable rounded-control border border-line-strong bg-surface-3 px-2 py-1.5 text-base text-text-1 focus:border-accent focus:outline-1 focus:outline-offset-0 focus:outline-accent"
				/>
			</div>
			{save.isError && <ErrorNote>{t("quality.notKept", { reason: reason(save.error) })}</ErrorNote>}
			<Button type="submit" look="primary" disabled={!ready} data-testid="score-save">
				{t(earlier === null ? "quality.saveScore" : "quality.saveAgain")}
				<Kbd keys="Ctrl+Enter" />
			</Button>
		</form>
	);
}

/** Every number of points there is. */
function upTo(most: number): number[] {
	return [...Array(most + 1).keys()];
}

type PointProps = {
	name: string;
	most: number;
	value: number | null;
	/** Reached by the key that leads to the score. */
	first: boolean;
	onChange: (value: number) => void;
};

/** Few points are buttons, and a digit chooses one; many are a number. */
function PointChoice({ name, most, value, first, onChange }: PointProps) {
	if (most > 10)
		return (
			<input
				type="number"
				min={0}
				max={most}
				aria-label={name}
				data-review-score={first ? "" : undefined}
				value={value ?? ""}
				onChange={(event) => {
					const given = Number.parseInt(event.target.value, 10);
					if (!Number.isNaN(given)) onChange(Math.min(most, Math.max(0, given)));
				}}
				className="selectable h-8 w-24 rounded-control border border-line-strong bg-surface-3 px-2 text-base text-text-1"
			/>
		);
	return (
		<div
			role="radiogroup"
			aria-label={name}
			className="flex gap-1"
			onKeyDown={(event) => {
				if (event.ctrlKey || event.altKey || event.metaKey || !/^\d$/.test(event.key)) return;
				const given = Number(event.key);
				if (given <= most) onChange(given);
			}}
		>
			{upTo(most).map((given) => (
				<label
					key={given}
					className={classes(
						"tabular relative flex h-7 min-w-7 flex-1 items-center justify-center rounded-control border text-base transition-colors duration-150",
						"has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-accent",
						given === value
							? "border-accent bg-accent-weak font-medium text-accent-text"
							: "border-line text-text-2 hover:border-text-3",
					)}
				>
					<input
						type="radio"
						name={name}
						checked={given === value}
						onChange={() => onChange(given)}
						data-review-score={first && given === (value ?? most) ? "" : undefined}
						aria-label={String(given)}
						className="absolute inset-0 appearance-none outline-none"
					/>
					{given}
				</label>
			))}
		</div>
	);
}
