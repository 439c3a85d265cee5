/** What stands ready in the box of one chat, and how it becomes messages and comes back from them. Pure. */
import type { Attachment, Composed, DraftContent, LinkCard } from "@/bindings";

export type Prepared = Readonly<DraftContent>;

export const NOTHING: Prepared = { text: "", mentions: [], attachments: [], links: [] };

export function isBare(content: Prepared): boolean {
	return content.text === "" && content.attachments.length === 0 && content.links.length === 0;
}

/** The messages it is sent as, in their order: what stands in the tray from left to right, then the text. */
export function partsOf(content: Prepared): Composed[] {
	const parts: Composed[] = [
		...content.attachments.map((attachment) => ({ kind: "attachment" as const, attachment })),
		...content.links.map((card) => ({ kind: "link" as const, ...card })),
	];
	if (content.text.trim() !== "")
		parts.push({ kind: "text", text: content.text, mentions: content.mentions });
	return parts;
}

/** What did not go out, or was taken back, comes before what was prepared since. */
export function putBack(unsent: readonly Composed[], since: Prepared): Prepared {
	const returned = unsent.reduce(withPart, NOTHING);
	return {
		text: restored(returned.text, since.text),
		mentions: unique([...returned.mentions, ...since.mentions]),
		attachments: withAttachments(returned, since.attachments).attachments,
		links: [...returned.links, ...since.links],
	};
}

function withPart(content: Prepared, part: Composed): Prepared {
	switch (part.kind) {
		case "text":
			return {
				...content,
				text: restored(content.text, part.text),
				mentions: unique([...content.mentions, ...part.mentions]),
			};
		case "attachment":
			return withAttachments(content, [part.attachment]);
		case "link":
			return withLink(content, part);
	}
}

/** The text that did not go out comes back, before what was typed since. */
function restored(unsent: string, typedSince: string): string {
	if (unsent === "") return typedSince;
	return typedSince === "" ? unsent : `${unsent}\n${typedSince}`;
}

/** Adds files behind those that are there; the same file is not taken twice. */
export function withAttachments(content: Prepared, added: readonly Attachment[]): Prepared {
	const attachments = [...content.attachments];
	for (const attachment of added)
		if (!attachments.some(({ path }) => path === attachment.path)) attachments.push(attachment);
	return { ...content, attachments };
}

export function withoutAttachment(content: Prepared, path: string): Prepared {
	return { ...content, attachments: content.attachments.filter((each) => each.path !== path) };
}

/** Moves a file by so many places, as far as there are any. */
export function withMoved(content: Prepared, path: string, step: -1 | 1): Prepared {
	const from = content.attachments.findIndex((each) => each.path === path);
	const to = from + step;
	const moved = content.attachments[from];
	if (moved === undefined || to < 0 || to >= content.attachments.length) return content;
	const attachments = content.attachments.filter((_, index) => index !== from);
	attachments.splice(to, 0, moved);
	return { ...content, attachments };
}

/** Adds a card behind those that are there. */
export function withLink(content: Prepared, { title, link, description, cover }: LinkCard): Prepared {
	return { ...content, links: [...content.links, { title, link, description, cover }] };
}

export function withoutLink(content: Prepared, index: number): Prepared {
	return { ...content, links: content.links.filter((_, place) => place !== index) };
}

export function sameDraft(a: Prepared, b: Prepared): boolean {
	return JSON.stringify(inOrder(a)) === JSON.stringify(inOrder(b));
}

function inOrder({ text, mentions, attachments, links }: Prepared) {
	return [
		text,
		mentions,
		attachments,
		links.map(({ title, link, description, cover }) => [title, link, description, cover]),
	];
}

function unique(ids: readonly string[]): string[] {
	return [...new Set(ids)];
}
