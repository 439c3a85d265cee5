import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ChatKey, Composed, DraftContent } from "@/bindings";
import { DraftBook, type DraftPorts, SAVE_AFTER_MS } from "./drafts";

const WANG: ChatKey = { robotKey: "r", chatUser: "wang" };
const LI: ChatKey = { robotKey: "r", chatUser: "li" };
const words = (part: Composed) => (part.kind === "text" ? part.text : part.kind);
const stored = (text: string): DraftContent => ({ text, mentions: [], attachments: [], links: [] });
const picture = { path: "/tmp/a.png", name: "a.png", kind: "image" } as const;

function book(ports: Partial<DraftPorts> = {}) {
	const log: string[] = [];
	let nextId = 0;
	const drafts = new DraftBook({
		save: async (chat, { text }) => log.push(`save ${chat.chatUser} ${text}`),
		send: async (chat, part) => {
			log.push(`send ${chat.chatUser} ${words(part)}`);
			nextId += 1;
			return `m${nextId}`;
		},
		takeBack: () => Promise.reject(new Error("unexpected")),
		...ports,
	});
	return { drafts, log };
}

beforeEach(() => {
	vi.useFakeTimers();
	return () => vi.useRealTimers();
});

describe("drafts", () => {
	it("saves once when the typing pauses, within half a second", async () => {
		const { drafts, log } = book();
		drafts.type(WANG, "您");
		await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS - 1);
		drafts.type(WANG, "您好");
		await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS - 1);
		expect(log).toEqual([]);
		await vi.advanceTimersByTimeAsync(1);
		expect(log).toEqual(["save wang 您好"]);
		expect(SAVE_AFTER_MS).toBeLessThan(500);
	});

	it("keeps each text with the chat it was typed in", async () => {
		const { drafts, log } = book();
		drafts.type(WANG, "给王");
		drafts.type(LI, "给李");
		drafts.flushAll();
		await vi.runAllTimersAsync();
		expect(log).toEqual(["save wang 给王", "save li 给李"]);
		expect(drafts.view(WANG, "").content.text).toBe("给王");
		expect(drafts.view(LI, "").content.text).toBe("给李");
	});

	it("sends to the chat that was typed in, although another is open by then", async () => {
		let accept = () => {};
		const accepted = new Promise<void>((resolve) => {
			accept = resolve;
		});
		const sent: string[] = [];
		const { drafts } = book({
			send: async (chat, part) => {
				await accepted;
				sent.push(`${chat.chatUser} ${words(part)}`);
				return "m";
			},
		});
		drafts.type(WANG, "给王的");
		const sending = drafts.send(WANG);
		drafts.type(LI, "给李的");
		accept();
		await sending;
		expect(sent).toEqual(["wang 给王的"]);
		expect(drafts.view(LI, "").content.text).toBe("给李的");
	});

	it("does not save what was just sent", async () => {
		const { drafts, log } = book();
		drafts.type(WANG, "您好");
		await drafts.send(WANG);
		await vi.runAllTimersAsync();
		expect(log).toEqual(["send wang 您好"]);
		expect(drafts.view(WANG, "").content.text).toBe("");
	});

	it("lets no save overtake a send", async () => {
		const { drafts, log } = book();
		drafts.type(WANG, "一");
		void drafts.flush(WANG);
		void drafts.send(WANG);
		drafts.type(WANG, "二");
		void drafts.flush(WANG);
		void drafts.send(WANG);
		await vi.runAllTimersAsync();
		expect(log.filter((line) => line.startsWith("send"))).toEqual(["send wang 一", "send wang 二"]);
		expect(log.indexOf("send wang 二")).toBe(log.length - 1);
	});

	it("puts the text back when it could not be sent, and saves it", async () => {
		const refusal = new Error("no");
		const { drafts, log } = book({ send: () => Promise.reject(refusal) });
		drafts.type(WANG, "您好");
		const sending = drafts.send(WANG);
		expect(drafts.view(WANG, "").content.text).toBe("");
		drafts.type(WANG, "在吗");
		await sending;
		expect(drafts.view(WANG, "")).toMatchObject({ content: { text: "您好\n在吗" }, sendError: refusal });
		await vi.runAllTimersAsync();
		expect(log.at(-1)).toBe("save wang 您好\n在吗");
	});

	it("says when a draft cannot be saved, and tries again with the next word", async () => {
		let full = true;
		const { drafts } = book({ save: () => (full ? Promise.reject(new Error("disk")) : Promise.resolve()) });
		drafts.type(WANG, "一");
		await drafts.flush(WANG);
		expect(drafts.view(WANG, "").saveError).toBeInstanceOf(Error);
		full = false;
		drafts.type(WANG, "一二");
		await drafts.flush(WANG);
		expect(drafts.view(WANG, "").saveError).toBeNull();
	});

	it("shows what the cache keeps, but never over what was typed", () => {
		const { drafts } = book();
		expect(drafts.view(WANG, "旧稿").content.text).toBe("旧稿");
		drafts.learn(LI, stored("李的旧稿"));
		expect(drafts.view(LI, "").content.text).toBe("李的旧稿");
		drafts.type(LI, "新");
		drafts.learn(LI, stored("李的旧稿"));
		expect(drafts.view(LI, "").content.text).toBe("新");
	});

	it("tells its listeners, and gives the same view until something changes", () => {
		const { drafts } = book();
		const heard = vi.fn();
		drafts.subscribe(heard);
		const before = drafts.view(WANG, "");
		expect(drafts.view(WANG, "")).toBe(before);
		drafts.type(WANG, "您");
		expect(heard).toHaveBeenCalledTimes(1);
		expect(drafts.view(WANG, "")).not.toBe(before);
	});

	it("sends files in the order of the tray, then the text, and leaves other chats alone", async () => {
		const { drafts, log } = book();
		drafts.attach(WANG, [picture]);
		drafts.type(WANG, "您看");
		drafts.attach(LI, [{ ...picture, path: "/tmp/li.png" }]);
		await drafts.send(WANG);
		expect(log.filter((line) => line.startsWith("send"))).toEqual(["send wang attachment", "send wang 您看"]);
		expect(drafts.view(WANG, "").content.attachments).toEqual([]);
		expect(drafts.view(LI, "").content.attachments).toHaveLength(1);
	});

	it("keeps a link card as it keeps a file, until it was sent", async () => {
		const kept: DraftContent[] = [];
		const { drafts } = book({ save: async (_, draft) => kept.push(draft) });
		const card = { title: "物流", link: "https://x.cn", description: "", cover: null };
		drafts.edit(WANG, (content) => ({ ...content, links: [card] }));
		await drafts.flush(WANG);
		expect(kept.at(-1)?.links).toEqual([card]);

		const anew = book();
		anew.drafts.learn(WANG, { ...stored(""), links: [card] });
		expect(anew.drafts.view(WANG, "").content.links).toEqual([card]);
		await anew.drafts.send(WANG);
		expect(anew.log).toEqual(["send wang link"]);
		expect(anew.drafts.view(WANG, "").content.links).toEqual([]);
	});

	it("puts back only the parts that did not go", async () => {
		const { drafts } = book({
			send: async (_, part) => {
				if (part.kind === "text") throw new Error("no");
				return "m1";
			},
		});
		drafts.attach(WANG, [picture]);
		drafts.type(WANG, "您看");
		await drafts.send(WANG);
		expect(drafts.view(WANG, "").content).toMatchObject({ text: "您看", attachments: [] });
	});

	it("returns what is taken back to the chat it was sent to", async () => {
		const takenBack: string[] = [];
		const { drafts } = book({
			takeBack: async (id) => {
				takenBack.push(id);
				return { kind: "text", text: "给王的", mentions: [] };
			},
		});
		drafts.type(WANG, "给王的");
		await drafts.send(WANG, 3000);
		drafts.type(LI, "给李的");
		expect(await drafts.undo.takeBack()).toEqual(WANG);
		expect(takenBack).toEqual(["m1"]);
		expect(drafts.view(WANG, "").content.text).toBe("给王的");
		expect(drafts.view(LI, "").content.text).toBe("给李的");
	});

	it("offers nothing to take back once the message has left", async () => {
		const { drafts } = book();
		drafts.type(WANG, "您好");
		await drafts.send(WANG, 3000);
		expect(drafts.undo.view().held?.ids).toEqual(["m1"]);
		await vi.advanceTimersByTimeAsync(3000);
		expect(drafts.undo.view().held).toBeNull();
	});

	it("forgets a mention when its name is deleted", () => {
		const { drafts } = book();
		drafts.type(WANG, "@李雷 在吗");
		drafts.mention(WANG, { id: "lilei", name: "李雷" });
		expect(drafts.view(WANG, "").content.mentions).toEqual(["lilei"]);
		drafts.type(WANG, "@李 在吗");
		expect(drafts.view(WANG, "").content.mentions).toEqual([]);
	});
});
