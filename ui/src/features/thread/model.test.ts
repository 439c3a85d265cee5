import { describe, expect, it } from "vitest";
import type { ThreadMessage } from "@/bindings";
import {
	arrivedAfter,
	deliverySign,
	extensionOf,
	fileNameOf,
	firstUnseen,
	needsDecision,
	timeline,
	unreadMark,
} from "./model";

const at = (text: string) => new Date(`2026-11-${text}`).getTime();

function message(id: string, time: string, rest: Partial<ThreadMessage> = {}): ThreadMessage {
	return {
		key: { robotKey: "r", chatUser: "u", messageId: id },
		chatId: "S:1_u",
		chatName: null,
		msgSvrId: null,
		timestamp: at(time),
		direction: "in",
		origin: "customer",
		sender: { id: "u", name: "王小满", avatarUrl: null },
		content: { kind: "text", text: id, mentions: [] },
		sendStatus: null,
		assignee: null,
		delivery: null,
		attachment: null,
		...rest,
	};
}

const ours = (id: string, time: string, rest: Partial<ThreadMessage> = {}) =>
	message(id, time, {
		direction: "out",
		origin: "console",
		sender: { id: "1", name: "旗舰店", avatarUrl: null },
		...rest,
	});

/** The timeline as words: `[day]`, `[unread 2]`, `[gap]`, and runs of messages in round brackets. */
function told(...args: Parameters<typeof timeline>): string {
	return timeline(...args)
		.map((item) => {
			if (item.kind === "message") return `${item.first ? "(" : ""}${item.key}${item.last ? ")" : ""}`;
			return item.kind === "unread" ? `[unread ${item.count}]` : `[${item.kind}]`;
		})
		.join(" ");
}

describe("the timeline", () => {
	it("puts messages of one sender within three minutes into one run", () => {
		const messages = [
			message("a", "23T09:00:00"),
			message("b", "23T09:02:59"),
			message("c", "23T09:05:59"),
			ours("d", "23T09:06:00"),
			ours("e", "23T09:06:30", { origin: "phone" }),
		];
		expect(told(messages, [], null)).toBe("(a b) (c) (d) (e)");
	});

	it("divides days, but never above the first message that is loaded", () => {
		const messages = [message("a", "22T23:59:30"), message("b", "23T00:00:10"), message("c", "23T00:00:20")];
		expect(told(messages, [], null)).toBe("(a) [day] (b c)");
	});

	it("keeps every key when an older page comes before", () => {
		const page = [message("c", "23T10:00:00"), message("d", "23T10:01:00")];
		const older = [message("a", "22T10:00:00"), message("b", "23T09:00:00")];
		const keys = timeline(page, [], null).map((item) => item.key);
		const after = timeline([...older, ...page], [], null).map((item) => item.key);
		expect(after.slice(-keys.length)).toEqual(keys);
		expect(new Set(after).size).toBe(after.length);
	});

	it("draws the unread line above its message and ends the run there", () => {
		const messages = [message("a", "23T09:00:00"), message("b", "23T09:00:10"), message("c", "23T09:00:20")];
		expect(told(messages, [], { messageId: "b", count: 2 })).toBe("(a) [unread 2] (b c)");
	});

	it("shows a gap where messages may be missing, also after the last one", () => {
		const messages = [message("a", "23T09:00:00"), message("b", "23T09:01:00")];
		const gap = { from: at("23T09:00:00"), to: at("23T09:01:00") };
		const tail = { from: at("23T09:01:00"), to: at("23T12:00:00") };
		expect(told(messages, [tail, gap], null)).toBe("(a) [gap] (b) [gap]");
		expect(told([], [gap], null)).toBe("[gap]");
	});

	it("puts gap, day and unread line in this order", () => {
		const messages = [message("a", "22T09:00:00"), message("b", "23T09:01:00")];
		const gap = { from: at("22T10:00:00"), to: at("23T08:00:00") };
		expect(told(messages, [gap], { messageId: "b", count: 1 })).toBe("(a) [gap] [day] [unread 1] (b)");
	});
});

describe("the unread line", () => {
	const messages = [
		message("a", "23T09:00:00"),
		message("b", "23T09:01:00"),
		ours("c", "23T09:02:00"),
		message("d", "23T09:03:00"),
	];

	it("counts back over what we said ourselves", () => {
		expect(unreadMark(messages, 2)).toEqual({ messageId: "b", count: 2 });
	});

	it("stands above the first that is loaded when more are unread than that", () => {
		expect(unreadMark(messages, 40)).toEqual({ messageId: "a", count: 40 });
	});

	it("is not there when nothing is unread, or nothing loaded", () => {
		expect(unreadMark(messages, 0)).toBeNull();
		expect(unreadMark([], 3)).toBeNull();
	});

	it("moves to what came while nobody looked", () => {
		expect(firstUnseen(messages, "b")).toEqual({ messageId: "d", count: 1 });
		expect(firstUnseen(messages, "d")).toBeNull();
		expect(firstUnseen(messages, "gone")).toBeNull();
	});

	it("counts what arrived after the last message that was seen", () => {
		expect(arrivedAfter(messages, "a")).toBe(2);
		expect(arrivedAfter(messages, "d")).toBe(0);
		expect(arrivedAfter(messages, "gone")).toBe(0);
		expect(arrivedAfter(messages, null)).toBe(0);
	});
});

describe("delivery", () => {
	it.each([
		[{ delivery: { state: "queued" } }, "queued"],
		[{ delivery: { state: "emitted", at: 1 } }, "emitted"],
		[{ delivery: { state: "confirmed" } }, "confirmed"],
		[{ delivery: { state: "confirmed" }, sendStatus: "sent" }, "confirmed"],
		[{ delivery: { state: "confirmed" }, sendStatus: "notSent" }, "pending"],
		[{ delivery: { state: "confirmed" }, sendStatus: "failed" }, "failed"],
		[{ delivery: { state: "failed", reason: { kind: "refused" } } }, "failed"],
		[{ delivery: { state: "unconfirmed" } }, "unconfirmed"],
		[{ sendStatus: "sent" }, "confirmed"],
		[{ sendStatus: "failed" }, "failed"],
		[{}, null],
	] as const)("%j is shown as %s", (rest, sign) => {
		expect(deliverySign(ours("a", "23T09:00:00", rest))).toBe(sign);
	});

	it("is no matter of theirs", () => {
		expect(deliverySign(message("a", "23T09:00:00", { sendStatus: "sent" }))).toBeNull();
	});

	it("asks a person only where a person can decide", () => {
		expect(needsDecision({ state: "unconfirmed" })).toBe(true);
		expect(needsDecision({ state: "failed", reason: { kind: "refused" } })).toBe(true);
		expect(needsDecision({ state: "queued" })).toBe(false);
		expect(needsDecision(null)).toBe(false);
	});
});

describe("files", () => {
	it("names a file by its address when it has no name", () => {
		expect(fileNameOf("报价.pdf", "https://a.example/x")).toBe("报价.pdf");
		expect(fileNameOf(null, "https://a.example/d/%E6%8A%A5%E4%BB%B7.pdf?sign=1")).toBe("报价.pdf");
		expect(fileNameOf(" ", "https://a.example/")).toBeNull();
		expect(fileNameOf(null, "no address %")).toBeNull();
	});

	it("knows a file by its ending", () => {
		expect(["报价.pdf", "归档.tar.gz", "README", "v1.2版"].map(extensionOf)).toEqual(["PDF", "GZ", "", ""]);
	});
});
