/**
 * Names after an @. The platform gives ids or names of those who were named, and what this console sends carries
 * ids, so the names behind ids come from the group's members. Pure.
 */
export type MentionNames = {
	/** Names by id. */
	readonly byId: ReadonlyMap<string, string>;
	/** Ids and names of the robot itself. */
	readonly self: ReadonlySet<string>;
};

export const NO_NAMES: MentionNames = { byId: new Map(), self: new Set() };

/** A text in pieces, with the names after an @ set apart, and our own among them. */
export type MentionPart = { readonly text: string; readonly mention: "none" | "other" | "me" };

/** What WeChat and WeCom write to name everybody. */
const EVERYBODY = ["所有人", "all", "All"];

export function mentionParts(
	text: string,
	mentions: readonly string[],
	{ byId, self }: MentionNames = NO_NAMES,
): MentionPart[] {
	const meant = new Map<string, "other" | "me">();
	for (const mention of mentions) {
		const isMe = self.has(mention);
		const name = byId.get(mention);
		const names = [mention, ...(name === undefined ? [] : [name]), ...(isMe ? self : [])];
		for (const each of names) if (each !== "") meant.set(each, isMe || self.has(each) ? "me" : "other");
	}
	// Everybody is named without an id of anybody, and that includes us.
	if (mentions.length > 0) for (const each of EVERYBODY) meant.set(each, "me");
	const names = [...meant.keys()].sort((a, b) => b.length - a.length);
	if (names.length === 0) return [{ text, mention: "none" }];
	const escaped = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
	return text
		.split(new RegExp(`(@(?:${escaped.join("|")}))`))
		.map((part, index) => ({
			text: part,
			mention: index % 2 === 1 ? (meant.get(part.slice(1)) ?? "other") : ("none" as const),
		}))
		.filter((part) => part.text !== "");
}
