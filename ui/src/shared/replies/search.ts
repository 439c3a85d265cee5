/** Finding a quick reply. Pure. */
import type { QuickReply } from "@/bindings";
import type { Matches } from "../text/pinyin";

/** What a reply says, for lists: its text, the name of its file, or the title of its card. */
export function saidBy({ content }: QuickReply): string {
	switch (content.kind) {
		case "text":
			return content.text;
		case "attachment":
			return content.attachment.name;
		case "link":
			return content.title;
	}
}

/** How well a reply fits: its code first, then its title, then what it says; null if it does not. */
function rank(reply: QuickReply, query: string, matches: Matches): number | null {
	const code = reply.code.toLowerCase();
	const typed = query.toLowerCase();
	if (code === typed) return 0;
	if (code.startsWith(typed)) return 1;
	if (matches(reply.title, query)) return 2;
	if (matches(reply.code, query) || matches(reply.group, query)) return 3;
	return matches(saidBy(reply), query) ? 4 : null;
}

/** The replies that match, best first; those that fit alike in the order of their use. */
export function repliesMatching(
	replies: readonly QuickReply[],
	query: string,
	matches: Matches,
	limit = 50,
): QuickReply[] {
	const byUse = [...replies].sort((a, b) => b.uses - a.uses || (b.usedAt ?? 0) - (a.usedAt ?? 0));
	if (query.trim() === "") return byUse.slice(0, limit);
	return byUse
		.map((reply) => ({ reply, fit: rank(reply, query.trim(), matches) }))
		.filter((each): each is { reply: QuickReply; fit: number } => each.fit !== null)
		.sort((a, b) => a.fit - b.fit)
		.slice(0, limit)
		.map(({ reply }) => reply);
}
