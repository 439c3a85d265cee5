/** What the console itself remembers, for the stand-in of the engine: marks, views, quick replies, notes. */
import type {
	AlsoKnown,
	Candidate,
	Change,
	ChatKey,
	ChatMarksChange,
	ChatRow,
	ListFilter,
	Note,
	QuickReply,
	QuickReplyContent,
	RobotMarks,
	SavedView,
} from "@/bindings";
import { chatPath } from "../keys";
import type { DemoChat } from "./world";

const NO_FILTER: ListFilter = {
	robots: [],
	kind: null,
	unread: false,
	mine: false,
	waiting: false,
	mentioned: false,
	tag: null,
	hidden: false,
	order: "latest",
};

const FIRST_VIEWS: SavedView[] = [
	{ id: "all", name: "", filter: NO_FILTER },
	{ id: "waiting", name: "", filter: { ...NO_FILTER, waiting: true, order: "waiting" } },
	{ id: "mine", name: "", filter: { ...NO_FILTER, mine: true } },
];

const TAGS: Candidate[] = [
	{ tag: { id: "14073752703607622", name: "VIP" }, group: "客户等级" },
	{ tag: { id: "14073752703607623", name: "复购" }, group: "客户等级" },
	{ tag: { id: "14073752703607624", name: "售后中" }, group: "进度" },
];

function reply(id: string, group: string, code: string, title: string, words: string): QuickReply {
	const content: QuickReplyContent = { kind: "text", text: words, mentions: [] };
	return { id, group, code, title, content, usedAt: null, uses: 0 };
}

const REPLIES: QuickReply[] = [
	reply("q1", "售前", "nh", "问候", "{{客户}}您好，{{问候}}！我是{{机器人}}，请问有什么可以帮您？"),
	reply("q2", "售前", "fh", "发货时间", "现货 48 小时内发出，预售以商品页为准。"),
	reply("q3", "售后", "tk", "退款", "已为您登记，退款会在 1–3 个工作日原路退回。"),
	{
		...reply("q4", "售前", "bw", "保温杯链接", ""),
		content: {
			kind: "link",
			title: "316 不锈钢保温杯 500ml",
			link: "https://shop.example.com/items/10086",
			description: "两件 85 折",
			cover: { kind: "address", url: "https://pictures.example/cup" },
		},
	},
];

type Engine = {
	chats: () => Iterable<DemoChat>;
	chat: (key: ChatKey) => DemoChat;
	push: (changes: Change[]) => void;
	refuse: (code: "notFound", message: string) => never;
};

export function marksFrom(row: ChatRow, change: ChatMarksChange): ChatRow {
	const { marks } = row;
	return {
		...row,
		marks: {
			pinned: change.pinned ?? marks.pinned,
			hidden: change.hidden ?? marks.hidden,
			muted: change.muted ?? marks.muted,
			unreadMark: change.unreadMark ?? marks.unreadMark,
			snoozedUntil: change.snoozedUntil === null ? marks.snoozedUntil : change.snoozedUntil || null,
		},
	};
}

/** A message came: what hid the chat is over. */
export function broughtBack(row: ChatRow): ChatRow {
	return { ...row, marks: { ...row.marks, hidden: false, snoozedUntil: null } };
}

/** Some rows that show what a row can show. */
export function decorate(chats: readonly DemoChat[]) {
	const mark = (index: number, change: Partial<ChatMarksChange>, rest: Partial<ChatRow> = {}) => {
		const chat = chats[index];
		const none = { pinned: null, hidden: null, muted: null, unreadMark: null, snoozedUntil: null };
		if (chat) chat.row = { ...marksFrom(chat.row, { ...none, ...change }), ...rest };
	};
	mark(0, {}, { remark: "老客-王" });
	mark(1, {}, { mentionsMe: true });
	mark(2, { pinned: true });
	mark(5, { muted: true });
	mark(6, { muted: true });
	mark(7, { unreadMark: true });
	mark(8, {}, { name: "🎉👨‍👩‍👧‍👦 苏州工业园区满满家居用品有限公司采购部-周经理（长期合作，月结）" });
	mark(10, {}, { name: "شركة النور للتجارة 🏢" });
	mark(11, { hidden: true });
	mark(12, { snoozedUntil: Date.now() + 90 * 60_000 });
}

/** The commands, by the names they travel under. */
export function localCommands(engine: Engine): Record<string, (args: never) => unknown> {
	let views = FIRST_VIEWS;
	let replies = REPLIES;
	const robotMarks: Record<string, RobotMarks> = {};
	const notes = new Map<string, Note[]>();
	let nextId = 1;
	const newId = () => `local-${nextId++}`;
	return {
		set_chat_marks: ({ chats, change }: { chats: ChatKey[]; change: ChatMarksChange }) => {
			const rows = chats.map((key) => {
				const chat = engine.chat(key);
				chat.row = marksFrom(chat.row, change);
				return chat.row;
			});
			engine.push([{ kind: "chats", rows }]);
			return null;
		},
		saved_views: () => views,
		save_views: ({ views: next }: { views: SavedView[] }) => {
			views = next.length === 0 ? FIRST_VIEWS : next;
			return null;
		},
		robot_marks: () => robotMarks,
		set_robot_marks: ({ robot, marks }: { robot: string; marks: RobotMarks }) => {
			robotMarks[robot] = marks;
			return null;
		},
		chats_with_tag: ({ tag }: { tag: string }) =>
			[...engine.chats()]
				.filter((_, index) => String(index % 3) === String(Number(tag.slice(-1)) % 3))
				.map((chat) => chat.row.key),
		all_tags: () => TAGS,
		quick_replies: () => replies,
		save_quick_reply: ({ reply: given }: { reply: QuickReply }) => {
			const saved = given.id === "" ? { ...given, id: newId() } : given;
			replies = [...replies.filter((each) => each.id !== saved.id), saved];
			return saved;
		},
		delete_quick_reply: ({ id }: { id: string }) => {
			replies = replies.filter((each) => each.id !== id);
			return null;
		},
		quick_reply_used: ({ id }: { id: string }) => {
			replies = replies.map((each) =>
				each.id === id ? { ...each, uses: each.uses + 1, usedAt: Date.now() } : each,
			);
			return null;
		},
		export_quick_replies: () => replies.length,
		import_quick_replies: () => ({ added: 3, changed: 1, skipped: [{ line: 7, why: "empty" }] }),
		notes: ({ chat }: { chat: ChatKey }) => notes.get(chatPath(chat)) ?? [],
		save_note: ({ chat, id, text }: { chat: ChatKey; id: string | null; text: string }) => {
			const note: Note = { id: id ?? newId(), text, at: Date.now(), by: "practice" };
			const others = (notes.get(chatPath(chat)) ?? []).filter((each) => each.id !== note.id);
			notes.set(chatPath(chat), [note, ...others]);
			return note;
		},
		delete_note: ({ chat, id }: { chat: ChatKey; id: string }) => {
			notes.set(
				chatPath(chat),
				(notes.get(chatPath(chat)) ?? []).filter((each) => each.id !== id),
			);
			return null;
		},
		also_known: ({ chat }: { chat: ChatKey }): AlsoKnown[] => {
			const other = [...engine.chats()].find(
				({ row }) => row.kind === "single" && row.key.robotKey !== chat.robotKey,
			);
			if (other === undefined || chat.chatUser.startsWith("R:")) return [];
			const { key, last } = other.row;
			return [{ robotKey: key.robotKey, chat: key, lastMessage: last, relationship: "normal" }];
		},
	};
}
