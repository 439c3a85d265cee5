/** Ways into a chat from anywhere in the window: to its end, or to one of its messages. */
import { create } from "zustand";
import type { ChatKey, MessageKey } from "@/bindings";
import { type ChatPath, chatOf, chatPath } from "./keys";

export type Jump = {
	readonly chat: ChatKey;
	/** None for the end of the chat. */
	readonly messageId: string | null;
	/** Another number for every jump, so that the same place can be jumped to again. */
	readonly number: number;
};

let jumps = 0;

export const useJumpStore = create<{ jump: Jump | null }>(() => ({ jump: null }));

export function jumpToMessage(key: MessageKey) {
	jumps += 1;
	useJumpStore.setState({ jump: { chat: chatOf(key), messageId: key.messageId, number: jumps } });
}

export function jumpToChat(chat: ChatKey) {
	jumps += 1;
	useJumpStore.setState({ jump: { chat, messageId: null, number: jumps } });
}

/** Back to where the thread lives: its end. */
export function endJump() {
	useJumpStore.setState({ jump: null });
}

export function useJump(): Jump | null {
	return useJumpStore((store) => store.jump);
}

/** The message of this chat that was jumped to. */
export function useJumpIn(path: ChatPath): Jump | null {
	return useJumpStore(({ jump }) =>
		jump !== null && jump.messageId !== null && chatPath(jump.chat) === path ? jump : null,
	);
}
