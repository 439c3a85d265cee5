/**
 * What is typed, chat by chat. Nothing here is lost and nothing changes its chat: a text is filed under the chat
 * it was typed in, and stays there whatever is on screen by the time it is saved, sent or comes back.
 *
 * Saving and sending of one chat go through one queue, because the engine removes the draft when it takes a
 * message: a save that overtook the send would bring the sent text back as a draft.
 */
import type { ChatKey } from "@/bindings";
import { type ChatPath, chatPath } from "@/shared/host";
import { restored } from "./model";

/** Saved well within the 500 ms that are promised. */
export const SAVE_AFTER_MS = 300;

export type DraftPorts = {
	save: (chat: ChatKey, text: string) => Promise<unknown>;
	send: (chat: ChatKey, text: string) => Promise<unknown>;
};

type Entry = {
	readonly chat: ChatKey;
	text: string;
	/** What the engine has. */
	saved: string;
	/** Someone typed here, so that what is read late from the cache must not replace it. */
	touched: boolean;
	timer: ReturnType<typeof setTimeout> | null;
	queue: Promise<unknown>;
	/** Why the last send or save did not work. */
	sendError: unknown;
	saveError: unknown;
};

export type DraftView = { readonly text: string; readonly sendError: unknown; readonly saveError: unknown };

export class DraftBook {
	readonly #ports: DraftPorts;
	readonly #entries = new Map<ChatPath, Entry>();
	readonly #views = new Map<ChatPath, DraftView>();
	readonly #listeners = new Set<() => void>();

	constructor(ports: DraftPorts) {
		this.#ports = ports;
	}

	readonly subscribe = (listener: () => void) => {
		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
		};
	};

	/** What to show for a chat. The same object until something changes. */
	view(chat: ChatKey, stored: string): DraftView {
		const path = chatPath(chat);
		const view = this.#views.get(path);
		if (view) return view;
		const entry = this.#entry(chat, stored);
		return this.#publish(entry);
	}

	/** What the cache keeps for a chat, read late: taken unless someone has typed meanwhile. */
	learn(chat: ChatKey, stored: string) {
		const entry = this.#entry(chat, stored);
		if (entry.touched || entry.text === stored) return;
		entry.text = stored;
		entry.saved = stored;
		this.#changed(entry);
	}

	type(chat: ChatKey, text: string) {
		const entry = this.#entry(chat, "");
		entry.text = text;
		entry.touched = true;
		entry.sendError = null;
		if (entry.timer !== null) clearTimeout(entry.timer);
		entry.timer = setTimeout(() => this.flush(chat), SAVE_AFTER_MS);
		this.#changed(entry);
	}

	/** Saves now what has not been saved. */
	flush(chat: ChatKey): Promise<unknown> {
		const entry = this.#entries.get(chatPath(chat));
		if (!entry) return Promise.resolve();
		if (entry.timer !== null) clearTimeout(entry.timer);
		entry.timer = null;
		entry.queue = entry.queue.then(() => this.#save(entry));
		return entry.queue;
	}

	flushAll() {
		for (const entry of this.#entries.values()) {
			if (entry.timer !== null || entry.text !== entry.saved) void this.flush(entry.chat);
		}
	}

	/** Takes the text out of the box and sends it to its chat; if that fails it is put back. */
	send(chat: ChatKey): Promise<unknown> {
		const entry = this.#entry(chat, "");
		const { text } = entry;
		if (entry.timer !== null) clearTimeout(entry.timer);
		entry.timer = null;
		entry.text = "";
		entry.touched = true;
		entry.sendError = null;
		this.#changed(entry);
		entry.queue = entry.queue.then(async () => {
			try {
				await this.#ports.send(chat, text);
				entry.saved = "";
			} catch (error) {
				entry.text = restored(text, entry.text);
				entry.sendError = error;
				this.#changed(entry);
			}
			await this.#save(entry);
		});
		return entry.queue;
	}

	async #save(entry: Entry) {
		const { text } = entry;
		if (text === entry.saved) return;
		try {
			await this.#ports.save(entry.chat, text);
			entry.saved = text;
			if (entry.saveError !== null) {
				entry.saveError = null;
				this.#changed(entry);
			}
		} catch (error) {
			entry.saveError = error;
			this.#changed(entry);
		}
	}

	#entry(chat: ChatKey, stored: string): Entry {
		const path = chatPath(chat);
		let entry = this.#entries.get(path);
		if (!entry) {
			entry = {
				chat,
				text: stored,
				saved: stored,
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
		const view = { text: entry.text, sendError: entry.sendError, saveError: entry.saveError };
		this.#views.set(chatPath(entry.chat), view);
		return view;
	}

	#changed(entry: Entry) {
		this.#publish(entry);
		for (const listener of this.#listeners) listener();
	}
}
