import { type KeyboardEvent, type RefObject, useCallback, useRef, useState } from "react";
import type { ChatRow, GroupMember, QuickReply } from "@/bindings";
import { useQuickReplies } from "@/shared/replies/useQuickReplies";
import { resolved } from "@/shared/replies/variables";
import { oneLine } from "@/shared/text/plain";
import { replaceInBox } from "./Box";
import { withLink } from "./content";
import { MentionPicker, useMembers } from "./MentionPicker";
import type { OpenList } from "./PickerList";
import { ReplyPicker } from "./ReplyPicker";
import { triggerAt } from "./triggers";
import type { Drafts } from "./useDrafts";
import { useReplyValues } from "./useReplyValues";

type Options = {
	row: ChatRow;
	drafts: Drafts;
	input: RefObject<HTMLTextAreaElement | null>;
	text: string;
	addPaths: (paths: readonly string[]) => void;
	onManageReplies: () => void;
};

/** The lists that open while typing: members after an @, quick replies after a slash. */
export function usePickers({ row, drafts, input, text, addPaths, onManageReplies }: Options) {
	const { book } = drafts;
	const chat = row.key;
	const [caret, setCaret] = useState<number | null>(null);
	const [dismissed, setDismissed] = useState<number | null>(null);
	const [list, setList] = useState<OpenList>(null);
	const keys = useRef<(event: KeyboardEvent) => boolean>(null);
	const members = useMembers(row);
	const { used } = useQuickReplies();
	const found = caret === null ? null : triggerAt(text, caret, row.kind === "group");
	const trigger = found !== null && found.from === dismissed ? null : found;
	const values = useReplyValues(row, trigger?.kind === "reply");

	const place = useCallback((at: number | null) => {
		setCaret(at);
		// Where the sign is gone, another one in its place opens the list again.
		if (at === null) setDismissed(null);
	}, []);

	function put(chosen: string) {
		if (trigger === null || input.current === null) return;
		const end = trigger.from + 1 + trigger.query.length;
		replaceInBox(input.current, trigger.from, end, chosen, (next) => book.type(chat, next));
		setCaret(trigger.from + chosen.length);
	}

	function mention(member: GroupMember) {
		put(`@${member.name} `);
		book.mention(chat, { id: member.id, name: member.name });
	}

	function reply({ id, content }: QuickReply) {
		const fill = (words: string) => resolved(words, values());
		if (content.kind === "text") put(fill(content.text));
		else put("");
		if (content.kind === "attachment") addPaths([content.attachment.path]);
		if (content.kind === "link")
			book.edit(chat, (prepared) =>
				withLink(prepared, {
					...content,
					title: fill(content.title),
					description: fill(content.description),
				}),
			);
		used.mutate(id);
	}

	/** Opens the quick replies from their button, as a slash would. */
	function openReplies() {
		const box = input.current;
		if (box === null) return;
		const at = box.selectionStart;
		const before = box.value.slice(0, at);
		const sign = before === "" || /\s$/.test(before) ? "/" : " /";
		setDismissed(null);
		replaceInBox(box, at, box.selectionEnd, sign, (next) => book.type(chat, next));
		setCaret(at + sign.length);
	}

	const shared = {
		keysRef: keys,
		onList: setList,
		onDismiss: () => setDismissed(trigger?.from ?? null),
	};
	const picker =
		trigger === null ? null : trigger.kind === "mention" ? (
			<MentionPicker {...shared} query={trigger.query} members={members} onChoose={mention} />
		) : (
			<ReplyPicker {...shared} query={trigger.query} onChoose={reply} onManage={onManageReplies} />
		);

	return {
		picker,
		list: trigger === null ? null : list,
		members: members.map(({ id, name }) => ({ id, name: oneLine(name) })),
		place,
		openReplies,
		/** True if the key was for the open list. */
		onKeyDown: (event: KeyboardEvent) => trigger !== null && keys.current?.(event) === true,
	};
}
