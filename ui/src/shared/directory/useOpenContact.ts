import { useMutation } from "@tanstack/react-query";
import { type ChatKey, commands } from "@/bindings";
import { chatPath, useDeskStore } from "@/shared/host";

/** Opens the chat with somebody of the contacts; the platform lists none in which nothing was said yet. */
export function useOpenContact(onOpen: (chat: ChatKey) => void) {
	return useMutation({
		mutationFn: async (chat: ChatKey) => {
			const isListed = useDeskStore.getState().desk?.chats.has(chatPath(chat)) ?? false;
			if (!isListed) await commands.openContact(chat);
			return chat;
		},
		onSuccess: (chat) => onOpen(chat),
	});
}
