import { Download, Pencil, Plus, Trash2, Upload } from "lucide-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { QuickReply } from "@/bindings";
import { pickFiles, pickWhereToSave } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { repliesMatching, saidBy } from "@/shared/replies/search";
import { useQuickReplies } from "@/shared/replies/useQuickReplies";
import { usePinyin } from "@/shared/text/pinyin";
import { oneLine } from "@/shared/text/plain";
import { Button } from "@/shared/ui/Button";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { IconButton } from "@/shared/ui/IconButton";
import { Modal } from "@/shared/ui/Modal";
import { TextField } from "@/shared/ui/TextField";
import { ReplyEditor } from "./ReplyEditor";
import { NEW_REPLY, type ReplyForm } from "./replyForm";

/** The quick replies in a dialog, for those who come from the composer. */
export function ReplyManager({ onClose }: { onClose: () => void }) {
	const { t } = useTranslation();
	return (
		<Modal open onOpenChange={(open) => !open && onClose()} title={t("replies.manage")} className="w-[680px]">
			<div data-testid="reply-manager" className="mt-4">
				<ReplyBook />
			</div>
		</Modal>
	);
}

/** All quick replies: find, write, remove, and carry from one console to another. */
export function ReplyBook() {
	const { t } = useTranslation();
	const [editing, setEditing] = useState<ReplyForm | null>(null);
	const book = useQuickReplies();
	if (editing === null) return <ReplyList book={book} onEdit={setEditing} />;
	return (
		<section aria-label={t(editing.id === "" ? "replies.new" : "replies.edit")}>
			<h3 className="mb-3 text-base font-medium text-text-1">
				{t(editing.id === "" ? "replies.new" : "replies.edit")}
			</h3>
			<ReplyEditor
				start={editing}
				replies={book.replies}
				saving={book.save.isPending}
				error={book.save.error}
				onSave={(reply) => book.save.mutate(reply, { onSuccess: () => setEditing(null) })}
				onCancel={() => {
					book.save.reset();
					setEditing(null);
				}}
			/>
		</section>
	);
}

type Book = ReturnType<typeof useQuickReplies>;

function ReplyList({ book, onEdit }: { book: Book; onEdit: (form: ReplyForm) => void }) {
	const { t } = useTranslation();
	const reason = useReason();
	const [query, setQuery] = useState("");
	const matches = usePinyin(true);
	const found = useMemo(
		() => repliesMatching(book.replies, query, matches, Number.POSITIVE_INFINITY),
		[book.replies, query, matches],
	);
	const error = book.error ?? book.remove.error;
	return (
		<div className="flex flex-col gap-3">
			<div className="flex items-end gap-2">
				<div className="flex-1">
					<TextField
						label={t("replies.search")}
						value={query}
						onChange={({ target }) => setQuery(target.value)}
					/>
				</div>
				<Button look="primary" className="h-9" data-testid="reply-new" onClick={() => onEdit(NEW_REPLY)}>
					<Plus size={16} aria-hidden="true" />
					{t("replies.new")}
				</Button>
			</div>
			{error !== null && <ErrorNote>{reason(error)}</ErrorNote>}
			{found.length === 0 ? (
				<p className="rounded-control bg-surface-2 px-4 py-8 text-center text-base text-text-2">
					{t(book.replies.length === 0 ? "replies.none" : "replies.noMatch")}
				</p>
			) : (
				<ul className="h-80 overflow-y-auto rounded-control border border-line">
					{found.map((reply) => (
						<Row
							key={reply.id}
							reply={reply}
							onEdit={() => onEdit(reply)}
							onRemove={() => book.remove.mutate(reply.id)}
						/>
					))}
				</ul>
			)}
			<Carry book={book} />
		</div>
	);
}

type RowProps = { reply: QuickReply; onEdit: () => void; onRemove: () => void };

/** Removing asks in place: the second gesture is another button. */
function Row({ reply, onEdit, onRemove }: RowProps) {
	const { t } = useTranslation();
	const [asking, setAsking] = useState(false);
	const title = oneLine(reply.title);
	return (
		<li
			data-testid="reply-row"
			className="flex items-center gap-2 border-b border-line px-3 py-2 last:border-0 hover:bg-hover"
		>
			<span className="min-w-0 flex-1">
				<span className="flex items-center gap-2">
					<span className="bidi-isolate truncate text-base font-medium text-text-1">{title}</span>
					{reply.code !== "" && (
						<span className="shrink-0 rounded-chip bg-pressed px-1 font-mono text-mini text-text-2">
							/{reply.code}
						</span>
					)}
					<span className="shrink-0 text-mini text-text-3">{oneLine(reply.group)}</span>
				</span>
				<span className="bidi-isolate line-clamp-1 text-small text-text-2">{oneLine(saidBy(reply))}</span>
			</span>
			{asking ? (
				<>
					<span className="text-small text-danger-text">{t("replies.removeSure")}</span>
					<Button size="small" look="quiet" onClick={() => setAsking(false)}>
						{t("replies.cancel")}
					</Button>
					<Button size="small" look="danger" data-testid="reply-remove" onClick={onRemove}>
						{t("replies.remove")}
					</Button>
				</>
			) : (
				<>
					<span className="tabular shrink-0 text-mini text-text-3">
						{reply.uses > 0 && t("replies.uses", { count: reply.uses })}
					</span>
					<IconButton label={t("replies.editOne", { title })} onClick={onEdit}>
						<Pencil size={16} />
					</IconButton>
					<IconButton label={t("replies.removeOne", { title })} onClick={() => setAsking(true)}>
						<Trash2 size={16} />
					</IconButton>
				</>
			)}
		</li>
	);
}

/** Files in and out, and what became of them. */
function Carry({ book }: { book: Book }) {
	const { t } = useTranslation();
	const reason = useReason();
	const { exportTo, importFrom } = book;

	async function takeIn() {
		exportTo.reset();
		const [path] = await pickFiles("replies", t("replies.manage"), false);
		if (path !== undefined) importFrom.mutate(path);
	}

	async function giveOut() {
		importFrom.reset();
		const path = await pickWhereToSave(`${t("replies.fileName")}.csv`, "replies", t("replies.manage"));
		if (path !== null) exportTo.mutate(path);
	}

	const failure = importFrom.error ?? exportTo.error;
	const skipped = importFrom.data?.skipped ?? [];
	return (
		<div className="flex flex-col gap-2">
			<div className="flex items-center gap-2">
				<Button onClick={() => void takeIn()} disabled={importFrom.isPending}>
					<Upload size={16} aria-hidden="true" />
					{t("replies.import")}
				</Button>
				<Button onClick={() => void giveOut()} disabled={book.replies.length === 0 || exportTo.isPending}>
					<Download size={16} aria-hidden="true" />
					{t("replies.export")}
				</Button>
				<span role="status" className="text-small text-text-2">
					{importFrom.data &&
						t("replies.imported", {
							added: String(importFrom.data.added),
							changed: String(importFrom.data.changed),
							skipped: String(skipped.length),
						})}
					{exportTo.data !== undefined && t("replies.exported", { count: exportTo.data })}
				</span>
			</div>
			{skipped.length > 0 && (
				<ul className="max-h-24 overflow-y-auto text-small text-warning-text">
					{skipped.map(({ line, why }) => (
						<li key={line}>{t("replies.skipped", { line: String(line), why: t(`replies.why.${why}`) })}</li>
					))}
				</ul>
			)}
			{failure !== null && <ErrorNote>{reason(failure)}</ErrorNote>}
		</div>
	);
}
