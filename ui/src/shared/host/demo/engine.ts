/** What the parts of the stand-in engine know of the whole, and of one another. */
import type { Change, ChatKey, CommandError, Robot } from "@/bindings";
import type { DemoChat } from "./world";

/** Each part takes of this what it needs. */
export type DemoEngine = {
	robots: () => readonly Robot[];
	chats: () => readonly DemoChat[];
	/** Refuses with `notFound`. */
	chat: (key: ChatKey) => DemoChat;
	push: (changes: Change[]) => void;
};

/** Commands by the names they travel under. */
export type DemoCommands = Record<string, (args: never) => unknown>;

export function refuse(code: CommandError["code"], message: string): never {
	throw { code, message, retryable: false, requestId: "req-7f3a20" } satisfies CommandError;
}

export const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
