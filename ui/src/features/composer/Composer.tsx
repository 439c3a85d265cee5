import { useQuery } from "@tanstack/react-query";
import { FileDown } from "lucide-react";
import {
	type ClipboardEvent,
	type KeyboardEvent,
	useEffect,
	useRef,
	useState,
	useSyncExternalStore,
} from "react";
import { useTranslation } from "react-i18next";
import { type ChatRow, commands } from "@/bindings";
import { useDesk } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { oneLine } from "@/shared/text/plain";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { Box, replaceInBox } from "./Box";
import { type Doubts, doubtsAbout } from "./checks";
import { isBare, type Prepared, withLink, withMoved, withoutAttachment, withoutLink } from "./content";
import { DoubtBar } from "./DoubtBar";
import { Foot, RobotDown } from "./Foot";
import { LinkDialog } from "./LinkDialog";
import { EMPTY_LINK, formOf, type LinkForm } from "./linkForm";
import { InputMethodGuard, sizeOf } from "./model";
import { filesOf } from "./pasted";
import { Toolbar } from "./Toolbar";
import { Tray } from "./Tray";
import { UndoBar } from "./UndoBar";
import { useAttach, useFileDrop, useSeenFiles } from "./useAttach";
import type { Drafts } from "./useDrafts";
import { usePickers } from "./usePickers";

type Props = {
	row: ChatRow;
	drafts: Drafts;
	/** After a send that goes on to the next waiting chat. */
	onMoveOn: () => void;
	onManageReplies: () => void;
};

/** The box that answers one chat. Mounted anew for every chat, so that nothing can stray into another. */
export function Composer({ row, drafts, onMoveOn, onManageReplies }: Props) {
	const { t } = useTranslation();
	const reason = useReason();
	const { book, files } = drafts;
	const [chat] = useState(row.key);
	const [stored] = useState(row.draft ?? "");
	const { content, sendError, saveError } = useSyncExternalStore(book.subscribe, () =>
		book.view(chat, stored),
	);
	const input = useRef<HTMLTextAreaElement>(null);
	const [guard] = useState(() => new InputMethodGuard());
	const [doubted, setDoubted] = useState<{ content: Prepared; doubts: Doubts; moveOn: boolean } | null>(null);
	const [linkForm, setLinkForm] = useState<LinkForm | null>(null);
	const { undoSeconds, sendKey, sensitiveWords } = useDesk((desk) => desk.preferences);
	const offline = useDesk((desk) => desk.session.state !== "live" && desk.session.state !== "catchingUp");
	const storage = useQuery({ queryKey: ["storage"], queryFn: () => commands.storage() });
	const canUpload = storage.data?.configured !== false;

	const attach = useAttach(chat, drafts);
	const hovering = useFileDrop(attach.addPaths);
	useSeenFiles(
		content.attachments.map(({ path }) => path),
		drafts,
	);
	const pickers = usePickers({ row, drafts, input, text: content.text, onManageReplies, ...attach });

	const size = sizeOf(content.text);
	const bare = isBare(content);
	const name = oneLine(row.name);
	const seen = useSyncExternalStore(files.subscribe, files.all);
	const unsendable = content.attachments.some(({ path }) => seen.get(path)?.problem);
	const needsStorage = content.attachments.length > 0 && !canUpload;
	const canSend =
		size.kind !== "over" &&
		(size.kind !== "empty" || content.attachments.length + content.links.length > 0) &&
		!(unsendable || needsStorage || attach.busy);

	useEffect(() => {
		let current = true;
		commands.draft(chat).then(
			(draft) => current && draft !== null && book.learn(chat, draft),
			// The row has brought the text already; this only makes sure.
			() => undefined,
		);
		return () => {
			current = false;
			void book.flush(chat);
		};
	}, [chat, book]);

	const { members } = pickers;
	useEffect(() => book.learnNames(members), [book, members]);

	function send(moveOn: boolean, sure = false) {
		input.current?.focus();
		if (!canSend) return;
		const doubts = sure ? null : doubtsAbout(content, sensitiveWords);
		setDoubted(doubts && { content, doubts, moveOn });
		if (doubts !== null) return;
		void book.send(chat, Math.min(5, Math.max(0, undoSeconds)) * 1000);
		if (moveOn) onMoveOn();
	}

	function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
		if (pickers.onKeyDown(event)) return;
		const { key, ctrlKey, metaKey, shiftKey, altKey } = event;
		const undoes = key.toLowerCase() === "z" && (ctrlKey || metaKey) && !shiftKey && !altKey;
		if (undoes && bare && book.undo.view().held !== null) {
			event.preventDefault();
			void book.undo.takeBack();
			return;
		}
		const meaning = guard.meaning(event.nativeEvent, sendKey);
		if (meaning === null) return;
		event.preventDefault();
		send(meaning === "sendAndMoveOn");
	}

	function onPaste(event: ClipboardEvent) {
		const pasted = filesOf(event.clipboardData);
		if (pasted.length === 0) return;
		event.preventDefault();
		void attach.addPasted(pasted);
	}

	function insert(text: string) {
		const box = input.current;
		if (box !== null)
			replaceInBox(box, box.selectionStart, box.selectionEnd, text, (next) => book.type(chat, next));
	}

	return (
		<section
			data-testid="composer"
			data-region="composer"
			aria-label={t("composer.label")}
			className="relative shrink-0 border-t border-line px-5 pt-2 pb-3 transition-colors duration-150 has-[textarea:focus-visible]:border-accent"
		>
			{pickers.picker}
			<RobotDown row={row} />
			<UndoBar undo={book.undo} chat={chat} onTaken={() => input.current?.focus()} />
			{sendError !== null && (
				<ErrorNote className="mb-2">{t("composer.sendFailed", { reason: reason(sendError) })}</ErrorNote>
			)}
			{saveError !== null && <ErrorNote className="mb-2">{t("composer.draftFailed")}</ErrorNote>}
			{attach.error !== null && (
				<ErrorNote className="mb-2">{t("sending.addFailed", { reason: reason(attach.error) })}</ErrorNote>
			)}
			{needsStorage && (
				<ErrorNote className="mb-2">
					<span className="block">{t("error.storageNotConfigured.what")}</span>
					{t("sending.storageHow")}
				</ErrorNote>
			)}
			{doubted?.content === content && (
				<DoubtBar
					doubts={doubted.doubts}
					onSend={() => send(doubted.moveOn, true)}
					onBack={() => {
						setDoubted(null);
						input.current?.focus();
					}}
				/>
			)}
			<Toolbar
				canUpload={canUpload}
				onEmoji={insert}
				onFiles={(paths) => void attach.addPaths(paths)}
				onLink={() => setLinkForm(book.linkForm(chat) ?? EMPTY_LINK)}
				onReplies={pickers.openReplies}
			/>
			<Tray
				content={content}
				files={files}
				busy={attach.busy}
				onMove={(path, step) => book.edit(chat, (prepared) => withMoved(prepared, path, step))}
				onRemove={(path) => book.edit(chat, (prepared) => withoutAttachment(prepared, path))}
				onEditLink={(index) => {
					const link = content.links[index];
					if (link === undefined) return;
					book.edit(chat, (prepared) => withoutLink(prepared, index));
					book.keepLinkForm(chat, formOf(link));
					setLinkForm(formOf(link));
				}}
				onRemoveLink={(index) => book.edit(chat, (prepared) => withoutLink(prepared, index))}
			/>
			<Box
				input={input}
				guard={guard}
				text={content.text}
				name={name}
				placeholder={placeholder(offline, sendKey)}
				tooLong={size.kind === "over"}
				list={pickers.list}
				onText={(text, caret) => {
					book.type(chat, text);
					pickers.place(caret);
				}}
				onCaret={pickers.place}
				onKeyDown={onKeyDown}
				onPaste={onPaste}
				onLeave={() => {
					pickers.place(null);
					void book.flush(chat);
				}}
			/>
			<Foot
				row={row}
				size={size}
				bare={bare}
				canSend={canSend}
				sendKey={sendKey}
				onSend={() => send(false)}
			/>
			{hovering && (
				<div className="pointer-events-none absolute inset-1 z-30 flex items-center justify-center gap-2 rounded-card border-2 border-dashed border-accent bg-accent-weak text-message font-medium text-accent-text">
					<FileDown size={20} aria-hidden="true" />
					{t("sending.drop", { name })}
				</div>
			)}
			{linkForm !== null && (
				<LinkDialog
					form={linkForm}
					name={name}
					canUpload={canUpload}
					onChange={(form) => {
						book.keepLinkForm(chat, form);
						setLinkForm(form);
					}}
					onClose={() => setLinkForm(null)}
					onDone={(card) => {
						book.keepLinkForm(chat, null);
						setLinkForm(null);
						book.edit(chat, (prepared) => withLink(prepared, card));
						requestAnimationFrame(() => input.current?.focus());
					}}
				/>
			)}
		</section>
	);

	function placeholder(waits: boolean, key: typeof sendKey) {
		if (waits) return t("composer.placeholderOffline");
		return key === "enter" ? t("composer.placeholder") : t("sending.placeholderCtrl");
	}
}
