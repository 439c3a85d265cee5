import { Clock, Undo2 } from "lucide-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import type { ChatKey } from "@/bindings";
import { chatPath, useChat } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { oneLine } from "@/shared/text/plain";
import { Button } from "@/shared/ui/Button";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { Kbd } from "@/shared/ui/Kbd";
import type { UndoBook } from "./undo";

type Props = { undo: UndoBook; chat: ChatKey; onTaken: () => void };

/** While the last message can still be taken back: how long, and the button. It may belong to another chat. */
export function UndoBar({ undo, chat, onTaken }: Props) {
	const { t } = useTranslation();
	const reason = useReason();
	const { held, failed } = useSyncExternalStore(undo.subscribe, undo.view);
	const seconds = useSecondsUntil(held?.until ?? null);
	const row = useChat(held?.chat ?? chat);
	if (failed !== null)
		return (
			<ErrorNote className="mb-2">{t("sending.takeBackFailed", { reason: reason(failed.error) })}</ErrorNote>
		);
	if (held === null) return null;
	const here = chatPath(held.chat) === chatPath(chat);
	const count = held.ids.length;
	const words = here
		? t("sending.sentCount", { count })
		: t("sending.sentTo", { name: oneLine(row?.name ?? ""), count });
	return (
		<div
			data-testid="undo-bar"
			className="mb-2 flex h-8 items-center gap-2 rounded-control bg-accent-weak pr-1 pl-3 text-small text-text-1"
		>
			<Clock size={14} aria-hidden="true" className="text-accent-text" />
			<span role="status" className="min-w-0 truncate">
				{words}
			</span>
			<Button
				size="small"
				look="quiet"
				data-testid="undo"
				className="ml-auto text-accent-text"
				onClick={() => {
					void undo.takeBack();
					onTaken();
				}}
			>
				<Undo2 size={14} aria-hidden="true" />
				{t("sending.takeBack")}
				<span aria-hidden="true" className="tabular w-3 text-right font-semibold">
					{seconds}
				</span>
			</Button>
			<Kbd keys="Ctrl+Z" />
		</div>
	);
}

/** Whole seconds left, counted down while it is shown. */
function useSecondsUntil(until: number | null): number {
	const [now, setNow] = useState(() => Date.now());
	useEffect(() => {
		if (until === null) return;
		setNow(Date.now());
		const timer = setInterval(() => setNow(Date.now()), 200);
		return () => clearInterval(timer);
	}, [until]);
	return until === null ? 0 : Math.max(1, Math.ceil((until - now) / 1000));
}
