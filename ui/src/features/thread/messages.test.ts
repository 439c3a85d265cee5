import { describe, expect, it } from "vitest";
import type { Content, ThreadMessage } from "@/bindings";
import { asText, savedKind, savedName, shortened, whyNotForwarded } from "./messages";

function message(content: Content, rest: Partial<ThreadMessage> = {}): ThreadMessage {
	return {
		key: { robotKey: "r", chatUser: "wang", messageId: "m" },
		chatId: "S:1_wang",
		chatName: null,
		msgSvrId: "7",
		timestamp: new Date("2026-11-23T09:05:00").getTime(),
		direction: "in",
		origin: "customer",
		sender: { id: "wang", name: "王小满", avatarUrl: null },
		content,
		sendStatus: null,
		assignee: null,
		delivery: null,
		attachment: null,
		...rest,
	};
}

const image: Content = { kind: "image", url: "https://a.example/p.png?x=1" };
const words = { summary: (content: Content) => `[${content.kind}]`, time: () => "09:05" };

describe("forwarding", () => {
	it("takes pictures, files, links and mini programs, once the platform has them", () => {
		expect(whyNotForwarded(message(image))).toBeNull();
		expect(whyNotForwarded(message(image, { msgSvrId: null }))).toBe("noServerId");
		expect(whyNotForwarded(message({ kind: "text", text: "好", mentions: [] }))).toBe("kind");
		expect(whyNotForwarded(message({ kind: "voice", url: "https://a.example/v.amr" }))).toBe("kind");
	});
});

describe("saving", () => {
	it("keeps the ending of what came, and names it by what it is and when", () => {
		expect(savedName(message(image), "图片")).toBe("图片 2026-11-23 09-05.png");
		expect(savedName(message({ kind: "voice", url: "https://a.example/v" }), "语音")).toBe(
			"语音 2026-11-23 09-05.amr",
		);
	});

	it("keeps a file's own name, without what would lead into another folder", () => {
		const file: Content = { kind: "file", url: "https://a.example/x", name: "../../报价.pdf" };
		expect(savedName(message(file), "文件")).toBe(".._.._报价.pdf");
	});

	it("offers nothing for what is no medium of the web", () => {
		expect(savedKind(message({ kind: "file", url: "file:///etc/passwd", name: null }))).toBeNull();
		expect(savedKind(message({ kind: "text", text: "好", mentions: [] }))).toBeNull();
		expect(savedKind(message(image))).toBe("image");
	});
});

describe("copying", () => {
	it("says who, when and what, and gives links with their address", () => {
		const link: Content = {
			kind: "link",
			title: "杯子",
			link: "https://a.example/cup",
			description: "",
			coverUrl: null,
		};
		expect(asText([message({ kind: "text", text: "在吗\n急", mentions: [] }), message(link)], words)).toBe(
			"王小满 09:05\n在吗\n急\n\n王小满 09:05\n[link]\nhttps://a.example/cup",
		);
	});

	it("shortens a quotation by characters, not by bytes", () => {
		expect(shortened("好\n的")).toBe("好 的");
		expect([...shortened("👍".repeat(80))]).toHaveLength(61);
	});
});
