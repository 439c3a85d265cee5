/** Notes of the demo world. */
import type { ChatKey, Note } from "@/bindings";
import { DAY_MS } from "../../time/model";
import { chatPath } from "../keys";
import type { DemoCommands, DemoEngine } from "./engine";

export function noteCommands({ chat }: Pick<DemoEngine, "chat">): DemoCommands {
	const first: Note = {
		id: "n1",
		text: "上周答应补一张 20 元券，还没发。\n只在工作日下午回电话。",
		at: Date.now() - 3 * DAY_MS,
		by: "小红",
	};
	const notes = new Map<string, Note[]>();
	const notesOf = (key: ChatKey) =>
		notes.get(chatPath(key)) ?? (chat(key).row.name === "王小满" ? [first] : []);
	return {
		notes: (args: { chat: ChatKey }) => notesOf(args.chat),
		save_note: ({ chat: key, id, text }: { chat: ChatKey; id: string | null; text: string }) => {
			const note: Note = { id: id ?? `n${Date.now()}`, text, at: Date.now(), by: "practice" };
			const others = notesOf(key).filter((each) => each.id !== id);
			notes.set(chatPath(key), [note, ...others]);
			return note;
		},
		delete_note: ({ chat: key, id }: { chat: ChatKey; id: string }) => {
			const others = notesOf(key).filter((each) => each.id !== id);
			notes.set(chatPath(key), others);
			return null;
		},
	};
}
