import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { commands, type Flag, type FlagStatus } from "@/bindings";
import { useDesk } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { useAgentName } from "@/shared/lead/agents";
import { oneLine } from "@/shared/text/plain";
import { useTimeWords } from "@/shared/time/useTimeWords";
import { Button } from "@/shared/ui/Button";
import { classes } from "@/shared/ui/classes";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { useDraft } from "./drafts";

const TONES: Record<FlagStatus, string> = {
	open: "text-warning-text",
	confirmed: "text-danger-text",
	dismissed: "text-text-3",
	resolved: "text-positive-text",
};

/** Where a flag can go from where it is. */
const NEXT: Record<FlagStatus, readonly FlagStatus[]> = {
	open: ["confirmed", "dismissed"],
	confirmed: ["resolved", "open"],
	dismissed: ["open"],
	resolved: ["open"],
};

type Props = {
	flag: Flag;
	/** Shown with the chat it is in, and a way there. */
	onReview?: () => void;
	/** Shown beside its conversation, with a way to its message. */
	onShow?: () => void;
	/** The field for the note is reached by a key. */
	noteTarget?: boolean;
};

/** A message that a rule found: what, whose, when, and what people decided about it. */
export function FlagItem({ flag, onReview, onShow, noteTarget = false }: Props) {
	const { t } = useTranslation();
	const reason = useReason();
	const times = useTimeWords();
	const agentName = useAgentName();
	const [note, setNote, forget] = useDraft(`flag ${flag.id}`, () => "");
	const [history, setHistory] = useState(false);
	const decide = useMutation({
		mutationFn: (status: FlagStatus) => commands.decideFlags([flag.id], status, note),
		onSuccess: () => {
			setNote("");
			forget();
		},
	});

	function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
		if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
		event.preventDefault();
		// A note alone changes no status.
		if (note.trim() !== "") decide.mutate(flag.status);
	}

	return (
		<article
			data-testid="flag"
			data-status={flag.status}
			className="flex flex-col gap-1.5 rounded-card border border-line bg-surface-1 px-3 py-2.5"
		>
			<div className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
				<span className="text-base font-medium text-text-1">{flag.ruleName}</span>
				<span className={classes("text-small", TONES[flag.status])}>
					{t(`quality.status.${flag.status}`)}
				</span>
				<span className="text-small text-text-2">{agentName(flag.agent)}</span>
				<time className="tabular ml-auto text-small text-text-3">{times.full(flag.at)}</time>
			</div>
			{onReview !== undefined && (
				<button
					type="button"
					data-testid="flag-open"
					onClick={onReview}
					className="self-start rounded-control text-left text-base text-accent-text hover:underline"
				>
					{oneLine(flag.chatName)}
				</button>
			)}
			<p className="line-clamp-3 text-base leading-5 break-words text-text-2">
				<Found text={flag.text} found={flag.found} />
			</p>
			{flag.found === "" && (
				<p className="text-small text-text-3">
					{flag.waitMs === null
						? t("quality.stillWaiting")
						: t("quality.waited", { span: times.span(flag.waitMs) })}
				</p>
			)}
			{onShow !== undefined && (
				<Button size="small" look="quiet" className="self-start" data-testid="flag-show" onClick={onShow}>
					{t("quality.showMessage")}
				</Button>
			)}
			<div className="flex flex-wrap items-center gap-2">
				<input
					value={note}
					maxLength={2000}
					data-review-note={noteTarget ? "" : undefined}
					onChange={(event) => setNote(event.target.value)}
					onKeyDown={onKeyDown}
					aria-label={t("quality.note")}
					placeholder={t("quality.note")}
					className="selectable h-7 min-w-32 flex-1 rounded-control border border-line-strong bg-surface-3 px-2 text-base text-text-1 focus:border-accent focus:outline-1 focus:outline-offset-0 focus:outline-accent"
				/>
				{NEXT[flag.status].map((status) => (
					<Button
						key={status}
						size="small"
						data-testid={`flag-${status}`}
						disabled={decide.isPending}
						onClick={() => decide.mutate(status)}
					>
						{t(`quality.decide.${status}`)}
					</Button>
				))}
				<Button size="small" look="quiet" aria-expanded={history} onClick={() => setHistory(!history)}>
					{t("quality.history")}
				</Button>
			</div>
			{decide.isError && <ErrorNote>{t("quality.notKept", { reason: reason(decide.error) })}</ErrorNote>}
			{history && <History flag={flag.id} />}
		</article>
	);
}

/** The text with what was found set apart. */
function Found({ text, found }: { text: string; found: string }): ReactNode {
	const { t } = useTranslation();
	if (text === "") return found === "" ? t("quality.noText") : found;
	const at = found === "" ? -1 : text.toLowerCase().indexOf(found.toLowerCase());
	if (at === -1) return text;
	return (
		<>
			{text.slice(0, at)}
			<mark className="rounded-[2px] bg-accent-weak font-medium text-accent-text">
				{text.slice(at, at + found.length)}
			</mark>
			{text.slice(at + found.length)}
		</>
	);
}

function History({ flag }: { flag: string }) {
	const { t } = useTranslation();
	const times = useTimeWords();
	const turn = useDesk((desk) => desk.quality.turn);
	const asked = useQuery({
		queryKey: ["flagHistory", flag, turn],
		queryFn: () => commands.flagHistory(flag),
		placeholderData: keepPreviousData,
	});
	if (asked.data === undefined) return null;
	if (asked.data.length === 0) return <p className="text-small text-text-3">{t("quality.noHistory")}</p>;
	return (
		<ol className="flex flex-col gap-0.5 border-t border-line pt-1.5 text-small text-text-2">
			{asked.data.map((event) => (
				<li key={`${event.at} ${event.status} ${event.note}`} className="flex gap-2">
					<time className="tabular shrink-0 text-text-3">{times.full(event.at)}</time>
					<span className="shrink-0">{oneLine(event.by)}</span>
					<span className={classes("shrink-0", TONES[event.status])}>
						{t(`quality.status.${event.status}`)}
					</span>
					<span className="min-w-0 break-words">{event.note}</span>
				</li>
			))}
		</ol>
	);
}
