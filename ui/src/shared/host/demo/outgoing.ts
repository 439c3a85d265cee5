/**
 * Sending in the demo world: the seconds in which a message can be taken back, uploads that take their time, and
 * some that fail. A file whose name holds “坏” cannot be sent, one with “断” fails on its way.
 */
import type {
	Attachment,
	ChatKey,
	Composed,
	Content,
	DraftContent,
	FileSeen,
	OutboxState,
	Resolution,
	ThreadMessage,
	UploadProgress,
} from "@/bindings";
import { type DemoCommands, type DemoEngine, refuse, wait } from "./engine";
import { type DemoChat, messageOf } from "./world";

type Ports = Pick<DemoEngine, "chat" | "chats" | "push"> & {
	robotName: (key: string) => string;
	memberName: (group: ChatKey, id: string) => string;
	/** Tells the window of messages and of their chat. */
	tell: (chat: DemoChat, messages: ThreadMessage[]) => void;
	isLive: () => boolean;
};

type Outgoing = { chat: ChatKey; message: ThreadMessage };
type Sent = Outgoing & {
	composed: Composed;
	timer?: ReturnType<typeof setTimeout>;
};

const STEPS = 20;
const STEP_MS = 180;

export class DemoOutbox {
	readonly #ports: Ports;
	readonly #sent = new Map<string, Sent>();
	readonly #drafts = new Map<string, DraftContent>();
	#pasted = 0;

	constructor(ports: Ports) {
		this.#ports = ports;
	}

	readonly commands: DemoCommands = {
		send: ({ chat, composed, holdMs }: { chat: ChatKey; composed: Composed; holdMs: number }) =>
			this.#send(chat, composed, holdMs),
		take_back: ({ id }: { id: string }) => this.#takeBack(id),
		resolve_send: ({ id, resolution }: { id: string; resolution: Resolution }) =>
			this.#resolve(id, resolution),
		examine_file: async ({ path }: { path: string }) => {
			await wait(120);
			return this.#examine(path);
		},
		keep_pasted: ({ name }: { name: string }) => {
			this.#pasted += 1;
			return `/data/outgoing/${this.#pasted}/${name}`;
		},
		check_cover: async ({ url }: { url: string }) => {
			await wait(500);
			if (url.includes("?")) refuse("addressHasQuery", url);
			if (!/\.(png|jpe?g)$/i.test(url)) refuse("notAnImage", url);
			return null;
		},
		upload_file: async ({ path }: { path: string }) => {
			await wait(800);
			return `https://files.example.com/${encodeURIComponent(path.split("/").at(-1) ?? "")}`;
		},
		save_draft: ({ chat: key, draft }: { chat: ChatKey; draft: DraftContent }) => {
			const chat = this.#ports.chat(key);
			const empty = draft.text === "" && draft.attachments.length + draft.links.length === 0;
			if (empty) this.#drafts.delete(key.chatUser);
			else this.#drafts.set(key.chatUser, draft);
			const files = draft.attachments.map(({ kind }) => (kind === "image" ? "[图片]" : "[文件]"));
			const words = [...files, ...draft.links.map(() => "[链接]")].join("");
			chat.row = { ...chat.row, draft: empty ? null : `${words}${draft.text}` };
			this.#ports.push([{ kind: "chats", rows: [chat.row] }]);
			return null;
		},
		draft: ({ chat: key }: { chat: ChatKey }): DraftContent | null => {
			const { draft } = this.#ports.chat(key).row;
			const kept = this.#drafts.get(key.chatUser);
			return kept ?? (draft === null ? null : { text: draft, mentions: [], attachments: [], links: [] });
		},
	};

	#send(key: ChatKey, composed: Composed, holdMs: number): string {
		const chat = this.#ports.chat(key);
		const attachment = composed.kind === "attachment" ? composed.attachment : null;
		const message: ThreadMessage = {
			...messageOf(chat.row, this.#ports.robotName(key.robotKey), {
				at: Date.now(),
				origin: "console",
				content: contentOf(composed, (id) => this.#ports.memberName(key, id)),
				delivery: { state: "queued" },
			}),
			attachment,
		};
		const id = message.key.messageId;
		chat.messages = [...chat.messages, message];
		chat.row = { ...chat.row, draft: null };
		this.#drafts.delete(key.chatUser);
		const sent: Sent = { composed, chat: key, message };
		this.#sent.set(id, sent);
		this.#ports.tell(chat, [message]);
		if (this.#ports.isLive())
			sent.timer = setTimeout(
				() => (attachment === null ? this.#emit(sent) : this.#upload(sent, attachment, 0)),
				holdMs + 250,
			);
		return id;
	}

	#upload(sent: Sent, attachment: Attachment, step: number) {
		const totalBytes = bytesOf(attachment.path);
		const sentBytes = Math.round((totalBytes * step) / STEPS);
		const report = (progress: UploadProgress) =>
			this.#ports.push([{ kind: "upload", id: sent.message.key.messageId, progress }]);
		if (step === 0) this.#deliver(sent, { state: "uploading" });
		if (step === 12 && attachment.name.includes("断")) {
			const reason = { kind: "upload", code: "storageUnreachable", message: "connection reset" } as const;
			this.#deliver(sent, { state: "failed", reason });
			return;
		}
		report({ state: { state: step === STEPS ? "verifying" : "sending" }, sentBytes, totalBytes });
		const next = step < STEPS ? () => this.#upload(sent, attachment, step + 1) : () => this.#emit(sent);
		sent.timer = setTimeout(next, step === STEPS ? 900 : STEP_MS);
	}

	#emit(sent: Sent) {
		this.#deliver(sent, { state: "emitted", at: Date.now() });
		sent.timer = setTimeout(() => this.#deliver(sent, { state: "confirmed" }), 850);
	}

	#deliver(outgoing: Outgoing, delivery: OutboxState) {
		const chat = this.#ports.chat(outgoing.chat);
		const { key, attachment } = outgoing.message;
		const at = chat.messages.findIndex((each) => each.key.messageId === key.messageId);
		// Discarded meanwhile.
		if (at === -1) return;
		const arrived = delivery.state === "emitted" || delivery.state === "confirmed";
		outgoing.message = { ...outgoing.message, delivery, attachment: arrived ? null : attachment };
		chat.messages = chat.messages.with(at, outgoing.message);
		this.#ports.tell(chat, [outgoing.message]);
	}

	#takeBack(id: string): Composed {
		const sent = this.#sent.get(id);
		const state = sent?.message.delivery?.state;
		if (sent === undefined || (state !== "queued" && state !== "uploading"))
			return refuse("alreadySent", "the message has left");
		clearTimeout(sent.timer);
		this.#sent.delete(id);
		const chat = this.#ports.chat(sent.chat);
		chat.messages = chat.messages.filter((each) => each.key.messageId !== id);
		this.#ports.push([{ kind: "messagesRemoved", keys: [sent.message.key] }]);
		this.#ports.tell(chat, []);
		return sent.composed;
	}

	#resolve(id: string, resolution: Resolution): null {
		const chat = this.#ports.chats().find(({ messages }) => messages.some(({ key }) => key.messageId === id));
		const message = chat?.messages.find(({ key }) => key.messageId === id);
		if (chat === undefined || message === undefined) return null;
		const composed = this.#sent.get(id)?.composed ?? composedOf(message.content);
		if (resolution === "checkAgain") {
			const outgoing: Outgoing = { chat: chat.row.key, message };
			this.#deliver(outgoing, { state: "emitted", at: Date.now() });
			setTimeout(() => this.#deliver(outgoing, { state: "unconfirmed" }), 1500);
			return null;
		}
		chat.messages = chat.messages.filter((each) => each !== message);
		this.#ports.push([{ kind: "messagesRemoved", keys: [message.key] }]);
		if (resolution === "sendAgain" && composed !== null) this.#send(chat.row.key, composed, 0);
		else this.#ports.tell(chat, []);
		return null;
	}

	#examine(path: string): FileSeen {
		const name = path.split(/[\\/]/).at(-1) ?? path;
		const kind = /\.(png|jpe?g|gif|webp|bmp)$/i.test(name)
			? "image"
			: /\.(mp4|mov)$/i.test(name)
				? "video"
				: "file";
		return {
			path,
			name,
			kind,
			bytes: bytesOf(path),
			mime: "application/octet-stream",
			problem: name.includes("坏")
				? { code: "fileEmpty", message: "0 bytes", retryable: false, requestId: null }
				: null,
		};
	}
}

/** Always the same for the same path. */
function bytesOf(path: string): number {
	return [...path].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0) * 997, 180_000) % 24_000_000;
}

/** What a message that was there from the start was composed of, as far as it can be sent again. */
function composedOf(content: Content): Composed | null {
	return content.kind === "text" ? { kind: "text", text: content.text, mentions: [] } : null;
}

function contentOf(composed: Composed, memberName: (id: string) => string): Content {
	switch (composed.kind) {
		case "text":
			return { kind: "text", text: composed.text, mentions: composed.mentions.map(memberName) };
		case "link":
			return {
				kind: "link",
				title: composed.title,
				link: composed.link,
				description: composed.description,
				coverUrl: composed.cover === null ? null : "https://pictures.example/cover",
			};
		case "attachment": {
			const { kind, name } = composed.attachment;
			return kind === "file" ? { kind, url: "", name } : { kind, url: "" };
		}
	}
}
