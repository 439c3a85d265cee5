/** Marks of chats and robots: shown at once, and taken back if the console cannot keep them. */
import { create } from "zustand";
import {
	type ChatKey,
	type ChatMarks,
	type ChatMarksChange,
	type ChatRow,
	commands,
	type RobotKey,
	type RobotMarks,
} from "@/bindings";
import { onAnotherAccount, updateDesk, useDeskStore } from "./desk";
import { type ChatPath, chatPath } from "./keys";

const NO_CHANGE: ChatMarksChange = {
	pinned: null,
	hidden: null,
	muted: null,
	unreadMark: null,
	snoozedUntil: null,
};

/** The marks after a change. */
function marked(marks: ChatMarks, change: Partial<ChatMarksChange>): ChatMarks {
	const { snoozedUntil } = change;
	return {
		pinned: change.pinned ?? marks.pinned,
		hidden: change.hidden ?? marks.hidden,
		muted: change.muted ?? marks.muted,
		unreadMark: change.unreadMark ?? marks.unreadMark,
		snoozedUntil: snoozedUntil == null ? marks.snoozedUntil : snoozedUntil === 0 ? null : snoozedUntil,
	};
}

function putRows(rows: readonly ChatRow[]) {
	updateDesk((desk) => {
		const chats = new Map(desk.chats);
		for (const row of rows) chats.set(chatPath(row.key), row);
		return { ...desk, chats };
	});
}

export async function markChats(paths: readonly ChatPath[], change: Partial<ChatMarksChange>): Promise<void> {
	const known = useDeskStore.getState().desk?.chats;
	const before = paths.flatMap((path) => known?.get(path) ?? []);
	if (before.length === 0) return;
	putRows(before.map((row) => ({ ...row, marks: marked(row.marks, change) })));
	try {
		const keys: ChatKey[] = before.map((row) => row.key);
		await commands.setChatMarks(keys, { ...NO_CHANGE, ...change });
	} catch (error) {
		// What else happened to the rows meanwhile stays.
		const now = useDeskStore.getState().desk?.chats;
		putRows(before.map((row) => ({ ...(now?.get(chatPath(row.key)) ?? row), marks: row.marks })));
		throw error;
	}
}

type AllRobotMarks = Readonly<Record<RobotKey, RobotMarks>>;

const NO_ROBOT_MARKS: RobotMarks = { hue: null, muted: false, sound: null };

export const useRobotMarksStore = create<{ marks: AllRobotMarks }>(() => ({ marks: {} }));
onAnotherAccount(() => useRobotMarksStore.setState({ marks: {} }));

/** Asks the console how robots are marked. Without an answer they keep their first colours. */
export async function readRobotMarks(): Promise<void> {
	const marks = (await commands.robotMarks()) as AllRobotMarks | null;
	useRobotMarksStore.setState({ marks: marks ?? {} });
}

export async function markRobot(key: RobotKey, change: Partial<RobotMarks>): Promise<void> {
	const before = useRobotMarksStore.getState().marks;
	const next = { ...NO_ROBOT_MARKS, ...before[key], ...change };
	useRobotMarksStore.setState({ marks: { ...before, [key]: next } });
	try {
		await commands.setRobotMarks(key, next);
	} catch (error) {
		const { marks } = useRobotMarksStore.getState();
		useRobotMarksStore.setState({ marks: { ...marks, [key]: before[key] ?? NO_ROBOT_MARKS } });
		throw error;
	}
}
