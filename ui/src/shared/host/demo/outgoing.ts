/**
 * Sending in the demo world: the seconds in which a message can be taken back, uploads that take their time, and
 * some that fail. A file whose name holds “坏” cannot be sent, one with “断” fails on its way.
 */
import type {
	Attachment,
	Change,
	ChatKey,
	CommandError,
	Composed,
	Content,
	DraftContent,
	FileSeen,
	GroupMember,
	OutboxState,
	ThreadMessage,
	UploadProgress,
} from "@/bindings";
import { MEMBERS } from "./words";
import { type DemoChat, messageOf } from "./world";

export type OutgoingPorts = {
	chat: (key: ChatKey) => DemoChat;
	robotName: (key: string) => string;
	/** Tells the window of messages and of their chat. */
	tell: (chat: DemoChat, messages: ThreadMessage[]) => void;
	push: (changes: Change[]) => void;
	isLive: () => boolean;
	refuse: (code: CommandError["code"], message: string) => never;
	hasStorage: boolean;
};

type Sent = {
	composed: Composed;
	chat: ChatKey;
	message: ThreadMessage;
	timer?: ReturnType<typeof setTimeout>;
};

const STEPS = 20;
const STEP_MS = 180;

export class DemoOutbox {
	readonly #ports: OutgoingPorts;
	readonly #sent = new Map<string, Sent>();
	readonly #drafts = new Map<string, DraftContent>();
	#pasted = 0;

	constructor(ports: OutgoingPorts) {
		this.#ports = ports;
	}

	readonly commands: Record<string, (args: never) => unknown> = {
		send: ({ chat, composed, holdMs }: { chat: ChatKey; composed: Composed; holdMs: number }) =>
			this.send(chat, composed, holdMs),
		take_back: ({ id }: { id: string }) => this.#takeBack(id),
		examine_file: async ({ path }: { path: string }) => {
			await new Promise((resolve) => setTimeout(resolve, 120));
			return this.#examine(path);
		},
		keep_pasted: ({ name }: { name: string }) => {
			this.#pasted += 1;
			return `/data/outgoing/${this.#pasted}/${name}`;
		},
		check_cover: async ({ url }: { url: string }) => {
			await new Promise((resolve) => setTimeout(resolve, 500));
			if (url.includes("?")) this.#ports.refuse("addressHasQuery", url);
			if (!/\.(png|jpe?g)$/i.test(url)) this.#ports.refuse("notAnImage", url);
			return null;
		},
		upload_file: async ({ path }: { path: string }) => {
			await new Promise((resolve) => setTimeout(resolve, 800));
			return `https://files.example.com/${encodeURIComponent(path.split("/").at(-1) ?? "")}`;
		},
		storage: () => ({ configured: this.#ports.hasStorage, config: null }),
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
		customer_card: ({ robot, customer }: { robot: string; customer: string }) => {
			const { row } = this.#ports.chat({ robotKey: robot, chatUser: customer });
			return {
				customer: {
					robotKey: robot,
					id: customer,
					name: row.name,
					remark: row.name === "王小满" ? "老客-王" : null,
					description: null,
					avatarUrl: null,
					phone: null,
					relationship: "normal",
					isWechat: true,
					createdAt: null,
				},
				tags: [],
				ambiguous: [],
				tagsCheckedAt: null,
				alsoKnownTo: [],
			};
		},
		group_card: ({ robot, group }: { robot: string; group: string }) => {
			const { row } = this.#ports.chat({ robotKey: robot, chatUser: group });
			return {
				group: {
					robotKey: robot,
					id: group,
					name: row.name,
					ownerId: "member-0",
					ownerName: MEMBERS[0] ?? "",
					memberCount: MEMBERS.length,
					isExternal: true,
					isLive: true,
					createdAt: null,
				},
				members: [...MEMBERS, "李想", "林小夏", "王小满"].map((name, index) =>
					member(robot, group, name, index),
				),
				membersReadAt: Date.now(),
				adminsReadAt: Date.now(),
			};
		},
		read_members: () => null,
	};

	send(key: ChatKey, composed: Composed, holdMs: number): string {
		const chat = this.#ports.chat(key);
		const attachment = composed.kind === "attachment" ? composed.attachment : null;
		const message: ThreadMessage = {
			...messageOf(chat.row, this.#ports.robotName(key.robotKey), {
				at: Date.now(),
				origin: "console",
				content: contentOf(composed),
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

	#deliver(sent: Sent, delivery: OutboxState) {
		const arrived = delivery.state === "emitted" || delivery.state === "confirmed";
		sent.message = { ...sent.message, delivery, attachment: arrived ? null : sent.message.attachment };
		const chat = this.#ports.chat(sent.chat);
		const id = sent.message.key.messageId;
		chat.messages = chat.messages.map((each) => (each.key.messageId === id ? sent.message : each));
		this.#ports.tell(chat, [sent.message]);
	}

	/** The content of a message, to be sent again. */
	contentBehind(id: string): Composed | null {
		return this.#sent.get(id)?.composed ?? null;
	}

	#takeBack(id: string): Composed {
		const sent = this.#sent.get(id);
		const state = sent?.message.delivery?.state;
		if (sent === undefined || (state !== "queued" && state !== "uploading"))
			return this.#ports.refuse("alreadySent", "the message has left");
		clearTimeout(sent.timer);
		this.#sent.delete(id);
		const chat = this.#ports.chat(sent.chat);
		chat.messages = chat.messages.filter((each) => each.key.messageId !== id);
		this.#ports.push([{ kind: "messagesRemoved", keys: [sent.message.key] }]);
		this.#ports.tell(chat, []);
		return sent.composed;
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

function contentOf(composed: Composed): Content {
	switch (composed.kind) {
		case "text":
			return { kind: "text", text: composed.text, mentions: composed.mentions.map(nameOfMember) };
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

const nameOfMember = (id: string) => MEMBERS[Number(id.replace("member-", ""))] ?? id;

function member(robotKey: string, groupId: string, name: string, index: number): GroupMember {
	return {
		robotKey,
		groupId,
		id: `member-${index}`,
		name,
		avatarUrl: null,
		role: index === 0 ? "owner" : index === 1 ? "admin" : "member",
		isWechat: true,
		isExternal: true,
		isPresent: true,
	};
}
