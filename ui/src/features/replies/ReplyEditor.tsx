import { useMutation } from "@tanstack/react-query";
import { FolderOpen } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Composed, commands, type QuickReply } from "@/bindings";
import { pickFiles } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { VARIABLES } from "@/shared/replies/variables";
import { Button } from "@/shared/ui/Button";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { Segmented } from "@/shared/ui/Segmented";
import { TextArea } from "@/shared/ui/TextArea";
import { TextField } from "@/shared/ui/TextField";
import { emptyContent, problemOf, type ReplyForm, trimmed } from "./replyForm";

type Props = {
	start: ReplyForm;
	replies: readonly QuickReply[];
	saving: boolean;
	error: unknown;
	onSave: (reply: QuickReply) => void;
	onCancel: () => void;
};

/** Writes one quick reply. */
export function ReplyEditor({ start, replies, saving, error, onSave, onCancel }: Props) {
	const { t } = useTranslation();
	const reason = useReason();
	const [form, setForm] = useState(start);
	const [asked, setAsked] = useState(false);
	const problem = problemOf(form, replies);
	const set = (part: Partial<ReplyForm>) => setForm({ ...form, ...part });

	function submit(event: FormEvent) {
		event.preventDefault();
		setAsked(true);
		if (problem === null && !saving) onSave(trimmed(form));
	}

	return (
		<form onSubmit={submit} data-testid="reply-editor" className="flex flex-col gap-3">
			<div className="grid grid-cols-[1fr_120px_140px] gap-3">
				<TextField
					label={t("replies.title")}
					value={form.title}
					maxLength={60}
					autoFocus
					aria-invalid={asked && problem === "title"}
					onChange={({ target }) => set({ title: target.value })}
				/>
				<TextField
					label={t("replies.code")}
					value={form.code}
					maxLength={20}
					mono
					aria-invalid={asked && (problem === "codeBlank" || problem === "codeTaken")}
					onChange={({ target }) => set({ code: target.value })}
				/>
				<TextField
					label={t("replies.group")}
					value={form.group}
					maxLength={30}
					onChange={({ target }) => set({ group: target.value })}
				/>
			</div>
			<div>
				<Segmented
					label={t("replies.kind")}
					value={form.content.kind}
					onChange={(kind) => set({ content: emptyContent(kind) })}
					segments={[
						{ value: "text", label: t("replies.kindText") },
						{ value: "attachment", label: t("replies.kindFile") },
						{ value: "link", label: t("replies.kindLink") },
					]}
				/>
			</div>
			<ContentFields content={form.content} onChange={(content) => set({ content })} />
			{asked && problem !== null && <ErrorNote>{t(`replies.problem.${problem}`)}</ErrorNote>}
			{error !== null && <ErrorNote>{t("replies.saveFailed", { reason: reason(error) })}</ErrorNote>}
			<div className="mt-1 flex justify-end gap-2">
				<Button look="quiet" onClick={onCancel}>
					{t("replies.cancel")}
				</Button>
				<Button type="submit" look="primary" data-testid="reply-save" disabled={saving}>
					{t("replies.save")}
				</Button>
			</div>
		</form>
	);
}

type FieldsProps<T extends Composed> = { content: T; onChange: (content: Composed) => void };

function ContentFields({ content, onChange }: FieldsProps<Composed>) {
	switch (content.kind) {
		case "text":
			return <TextContent content={content} onChange={onChange} />;
		case "attachment":
			return <FileContent content={content} onChange={onChange} />;
		case "link":
			return <LinkContent content={content} onChange={onChange} />;
	}
}

function TextContent({ content, onChange }: FieldsProps<Extract<Composed, { kind: "text" }>>) {
	const { t } = useTranslation();
	const box = useRef<HTMLTextAreaElement>(null);

	function insert(variable: string) {
		const { selectionStart: from = content.text.length, selectionEnd: to = from } = box.current ?? {};
		const written = `{{${variable}}}`;
		onChange({ ...content, text: content.text.slice(0, from) + written + content.text.slice(to) });
		requestAnimationFrame(() => {
			box.current?.focus();
			box.current?.setSelectionRange(from + written.length, from + written.length);
		});
	}

	return (
		<div className="flex flex-col gap-1">
			<TextArea
				ref={box}
				label={t("replies.text")}
				rows={5}
				className="resize-none"
				value={content.text}
				onChange={({ target }) => onChange({ ...content, text: target.value })}
			/>
			<fieldset aria-label={t("replies.variables")} className="mt-1 flex flex-wrap items-center gap-1">
				<span className="mr-1 text-small text-text-3">{t("replies.variables")}</span>
				{VARIABLES.map((variable) => (
					<Button key={variable} size="small" onClick={() => insert(variable)}>
						{variable}
					</Button>
				))}
			</fieldset>
		</div>
	);
}

function FileContent({ content, onChange }: FieldsProps<Extract<Composed, { kind: "attachment" }>>) {
	const { t } = useTranslation();
	const reason = useReason();
	const choose = useMutation({
		mutationFn: async () => {
			const [path] = await pickFiles("any", t("replies.kindFile"), false);
			if (path === undefined) return;
			const { name, kind, problem } = await commands.examineFile(path);
			if (problem !== null) throw problem;
			onChange({ kind: "attachment", attachment: { path, name, kind } });
		},
	});
	return (
		<div className="flex flex-col gap-2">
			<span className="flex items-center gap-3">
				<Button onClick={() => choose.mutate()}>
					<FolderOpen size={16} aria-hidden="true" />
					{t("replies.fileChoose")}
				</Button>
				<span className="bidi-isolate min-w-0 truncate text-base text-text-2">
					{content.attachment.name || t("replies.fileNone")}
				</span>
			</span>
			<p className="text-small text-text-3">{t("replies.fileHint")}</p>
			{choose.isError && <ErrorNote>{reason(choose.error)}</ErrorNote>}
		</div>
	);
}

function LinkContent({ content, onChange }: FieldsProps<Extract<Composed, { kind: "link" }>>) {
	const { t } = useTranslation();
	return (
		<>
			<TextField
				label={t("replies.linkTitle")}
				value={content.title}
				onChange={({ target }) => onChange({ ...content, title: target.value })}
			/>
			<TextField
				label={t("replies.linkAddress")}
				value={content.link}
				placeholder="https://"
				onChange={({ target }) => onChange({ ...content, link: target.value })}
			/>
			<TextField
				label={t("replies.linkAbout")}
				value={content.description}
				onChange={({ target }) => onChange({ ...content, description: target.value })}
			/>
		</>
	);
}
