import type { ChatKey, MessageKey } from "@/bindings";

/** A chat's key as one string, for maps and for `data-chat`. Robot keys hold no slash. */
export type ChatPath = string;

export function chatPath(key: ChatKey): ChatPath {
	return `${key.robotKey}/${key.chatUser}`;
}

/** The chat a message belongs to. */
export function chatOf(key: MessageKey): ChatKey {
	return { robotKey: key.robotKey, chatUser: key.chatUser };
}
