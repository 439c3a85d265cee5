/** What a person puts together for an export, and what is still missing. Pure. */
import type { ChatKey, ChatKind, ChatRow, ExportFormat, ExportRequest, ExportScope } from "@/bindings";

export const FORMATS: readonly ExportFormat[] = ["html", "xlsx", "csv", "jsonl"];

export type Form = {
	readonly robots: readonly string[];
	readonly kind: ChatKind | "all";
	readonly agents: readonly string[];
	readonly tags: readonly string[];
	readonly chats: readonly ChatKey[];
	/** `2026-11-23`, days of this computer's time zone; empty for no limit. */
	readonly since: string;
	readonly until: string;
	readonly formats: readonly ExportFormat[];
	readonly media: boolean;
	readonly folder: string | null;
};

export const NEW_FORM: Form = {
	robots: [],
	kind: "all",
	agents: [],
	tags: [],
	chats: [],
	since: "",
	until: "",
	formats: ["html", "xlsx"],
	media: false,
	folder: null,
};

/** The beginning of a day here, `days` later; null if the text is no day. */
function dayStart(day: string, days = 0): number | null {
	const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
	if (parts === null) return null;
	return new Date(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]) + days).getTime();
}

export function scopeOf(form: Form): ExportScope {
	const end = dayStart(form.until, 1);
	return {
		robots: [...form.robots],
		chats: [...form.chats],
		agents: [...form.agents],
		tags: [...form.tags],
		kind: form.kind === "all" ? null : form.kind,
		since: dayStart(form.since),
		until: end === null ? null : end - 1,
	};
}

export function requestOf(form: Form, timeZone: string): ExportRequest {
	return {
		scope: scopeOf(form),
		formats: [...form.formats],
		media: form.media,
		folder: form.folder ?? "",
		timeZone,
	};
}

/** The first thing that keeps the export from being begun. */
export function missing(form: Form): "dates" | "formats" | "folder" | null {
	const { since, until } = scopeOf(form);
	if (since !== null && until !== null && until < since) return "dates";
	if (form.formats.length === 0) return "formats";
	return form.folder === null ? "folder" : null;
}

/** With the value if it was not there, without it if it was. */
export function toggled<T>(values: readonly T[], value: T): T[] {
	return values.includes(value) ? values.filter((each) => each !== value) : [...values, value];
}

/** Everybody a chat is assigned to, in the order of their names. */
export function agentsOf(chats: Iterable<ChatRow>): string[] {
	const agents = new Set<string>();
	for (const chat of chats) if (chat.assignee !== null && chat.assignee !== "") agents.add(chat.assignee);
	return [...agents].sort((a, b) => a.localeCompare(b));
}

/** What the list calls a chat. */
export function nameOfChat(chat: ChatRow): string {
	return chat.remark || chat.name || chat.key.chatUser;
}

/** Chats that are called so, at most `most`. */
export function chatsNamed(chats: Iterable<ChatRow>, text: string, most: number): ChatRow[] {
	const wanted = text.trim().toLowerCase();
	const found: ChatRow[] = [];
	if (wanted === "") return found;
	for (const chat of chats) {
		const names = [chat.name, chat.remark ?? "", chat.key.chatUser];
		if (names.some((name) => name.toLowerCase().includes(wanted))) found.push(chat);
		if (found.length === most) break;
	}
	return found;
}
