/** What the palette offers for what was typed. Pure. */
import type { LucideIcon } from "lucide-react";
import type { ChatRow } from "@/bindings";
import type { Matches } from "@/shared/text/pinyin";

export type Command = {
	readonly id: string;
	readonly icon: LucideIcon;
	/** May say what was typed. */
	readonly label: (typed: string) => string;
	readonly keys?: string;
	/** Offered for whatever was typed, as long as something was. */
	readonly takesText?: boolean;
	readonly run: (typed: string) => void;
};

/** More than fit at once are better found by another letter. */
const CHATS = 8;

/** The chats whose name or remark fits: those that begin so first, then the latest. All of them without a query. */
export function matchingChats(chats: Iterable<ChatRow>, query: string, matches: Matches): ChatRow[] {
	const wanted = query.trim().toLowerCase();
	const found: { row: ChatRow; begins: boolean; at: number }[] = [];
	for (const row of chats) {
		if (wanted === "" && row.marks.hidden) continue;
		const names = [row.remark, row.name].filter((name): name is string => name !== null);
		if (wanted !== "" && !names.some((name) => matches(name, wanted))) continue;
		const begins = wanted !== "" && names.some((name) => name.toLowerCase().startsWith(wanted));
		found.push({ row, begins, at: row.last?.timestamp ?? row.lastActive ?? 0 });
	}
	found.sort((a, b) => Number(b.begins) - Number(a.begins) || b.at - a.at);
	return found.slice(0, CHATS).map((each) => each.row);
}

/** Those that were called by their name, then those that take whatever was typed. */
export function matchingCommands(commands: readonly Command[], query: string, matches: Matches): Command[] {
	const wanted = query.trim();
	const named = commands.filter(
		(command) => command.takesText !== true && (wanted === "" || matches(command.label(""), wanted)),
	);
	const taking = commands.filter((command) => command.takesText === true && wanted !== "");
	return [...named, ...taking];
}
