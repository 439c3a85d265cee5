import type { Content } from "@/bindings";
import { shownPart } from "./longText";
import type { TimelineItem } from "./model";

/** Heights that the real ones come close to, so that the scroll bar hardly moves while rows are measured. */
const LINE_PX = 21;
const BUBBLE_PADDING_PX = 14;
const LINE_CHARACTERS = 38;
const UPLOAD_PX = 28;

export function estimatedHeight(item: TimelineItem | undefined): number {
	if (item === undefined) return 40;
	if (item.kind === "day") return 44;
	if (item.kind === "unread") return 36;
	if (item.kind === "gap") return 56;
	const upload = item.message.attachment === null ? 0 : UPLOAD_PX;
	return contentHeight(item.message.content) + upload + (item.first ? 12 : 2);
}

function contentHeight(content: Content): number {
	switch (content.kind) {
		case "text":
			return textLines(content.text) * LINE_PX + BUBBLE_PADDING_PX;
		case "image":
			return 180;
		case "sticker":
			return 112;
		case "link":
			return 98;
		case "miniProgram":
			return 92;
		case "file":
		case "voice":
			return 62;
		case "video":
			return 135;
		case "unsupported":
			return 84;
	}
}

function textLines(text: string): number {
	return shownPart(text, 0)
		.text.split("\n")
		.reduce((lines, line) => lines + Math.max(1, Math.ceil(line.length / LINE_CHARACTERS)), 0);
}
