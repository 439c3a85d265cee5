import { ChevronDown, ChevronUp, Flag, Lock } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AgentKey, ChatRow } from "@/bindings";
import { focusByKey } from "@/shared/hooks/focusByKey";
import { chatPath, useDesk } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { oneLine } from "@/shared/text/plain";
import { MINUTE_MS, startOfDay } from "@/shared/time/model";
import { useNow } from "@/shared/time/useNow";
import { Button } from "@/shared/ui/Button";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { Kbd } from "@/shared/ui/Kbd";
import { ConversationRow } from "./ConversationRow";
import { Filters } from "./Filters";
import { type Conversation, nextWhere, step } from "./model";
import { openConversation, useConversations, usePlace } from "./useReview";

/** The conversation that is looked at. */
export type Looked = {
	row: ChatRow;
	begin: string | null;
	/** Another number for every time one was opened. */
	turn: number;
	agent: AgentKey | null;
	sample: string | null;
};

type Props = {
	thread: (looked: Looked) => ReactNode;
	/** What is judged of it, beside it. */
	judge: (looked: Looked, onNext: () => void) => ReactNode;
};

/**
 * Conversations, looked through one after the other. Nothing here writes to the platform: what is read comes through
 * commands that can only read, and nobody is told that it was shown.
 */
export function Review({ thread, judge }: Props) {
	const { t } = useTranslation();
	const reason = useReason();
	const now = useNow(MINUTE_MS);
	// A period is counted in days: asking anew every minute would move what one reads.
	const [today] = useState(() => startOfDay(Date.now()));
	const { open, sample } = usePlace();
	const { conversations, isPending, error, retry, hasMore, more } = useConversations(today);
	const list = useRef<HTMLDivElement>(null);
	const view = useRef<HTMLElement>(null);
	const at =
		open === null
			? -1
			: conversations.findIndex((each) => chatPath(each.row.key) === open.path && each.agent === open.agent);
	const row = useDesk((desk) => (open === null ? undefined : desk.chats.get(open.path)));

	useEffect(() => {
		list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
	}, []);

	// A conversation is mounted anew, and the focus goes with what it was in: the keys must go on working.
	// biome-ignore lint/correctness/useExhaustiveDependencies: it is about every conversation that is opened.
	useEffect(() => {
		if (document.activeElement === document.body) list.current?.focus({ preventScroll: true });
	}, [open?.turn]);

	function go(index: number) {
		const next = conversations[index];
		if (next === undefined) return;
		openConversation(next);
		list.current?.querySelectorAll("[role=option]")[index]?.scrollIntoView({ block: "nearest" });
		if (index >= conversations.length - 5 && hasMore) more();
	}

	/** What wants to be looked at: in a sample what has no score, else what has flags. */
	const wants = (each: Conversation) => (sample === null ? each.openFlags > 0 : each.score === null);
	const goNext = () => go(step(conversations.length, at, 1));
	const goPrevious = () => go(step(conversations.length, at, -1));
	const goWanted = () => go(nextWhere(conversations, at, wants));

	function onKeyDown(event: KeyboardEvent) {
		if (event.defaultPrevented || event.nativeEvent.isComposing) return;
		if (event.ctrlKey || event.metaKey || event.altKey) return;
		if (isTyping(event.target)) {
			// Out of the field and back to walking; what was typed stays.
			if (event.key !== "Escape") return;
			event.preventDefault();
			list.current?.focus({ preventScroll: true });
			return;
		}
		const does: Record<string, () => void> = {
			n: goNext,
			p: goPrevious,
			f: goWanted,
			m: () => focusByKey(view.current?.querySelector<HTMLElement>("[data-review-note]")),
			s: () => focusByKey(view.current?.querySelector<HTMLElement>("[data-review-score]")),
		};
		const inList = event.target instanceof Node && list.current?.contains(event.target);
		if (inList && event.key === "ArrowDown") does.ArrowDown = goNext;
		if (inList && event.key === "ArrowUp") does.ArrowUp = goPrevious;
		const act = does[event.key];
		if (act === undefined) return;
		event.preventDefault();
		act();
	}

	const looked: Looked | null =
		open === null || row === undefined
			? null
			: { row, begin: open.begin, turn: open.turn, agent: open.agent, sample };
	return (
		<section
			ref={view}
			data-testid="review"
			aria-label={t("review.title")}
			onKeyDown={onKeyDown}
			className="grid h-full min-h-0 grid-cols-[256px_minmax(0,1fr)_auto] grid-rows-[minmax(0,1fr)]"
		>
			<div className="flex min-h-0 flex-col border-r border-line">
				<Filters />
				{error !== null && (
					<div className="flex flex-col items-start gap-2 p-3">
						<ErrorNote className="w-full">{t("review.failed", { reason: reason(error) })}</ErrorNote>
						<Button size="small" onClick={retry}>
							{t("app.retry")}
						</Button>
					</div>
				)}
				<div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
					{/* biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles take a name. */}
					<div
						ref={list}
						// A list of choices without a choice is none.
						role={conversations.length > 0 ? "listbox" : "group"}
						tabIndex={0}
						aria-label={t("review.list")}
						data-region-focus=""
						className="ring-inside"
					>
						{conversations.map((each, index) => (
							<ConversationRow
								key={`${chatPath(each.row.key)} ${each.agent ?? ""}`}
								conversation={each}
								current={index === at}
								now={now}
								onOpen={() => openConversation(each)}
							/>
						))}
					</div>
					{hasMore && (
						<Button look="quiet" className="mx-auto my-2 flex" onClick={more}>
							{t("search.more")}
						</Button>
					)}
				</div>
				{!isPending && error === null && conversations.length === 0 && (
					<p role="status" className="px-4 pb-16 text-center text-small leading-5 text-text-2">
						{t("review.nothing")}
					</p>
				)}
			</div>
			<div className="flex min-h-0 min-w-0 flex-col">
				<header className="flex h-14 shrink-0 items-center gap-2 border-b border-line px-5">
					<div className="min-w-0 flex-1">
						<h1 className="bidi-isolate truncate text-message font-semibold text-text-1">
							{looked === null ? t("review.title") : oneLine(looked.row.remark ?? looked.row.name)}
						</h1>
						<p className="flex items-center gap-1 truncate text-small text-text-2">
							<Lock size={12} aria-hidden="true" />
							{t("review.readOnly")}
						</p>
					</div>
					<Button
						onClick={goPrevious}
						disabled={at <= 0}
						data-testid="review-previous"
						title={t("review.previous")}
						aria-label={t("review.previous")}
					>
						<ChevronUp size={16} aria-hidden="true" />
						<Kbd keys="P" />
					</Button>
					<Button
						onClick={goNext}
						disabled={conversations.length === 0 || at === conversations.length - 1}
						data-testid="review-next"
						title={t("review.next")}
						aria-label={t("review.next")}
					>
						<ChevronDown size={16} aria-hidden="true" />
						<Kbd keys="N" />
					</Button>
					<Button onClick={goWanted} disabled={!conversations.some(wants)} data-testid="review-wanted">
						<Flag size={14} aria-hidden="true" />
						{t(sample === null ? "review.nextFlagged" : "review.nextUnscored")}
						<Kbd keys="F" />
					</Button>
				</header>
				{looked === null ? (
					<div className="flex min-h-0 flex-1 flex-col items-center justify-center gap-1 px-8 text-center">
						<p className="text-message font-medium">{t("review.noneTitle")}</p>
						<p className="max-w-md text-small leading-5 text-text-2">{t("review.noneBody")}</p>
					</div>
				) : (
					thread(looked)
				)}
			</div>
			{looked !== null && judge(looked, sample === null ? goNext : goWanted)}
		</section>
	);
}

function isTyping(target: EventTarget): boolean {
	return (
		target instanceof HTMLTextAreaElement ||
		target instanceof HTMLSelectElement ||
		(target instanceof HTMLInputElement && target.type !== "radio" && target.type !== "checkbox")
	);
}
