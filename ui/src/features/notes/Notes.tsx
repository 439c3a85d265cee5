import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Lock } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { type ChatKey, commands, type Note } from "@/bindings";
import { chatPath } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { oneLine, withoutDirectionControls } from "@/shared/text/plain";
import { MINUTE_MS } from "@/shared/time/model";
import { useNow } from "@/shared/time/useNow";
import { useTimeWords } from "@/shared/time/useTimeWords";
import { Button } from "@/shared/ui/Button";
import { PanelFailed, PanelSkeleton } from "@/shared/ui/PanelState";
import { noteDrafts } from "./drafts";

const BOX =
	"selectable block max-h-60 min-h-16 w-full resize-none rounded-control border border-line-strong bg-surface-3 px-2.5 py-1.5 text-base text-text-1 [field-sizing:content] hover:border-text-3 focus:border-accent focus:outline-1 focus:outline-offset-0 focus:outline-accent";

/** What the team tells itself about a customer or group. Never leaves this console. */
export function Notes({ chat: shown }: { chat: ChatKey }) {
	const { t } = useTranslation();
	const [chat] = useState(shown);
	const key = ["notes", chatPath(chat)];
	const queries = useQueryClient();
	const notes = useQuery({ queryKey: key, queryFn: () => commands.notes(chat) });
	const changed = () => queries.invalidateQueries({ queryKey: key });

	if (notes.isPending) return <PanelSkeleton />;
	if (notes.isError) return <PanelFailed error={notes.error} onRetry={() => void notes.refetch()} />;
	return (
		<div data-testid="notes" className="flex flex-col gap-3 p-4">
			<p className="flex items-center gap-1.5 text-small text-text-3">
				<Lock size={12} aria-hidden="true" />
				{t("notes.private")}
			</p>
			<NewNote chat={chat} onSaved={changed} />
			{notes.data.length === 0 && (
				<div className="py-4 text-center text-small text-text-2">
					<p className="text-base font-medium text-text-1">{t("notes.emptyTitle")}</p>
					<p>{t("notes.emptyBody")}</p>
				</div>
			)}
			<ul className="flex flex-col gap-2">
				{notes.data.map((note) => (
					<NoteItem key={note.id} chat={chat} note={note} onChanged={changed} />
				))}
			</ul>
		</div>
	);
}

function NewNote({ chat, onSaved }: { chat: ChatKey; onSaved: () => Promise<void> }) {
	const { t } = useTranslation();
	const [text, setText] = useState(() => noteDrafts.read(chat, null));
	function type(next: string) {
		noteDrafts.keep(chat, null, next);
		setText(next);
	}
	return (
		<NoteForm
			chat={chat}
			id={null}
			text={text}
			label={t("notes.new")}
			onType={type}
			onSaved={async () => {
				type("");
				await onSaved();
			}}
		/>
	);
}

type FormProps = {
	chat: ChatKey;
	id: string | null;
	text: string;
	label: string;
	onType: (text: string) => void;
	onSaved: () => Promise<void>;
	onCancel?: () => void;
};

function NoteForm({ chat, id, text, label, onType, onSaved, onCancel }: FormProps) {
	const { t } = useTranslation();
	const reason = useReason();
	const save = useMutation({
		mutationFn: () => commands.saveNote(chat, id, text.trim()),
		onSuccess: onSaved,
	});
	const canSave = text.trim() !== "" && !save.isPending;

	function onKeyDown(event: KeyboardEvent) {
		if (event.nativeEvent.isComposing || event.keyCode === 229) return;
		if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
			event.preventDefault();
			if (canSave) save.mutate();
		} else if (event.key === "Escape" && onCancel) {
			event.preventDefault();
			event.stopPropagation();
			onCancel();
		}
	}

	return (
		<div className="flex flex-col gap-1.5">
			<textarea
				value={text}
				rows={2}
				aria-label={label}
				placeholder={t("notes.placeholder")}
				data-testid={id === null ? "note-new" : "note-edit"}
				onChange={(event) => onType(event.target.value)}
				onKeyDown={onKeyDown}
				className={BOX}
			/>
			{save.isError && (
				<p role="alert" className="text-small text-danger-text">
					{t("notes.saveFailed", { reason: reason(save.error) })}
				</p>
			)}
			{(text.trim() !== "" || onCancel) && (
				<div className="flex justify-end gap-1.5">
					{onCancel && (
						<Button size="small" look="quiet" onClick={onCancel}>
							{t("panel.cancel")}
						</Button>
					)}
					<Button size="small" look="primary" disabled={!canSave} onClick={() => save.mutate()}>
						{t("notes.save")}
					</Button>
				</div>
			)}
		</div>
	);
}

function NoteItem({ chat, note, onChanged }: { chat: ChatKey; note: Note; onChanged: () => Promise<void> }) {
	const { t } = useTranslation();
	const reason = useReason();
	const times = useTimeWords();
	const now = useNow(MINUTE_MS);
	const [draft, setDraft] = useState<string | null>(() => noteDrafts.read(chat, note.id) || null);
	const [asking, setAsking] = useState(false);
	const remove = useMutation({ mutationFn: () => commands.deleteNote(chat, note.id), onSuccess: onChanged });

	function edit(text: string | null) {
		noteDrafts.keep(chat, note.id, text ?? "");
		setDraft(text);
	}

	if (draft !== null) {
		return (
			<li>
				<NoteForm
					chat={chat}
					id={note.id}
					text={draft}
					label={t("notes.edit")}
					onType={edit}
					onCancel={() => edit(null)}
					onSaved={async () => {
						await onChanged();
						edit(null);
					}}
				/>
			</li>
		);
	}
	return (
		<li data-testid="note" className="rounded-control bg-surface-3 px-3 py-2 shadow-[0_0_0_1px_var(--line)]">
			<p className="selectable bidi-isolate text-base whitespace-pre-wrap text-text-1 [overflow-wrap:anywhere]">
				{withoutDirectionControls(note.text)}
			</p>
			<div className="mt-1 flex flex-wrap items-center gap-x-2 text-mini text-text-3">
				<span className="bidi-isolate max-w-28 truncate">{oneLine(note.by)}</span>
				<time className="tabular">{times.list(note.at, now)}</time>
				<span className="ml-auto flex gap-1">
					{asking ? (
						<>
							<Button size="small" look="quiet" onClick={() => setAsking(false)}>
								{t("panel.cancel")}
							</Button>
							<Button size="small" look="danger" disabled={remove.isPending} onClick={() => remove.mutate()}>
								{t("notes.deleteConfirm")}
							</Button>
						</>
					) : (
						<>
							<Button size="small" look="quiet" onClick={() => edit(note.text)}>
								{t("notes.edit")}
							</Button>
							<Button size="small" look="quiet" onClick={() => setAsking(true)}>
								{t("notes.delete")}
							</Button>
						</>
					)}
				</span>
			</div>
			{remove.isError && (
				<p role="alert" className="text-small text-danger-text">
					{t("notes.deleteFailed", { reason: reason(remove.error) })}
				</p>
			)}
		</li>
	);
}
