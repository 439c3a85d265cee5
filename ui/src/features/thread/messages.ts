/** What one does with messages once they are read: copying, quoting, forwarding, saving. Pure. */
import type { Content, ThreadMessage } from "@/bindings";
import { webAddress } from "@/shared/text/links";
import { oneLine } from "@/shared/text/plain";
import { fileNameOf } from "./model";

export type NotForwardable = "kind" | "noServerId";

const FORWARDED: ReadonlySet<Content["kind"]> = new Set(["image", "file", "link", "miniProgram"]);

/** Why the platform cannot forward a message: it takes four kinds, and only by the id of its own (Q57). */
export function whyNotForwarded(message: ThreadMessage): NotForwardable | null {
	if (!FORWARDED.has(message.content.kind)) return "kind";
	return message.msgSvrId === null || message.attachment !== null ? "noServerId" : null;
}

export type MediaKind = Extract<Content["kind"], "image" | "file" | "voice" | "video" | "sticker">;

/** The kind of medium that can be written to a file; null for what has none, or none yet. */
export function savedKind(message: ThreadMessage): MediaKind | null {
	const { content, attachment } = message;
	if (attachment !== null || !("url" in content) || webAddress(content.url) === null) return null;
	return content.kind;
}

const ENDINGS: Record<MediaKind, string> = {
	image: ".jpg",
	file: "",
	voice: ".amr",
	video: ".mp4",
	sticker: ".gif",
};

/** A name to save a medium under: its own, or what it is called and when it came. */
export function savedName(message: ThreadMessage, kindName: string): string {
	const { content, timestamp } = message;
	if (!("url" in content)) return kindName;
	const own = fileNameOf(content.kind === "file" ? content.name : null, content.url);
	if (content.kind === "file" && own !== null) return withoutSeparators(own);
	const ending = /\.[A-Za-z0-9]{1,5}$/.exec(own ?? "")?.[0] ?? ENDINGS[content.kind];
	return `${kindName} ${stamp(timestamp)}${ending}`;
}

function withoutSeparators(name: string): string {
	return oneLine(name).replace(/[/\\:*?"<>|]/g, "_");
}

function stamp(at: number): string {
	const date = new Date(at);
	const two = (value: number) => String(value).padStart(2, "0");
	const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
	return `${day} ${two(date.getHours())}-${two(date.getMinutes())}`;
}

/** The longest quotation: enough to know which message is meant. */
const QUOTED_CHARACTERS = 60;

export function shortened(text: string): string {
	const characters = [...oneLine(text)];
	return characters.length > QUOTED_CHARACTERS
		? `${characters.slice(0, QUOTED_CHARACTERS).join("")}…`
		: characters.join("");
}

type CopyWords = { summary: (content: Content) => string; time: (at: number) => string };

/** Messages as text to paste elsewhere: who and when on a line, what was said beneath it. */
export function asText(messages: readonly ThreadMessage[], { summary, time }: CopyWords): string {
	return messages
		.map((message) => {
			const { content, sender, timestamp } = message;
			return `${oneLine(sender.name)} ${time(timestamp)}\n${contentAsText(content, summary)}`;
		})
		.join("\n\n");
}

/** A text as it is, a link with its address, anything else by what it is. */
export function contentAsText(content: Content, summary: (content: Content) => string): string {
	if (content.kind === "text") return content.text;
	return content.kind === "link" ? `${summary(content)}\n${content.link}` : summary(content);
}
