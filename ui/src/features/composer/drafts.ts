/**
 * What is prepared, chat by chat. Nothing here is lost and nothing changes its chat: a text or a file is filed
 * under the chat it was put in, and stays there whatever is on screen by the time it is saved, sent or comes back.
 *
 * Saving and sending of one chat go through one queue, because the engine removes the draft when it takes a
 * message: a save that overtook the send would bring the sent text back as a draft.
 */
import type { ChatKey, Composed, DraftContent, MessageId } from "@/bindings";
import { type ChatPath, chatPath } from "@/shared/host";
import { NOTHING, type Prepared, partsOf, putBack, sameDraft, withAttachments } from "./content";
import type { LinkForm } from "./linkForm";
import { type MemberName, mentionsLeft } from "./mentions";
import { UndoBook } from "./undo";

/** Saved well within the 500 ms that are promised. */
export const SAVE_AFTER_MS = 300;

export type DraftPorts = {
	save: (chat: ChatKey, draft: DraftContent) => Promise<unknown>;
	send: (chat: ChatKey, composed: Composed, holdMs: number) => Promise<MessageId>;
	takeBack: (id: MessageId) => Promise<Composed>;
};

type Entry = {
	readonly chat: ChatKey;
	content: Prepared;
	/** What the engine has. */
	saved: DraftContent;
	/** The text the chat list brought. */
	readonly brought: string;
	/** The engine was asked what it keeps, or what it keeps no longer matters. */
	learned: boolean;
	/** Someone was at work here, so that what is read late from the cache must not replace it. */
	touched: boolean;
	timer: ReturnType<typeof setTimeout> | null;
	queue: Promise<unknown>;
	/** Why the last send or save did not work. */
	sendError: unknown;
	saveError: unknown;
};

export type DraftView = {
	readonly content: Prepared;
	readonly sendError: unknown;
	readonly saveError: unknown;
};

export class DraftBook {
	readonly undo: UndoBook;
	readonly #ports: DraftPorts;
	readonly #entries = new Map<ChatPath, Entry>();
	readonly #views = new Map<ChatPath, DraftView>();
	readonly #listeners = new Set<() => void>();
	readonly #names = new Map<string, string>();
	readonly #linkForms = new Map<ChatPath, LinkForm>();

	constructor(ports: DraftPorts) {
		this.#ports = ports;
		this.undo = new UndoBook(ports.takeBack, (chat, parts) => this.putBack(chat, parts));
	}

	readonly subscribe = (listener: () => void) => {
		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
		};
	};

	/** What to show for a chat; `stored` is the text the chat list brought. The same object until something changes. */
	view(chat: ChatKey, stored: string): DraftView {
		const path = chatPath(chat);
		const view = this.#views.get(path);
		if (view) return view;
		return this.#publish(this.#entry(chat, stored));
	}

	/** What the cache keeps for a chat, read late: what was done meanwhile stays, and stands after it. */
	learn(chat: ChatKey, stored: DraftContent) {
		const entry = this.#entry(chat, "");
		if (entry.learned) return;
		entry.learned = true;
		if (!entry.touched) {
			entry.saved = stored;
			entry.content = stored;
		} else {
			// Whoever went on writing the text the list brought has the stored text in the box already.
			const text = stored.text === entry.brought ? "" : stored.text;
			const kept: Composed[] = stored.attachments.map((attachment) => ({ kind: "attachment", attachment }));
			kept.push(...stored.links.map((card) => ({ kind: "link" as const, ...card })));
			if (text !== "") kept.push({ kind: "text", text, mentions: stored.mentions });
			entry.content = putBack(kept, entry.content);
			this.#saveSoon(entry);
		}
		this.#changed(entry);
	}

	/** The names behind the ids of mentions, so that deleting a name deletes its mention. */
	learnNames(members: readonly MemberName[]) {
		for (const { id, name } of members) this.#names.set(id, name);
	}

	type(chat: ChatKey, text: string) {
		this.edit(chat, (content) => ({
			...content,
			text,
			mentions: mentionsLeft(text, content.mentions, this.#names),
		}));
	}

	/** Names somebody with @; the name has to stand in the text by now. */
	mention(chat: ChatKey, member: MemberName) {
		this.#names.set(member.id, member.name);
		this.edit(chat, (content) =>
			content.mentions.includes(member.id)
				? content
				: { ...content, mentions: [...content.mentions, member.id] },
		);
	}

	edit(chat: ChatKey, change: (content: Prepared) => Prepared) {
		const entry = this.#entry(chat, "");
		entry.content = change(entry.content);
		entry.touched = true;
		entry.sendError = null;
		this.#saveSoon(entry);
		this.#changed(entry);
	}

	/** Saves now what has not been saved. */
	flush(chat: ChatKey): Promise<unknown> {
		const entry = this.#entries.get(chatPath(chat));
		if (!entry) return Promise.resolve();
		this.#stopTimer(entry);
		entry.queue = entry.queue.then(() => this.#save(entry));
		return entry.queue;
	}

	/** As [flush], for every chat; resolves when what was on its way before is there, too. */
	flushAll(): Promise<unknown> {
		for (const entry of this.#entries.values())
			if (entry.timer !== null || !sameDraft(entry.content, entry.saved)) void this.flush(entry.chat);
		return Promise.all([...this.#entries.values()].map((entry) => entry.queue));
	}

	/** Takes everything out of the box and sends it to its chat, part by part; what fails is put back. */
	send(chat: ChatKey, holdMs = 0): Promise<unknown> {
		const entry = this.#entry(chat, "");
		const parts = partsOf(entry.content);
		this.#stopTimer(entry);
		entry.content = NOTHING;
		entry.touched = true;
		entry.learned = true;
		return this.#sendParts(entry, parts, holdMs);
	}

	/** Brings content back into the box of its chat. */
	putBack(chat: ChatKey, parts: readonly Composed[]) {
		this.edit(chat, (content) => putBack(parts, content));
		void this.flush(chat);
	}

	/** A send that was given up in the thread returns to the box. */
	readonly takenBack = (chat: ChatKey, part: Composed) => this.putBack(chat, [part]);

	/** A link card that was begun in a chat and neither finished nor given up. */
	linkForm(chat: ChatKey): LinkForm | null {
		return this.#linkForms.get(chatPath(chat)) ?? null;
	}

	keepLinkForm(chat: ChatKey, form: LinkForm | null) {
		if (form === null) this.#linkForms.delete(chatPath(chat));
		else this.#linkForms.set(chatPath(chat), form);
	}

	/** Puts the words that are answered before the answer. */
	quote(chat: ChatKey, quotation: string) {
		this.edit(chat, (content) => ({ ...content, text: `${quotation}\n${content.text}` }));
	}

	/** Puts files into the box of a chat. */
	attach(chat: ChatKey, attachments: DraftContent["attachments"]) {
		this.edit(chat, (content) => withAttachments(content, attachments));
	}

	#sendParts(entry: Entry, parts: readonly Composed[], holdMs: number): Promise<unknown> {
		entry.sendError = null;
		this.#changed(entry);
		entry.queue = entry.queue.then(async () => {
			const sent: MessageId[] = [];
			const startedAt = Date.now();
			try {
				for (const part of parts) {
					sent.push(await this.#ports.send(entry.chat, part, holdMs));
					entry.saved = NOTHING;
					// The engine forgot the whole draft with the first part: what has not left is kept anew.
					const left = parts.slice(sent.length);
					if (left.length > 0) await this.#keep(entry, putBack(left, entry.content));
				}
			} catch (error) {
				entry.content = putBack(parts.slice(sent.length), entry.content);
				entry.sendError = error;
				this.#changed(entry);
			}
			if (sent.length > 0 && holdMs > 0) this.undo.record(entry.chat, sent, startedAt + holdMs);
			await this.#save(entry);
		});
		return entry.queue;
	}

	async #save(entry: Entry) {
		const draft = entry.content;
		if (!sameDraft(draft, entry.saved)) await this.#keep(entry, draft);
	}

	async #keep(entry: Entry, draft: DraftContent) {
		try {
			await this.#ports.save(entry.chat, draft);
			entry.saved = draft;
			if (entry.saveError === null) return;
			entry.saveError = null;
		} catch (error) {
			entry.saveError = error;
		}
		this.#changed(entry);
	}

	#saveSoon(entry: Entry) {
		this.#stopTimer(entry);
		entry.timer = setTimeout(() => void this.flush(entry.chat), SAVE_AFTER_MS);
	}

	#stopTimer(entry: Entry) {
		if (entry.timer !== null) clearTimeout(entry.timer);
		entry.timer = null;
	}

	#entry(chat: ChatKey, stored: string): Entry {
		const path = chatPath(chat);
		let entry = this.#entries.get(path);
		if (!entry) {
			// The list shows files of a draft as words in brackets, which are no text: the engine tells what they are.
			const text = stored.startsWith("[") ? "" : stored;
			entry = {
				chat,
				content: { ...NOTHING, text },
				saved: { ...NOTHING, text },
				brought: text,
				learned: false,
				touched: false,
				timer: null,
				queue: Promise.resolve(),
				sendError: null,
				saveError: null,
			};
			this.#entries.set(path, entry);
		}
		return entry;
	}

	#publish(entry: Entry): DraftView {
		const view = { content: entry.content, sendError: entry.sendError, saveError: entry.saveError };
		this.#views.set(chatPath(entry.chat), view);
		return view;
	}

	#changed(entry: Entry) {
		this.#publish(entry);
		for (const listener of this.#listeners) listener();
	}
}
