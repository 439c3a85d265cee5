import { useMutation } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { commands, type ScoreCard } from "@/bindings";
import { useReason } from "@/shared/i18n/useReason";
import { Button } from "@/shared/ui/Button";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { IconButton } from "@/shared/ui/IconButton";
import { PanelFailed, PanelSkeleton } from "@/shared/ui/PanelState";
import { TextField } from "@/shared/ui/TextField";
import { useCards, useCardWords } from "./useQuality";

/** What conversations are judged by: items with a weight and the most points each can get. */
export function Cards() {
	const { t } = useTranslation();
	const words = useCardWords();
	const cards = useCards();
	const [editing, setEditing] = useState<ScoreCard | null>(null);
	if (cards.error !== null) return <PanelFailed error={cards.error} onRetry={() => void cards.refetch()} />;
	if (cards.data === undefined) return <PanelSkeleton />;
	/** With its names written out, so that they can be changed. */
	const named = (card: ScoreCard): ScoreCard => ({
		...card,
		name: words.card(card),
		items: card.items.map((item) => ({ ...item, name: words.item(item) })),
	});
	const close = () => {
		setEditing(null);
		void cards.refetch();
	};
	if (editing !== null) return <CardForm card={editing} onClose={close} />;
	return (
		<div className="mx-auto flex max-w-[880px] flex-col gap-3 px-6 py-4">
			<div className="flex items-center gap-3">
				<p className="min-w-0 flex-1 text-small text-text-2">{t("quality.cardsHint")}</p>
				<Button
					look="primary"
					onClick={() => setEditing({ id: "", name: "", items: [{ id: "", name: "", weight: 10, most: 5 }] })}
				>
					<Plus size={16} aria-hidden="true" />
					{t("quality.newCard")}
				</Button>
			</div>
			<ul className="flex flex-col gap-2">
				{cards.data.map((card) => (
					<li
						key={card.id}
						data-testid="card"
						className="flex items-center gap-4 rounded-card border border-line bg-surface-1 px-4 py-3"
					>
						<span className="min-w-0 flex-1">
							<span className="block text-base font-medium text-text-1">{words.card(card)}</span>
							<span className="block truncate text-small text-text-2">
								{card.items
									.map((item) =>
										t("quality.itemLine", { name: words.item(item), weight: String(item.weight) }),
									)
									.join(" · ")}
							</span>
						</span>
						<Button size="small" onClick={() => setEditing(named(card))}>
							{t("quality.edit")}
						</Button>
					</li>
				))}
			</ul>
		</div>
	);
}

function CardForm({ card: given, onClose }: { card: ScoreCard; onClose: () => void }) {
	const { t } = useTranslation();
	const reason = useReason();
	const [card, setCard] = useState(given);
	const save = useMutation({ mutationFn: () => commands.saveScoreCard(card), onSuccess: onClose });
	const remove = useMutation({ mutationFn: () => commands.deleteScoreCard(card.id), onSuccess: onClose });
	const change = (index: number, part: Partial<ScoreCard["items"][number]>) =>
		setCard((now) => ({
			...now,
			items: now.items.map((item, at) => (at === index ? { ...item, ...part } : item)),
		}));
	const number = (text: string) => Math.min(100, Math.max(0, Number.parseInt(text, 10) || 0));
	const ready =
		card.name.trim() !== "" &&
		card.items.length > 0 &&
		card.items.every((item) => item.name.trim() !== "" && item.weight > 0 && item.most > 0);
	const failed = save.error ?? remove.error;
	return (
		<div className="mx-auto flex max-w-[640px] flex-col gap-4 px-6 py-4">
			<TextField
				label={t("quality.cardName")}
				value={card.name}
				maxLength={40}
				onChange={(event) => setCard({ ...card, name: event.target.value })}
			/>
			{card.items.map((item, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a new item has no id yet, and none moves.
				<div key={index} className="grid grid-cols-[1fr_80px_80px_auto] items-end gap-3">
					<TextField
						label={t("quality.itemName")}
						value={item.name}
						maxLength={40}
						onChange={(event) => change(index, { name: event.target.value })}
					/>
					<TextField
						label={t("quality.weight")}
						inputMode="numeric"
						value={item.weight}
						onChange={(event) => change(index, { weight: number(event.target.value) })}
					/>
					<TextField
						label={t("quality.most")}
						inputMode="numeric"
						value={item.most}
						onChange={(event) => change(index, { most: number(event.target.value) })}
					/>
					<IconButton
						label={t("quality.removeItem", { name: item.name })}
						size={36}
						onClick={() => setCard({ ...card, items: card.items.filter((_, at) => at !== index) })}
					>
						<X size={16} />
					</IconButton>
				</div>
			))}
			<Button
				look="quiet"
				className="self-start"
				disabled={card.items.length >= 20}
				onClick={() =>
					setCard({ ...card, items: [...card.items, { id: "", name: "", weight: 10, most: 5 }] })
				}
			>
				<Plus size={16} aria-hidden="true" />
				{t("quality.addItem")}
			</Button>
			{failed !== null && <ErrorNote>{t("quality.notKept", { reason: reason(failed) })}</ErrorNote>}
			<div className="flex gap-2">
				{given.id !== "" && given.id !== "standard" && (
					<Button look="quiet" onClick={() => remove.mutate()}>
						{t("quality.removeCard")}
					</Button>
				)}
				<span className="flex-1" />
				<Button onClick={onClose}>{t("quality.cancel")}</Button>
				<Button look="primary" disabled={!ready || save.isPending} onClick={() => save.mutate()}>
					{t("quality.save")}
				</Button>
			</div>
		</div>
	);
}
