import { X } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type ChatVolume, commands, type MetricsQuery, type TurnOrder, type TurnRow } from "@/bindings";
import { jumpToChat, jumpToMessage } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { oneLine } from "@/shared/text/plain";
import { useDuration } from "@/shared/time/useDuration";
import { useTimeWords } from "@/shared/time/useTimeWords";
import { Button } from "@/shared/ui/Button";
import { classes } from "@/shared/ui/classes";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { IconButton } from "@/shared/ui/IconButton";
import { Segmented } from "@/shared/ui/Segmented";
import { narrowed, type Opened } from "./model";
import { useAnswererName } from "./useAnswererName";

const PAGE = 50;

type Props = { query: MetricsQuery; opened: Opened; onClose: () => void };
type Listed = { turns: TurnRow[]; chats: ChatVolume[]; total: number };

/** What is behind a figure: turns, or chats with their messages. A click opens the chat at the message. */
export function FigureList({ query, opened, onClose }: Props) {
	const { t } = useTranslation();
	const reason = useReason();
	const [order, setOrder] = useState<TurnOrder>("slowest");
	const [listed, setListed] = useState<Listed | null>(null);
	const [error, setError] = useState<unknown>(null);
	const [attempt, setAttempt] = useState(0);
	const [wanted, setWanted] = useState(PAGE);
	const close = useRef<HTMLButtonElement>(null);
	const { of, place } = opened;
	const isTurns = of.kind === "turns";

	useEffect(() => close.current?.focus(), []);

	// biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks again.
	useEffect(() => {
		let gone = false;
		const asked = {
			metrics: narrowed(query, place),
			date: place.date ?? null,
			weekday: place.weekday ?? null,
			hour: place.hour ?? null,
			skip: 0,
			limit: wanted,
		};
		const answer: Promise<Listed> =
			of.kind === "turns"
				? commands
						.metricTurns({ ...asked, pick: { kind: of.pick }, order })
						.then(({ turns, total }) => ({ turns, chats: [], total }))
				: commands.metricChats(asked).then(({ chats, total }) => ({ turns: [], chats, total }));
		answer.then(
			(found) => {
				if (gone) return;
				setListed(found);
				setError(null);
			},
			(failure) => {
				if (!gone) setError(failure);
			},
		);
		return () => {
			gone = true;
		};
	}, [query, of, place, order, wanted, attempt]);

	function onKeyDown(event: KeyboardEvent) {
		if (event.key === "Escape") {
			event.preventDefault();
			event.stopPropagation();
			onClose();
		}
	}

	const shown = listed === null ? 0 : listed.turns.length + listed.chats.length;
	return (
		<aside
			data-testid="figure-list"
			aria-label={t("metrics.behind", { title: opened.title })}
			onKeyDown={onKeyDown}
			className="absolute inset-y-0 right-0 z-10 flex w-[440px] max-w-full flex-col border-l border-line bg-surface-2 shadow-float"
		>
			<header className="flex shrink-0 items-start gap-2 border-b border-line px-4 py-3">
				<div className="min-w-0 flex-1">
					<h2 className="truncate text-base font-semibold text-text-1">{opened.title}</h2>
					<p role="status" className="text-small text-text-2">
						{listed === null
							? t("panel.loading")
							: t(isTurns ? "metrics.turnsFound" : "metrics.chatsFound", { count: listed.total })}
					</p>
				</div>
				{isTurns && (
					<Segmented
						label={t("metrics.order")}
						value={order}
						onChange={setOrder}
						segments={[
							{ value: "slowest", label: t("metrics.slowest") },
							{ value: "newest", label: t("metrics.newest") },
						]}
					/>
				)}
				<IconButton ref={close} label={t("metrics.close")} size={28} onClick={onClose}>
					<X size={16} />
				</IconButton>
			</header>
			<div className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-2">
				{error !== null && (
					<div className="flex items-start gap-2 p-2">
						<ErrorNote className="flex-1">{t("panel.failed", { reason: reason(error) })}</ErrorNote>
						<Button onClick={() => setAttempt((count) => count + 1)}>{t("app.retry")}</Button>
					</div>
				)}
				{listed !== null && listed.total === 0 && (
					<p className="px-3 py-8 text-center text-small text-text-2">{t("metrics.nothing")}</p>
				)}
				<ul>
					{listed?.turns.map((turn) => (
						<li key={`${turn.chat.robotKey}/${turn.chat.chatUser}/${turn.messageId}`}>
							<Turn turn={turn} />
						</li>
					))}
					{listed?.chats.map((chat) => (
						<li key={`${chat.chat.robotKey}/${chat.chat.chatUser}`}>
							<Chat chat={chat} />
						</li>
					))}
				</ul>
				{listed !== null && shown < listed.total && (
					<Button
						look="quiet"
						className="mx-auto mt-2 flex"
						// The engine gives no more in one go.
						disabled={wanted >= 500}
						onClick={() => setWanted((count) => Math.min(500, count + PAGE * 3))}
					>
						{wanted >= 500 ? t("metrics.narrow") : t("search.more")}
					</Button>
				)}
			</div>
		</aside>
	);
}

const ROW =
	"ring-inside flex w-full flex-col gap-0.5 rounded-control px-3 py-2 text-left hover:bg-hover focus-visible:bg-hover";

function Turn({ turn }: { turn: TurnRow }) {
	const { t } = useTranslation();
	const times = useTimeWords();
	const duration = useDuration();
	const nameOf = useAnswererName();
	return (
		<button
			type="button"
			data-testid="turn"
			className={ROW}
			onClick={() => jumpToMessage({ ...turn.chat, messageId: turn.messageId })}
		>
			<span className="flex w-full items-baseline gap-2">
				<span className="min-w-0 flex-1 truncate text-base font-medium text-text-1">
					{oneLine(turn.chatName) || turn.chat.chatUser}
				</span>
				<span
					className={classes(
						"tabular shrink-0 text-base",
						turn.isLate ? "font-medium text-danger-text" : "text-text-1",
					)}
				>
					{duration(turn.waited)}
				</span>
			</span>
			<span className="line-clamp-2 w-full text-base text-text-2 [overflow-wrap:anywhere]">
				{oneLine(turn.text) || t("waiting.noText")}
			</span>
			<span className="tabular flex w-full flex-wrap gap-x-1.5 text-small text-text-3">
				<time>{times.full(turn.startedAt)}</time>
				<span aria-hidden="true">·</span>
				<span>{turn.answerer === null ? t("metrics.notAnswered") : nameOf(turn.answerer)}</span>
				{turn.isFirst && (
					<>
						<span aria-hidden="true">·</span>
						<span>{t("metrics.firstOfTalk")}</span>
					</>
				)}
			</span>
		</button>
	);
}

function Chat({ chat }: { chat: ChatVolume }) {
	const { t } = useTranslation();
	const { messageId } = chat;
	return (
		<button
			type="button"
			data-testid="chat-volume"
			className={ROW}
			onClick={() =>
				messageId === null ? jumpToChat(chat.chat) : jumpToMessage({ ...chat.chat, messageId })
			}
		>
			<span className="truncate text-base font-medium text-text-1">
				{oneLine(chat.chatName) || chat.chat.chatUser}
			</span>
			<span className="tabular text-small text-text-2">
				{t("metrics.volumeOf", { received: String(chat.received), sent: String(chat.sent) })}
			</span>
		</button>
	);
}
