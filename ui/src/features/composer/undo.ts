/** The seconds in which a message can be taken back. A message that is taken back returns to the box of its chat. */
import type { ChatKey, Composed, MessageId } from "@/bindings";

export type Held = {
	readonly chat: ChatKey;
	readonly ids: readonly MessageId[];
	/** When the first of them leaves. */
	readonly until: number;
};

export type UndoView = {
	/** What was sent last and can still be taken back. */
	readonly held: Held | null;
	/** Why it could not be taken back, and in which chat. */
	readonly failed: { readonly chat: ChatKey; readonly error: unknown } | null;
};

/** Long enough to be read. */
const FAILURE_SHOWN_MS = 6000;

export class UndoBook {
	readonly #takeBack: (id: MessageId) => Promise<Composed>;
	readonly #putBack: (chat: ChatKey, parts: readonly Composed[]) => void;
	readonly #listeners = new Set<() => void>();
	#held: readonly Held[] = [];
	#view: UndoView = { held: null, failed: null };
	#failureTimer: ReturnType<typeof setTimeout> | undefined;

	constructor(
		takeBack: (id: MessageId) => Promise<Composed>,
		putBack: (chat: ChatKey, parts: readonly Composed[]) => void,
	) {
		this.#takeBack = takeBack;
		this.#putBack = putBack;
	}

	readonly subscribe = (listener: () => void) => {
		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
		};
	};

	readonly view = (): UndoView => this.#view;

	record(chat: ChatKey, ids: readonly MessageId[], until: number) {
		const held = { chat, ids, until };
		const left = until - Date.now();
		if (left <= 0) return;
		this.#show({ held: [...this.#held, held] });
		setTimeout(() => this.#show({ held: this.#held.filter((each) => each !== held) }), left);
	}

	/** Takes back what was sent last. What has left by now stays sent, and is said. */
	async takeBack(): Promise<ChatKey | null> {
		const held = this.#held.at(-1);
		if (held === undefined) return null;
		this.#show({ held: this.#held.slice(0, -1) });
		const parts: Composed[] = [];
		let failure: { error: unknown } | null = null;
		// The last one first: it leaves last, and if one has left, those before it have too.
		for (const id of held.ids.toReversed()) {
			try {
				parts.unshift(await this.#takeBack(id));
			} catch (error) {
				failure = { error };
			}
		}
		if (parts.length > 0) this.#putBack(held.chat, parts);
		if (failure !== null) this.#fail(held.chat, failure.error);
		return held.chat;
	}

	#fail(chat: ChatKey, error: unknown) {
		clearTimeout(this.#failureTimer);
		this.#show({ failed: { chat, error } });
		this.#failureTimer = setTimeout(() => this.#show({ failed: null }), FAILURE_SHOWN_MS);
	}

	#show(change: { held?: readonly Held[]; failed?: UndoView["failed"] }) {
		if (change.held !== undefined) this.#held = change.held;
		this.#view = {
			held: this.#held.at(-1) ?? null,
			failed: change.failed === undefined ? this.#view.failed : change.failed,
		};
		for (const listener of this.#listeners) listener();
	}
}
