/** Marks of chats and robots in the demo world, and the views of the chat list. */
import type { ChatKey, ChatMarksChange, ChatRow, RobotMarks, SavedView } from "@/bindings";
import { NO_FILTER } from "../../list/filter";
import type { DemoCommands, DemoEngine } from "./engine";
import type { DemoChat } from "./world";

const FIRST_VIEWS: SavedView[] = [
	{ id: "all", name: "", filter: NO_FILTER },
	{ id: "waiting", name: "", filter: { ...NO_FILTER, waiting: true, order: "waiting" } },
	{ id: "mine", name: "", filter: { ...NO_FILTER, mine: true } },
];

function marksFrom(row: ChatRow, change: ChatMarksChange): ChatRow {
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

export function markCommands({ chat, push }: Pick<DemoEngine, "chat" | "push">): DemoCommands {
	let views = FIRST_VIEWS;
	const robotMarks: Record<string, RobotMarks> = {};
	return {
		set_chat_marks: ({ chats, change }: { chats: ChatKey[]; change: ChatMarksChange }) => {
			const rows = chats.map((key) => {
				const found = chat(key);
				found.row = marksFrom(found.row, change);
				return found.row;
			});
			push([{ kind: "chats", rows }]);
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
	};
}
