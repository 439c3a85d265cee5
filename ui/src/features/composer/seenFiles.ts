/** What is known of the files in the trays: their size, why one cannot be sent, and its picture if the window had it. */
import type { CommandError, FileSeen } from "@/bindings";

type SeenFile = {
	readonly bytes: number;
	readonly problem: CommandError | null;
	/** A `data:` address: only what was pasted has one, since the page may not read files. */
	readonly preview: string | null;
};

type All = ReadonlyMap<string, SeenFile>;

export class SeenFiles {
	#all: All = new Map();
	readonly #listeners = new Set<() => void>();

	readonly subscribe = (listener: () => void) => {
		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
		};
	};

	readonly all = (): All => this.#all;

	learn({ path, bytes, problem }: FileSeen, preview: string | null = null) {
		const before = this.#all.get(path);
		this.#all = new Map(this.#all).set(path, { bytes, problem, preview: preview ?? before?.preview ?? null });
		for (const listener of this.#listeners) listener();
	}
}
