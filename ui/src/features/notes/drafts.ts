/** Notes that were begun and not saved, while the window is open: another chat in between loses none of them. */
import type { ChatKey } from "@/bindings";
import { chatPath } from "@/shared/host";

const drafts = new Map<string, string>();

const keyOf = (chat: ChatKey, note: string | null) => `${chatPath(chat)}/${note ?? ""}`;

export const noteDrafts = {
	read: (chat: ChatKey, note: string | null): string => drafts.get(keyOf(chat, note)) ?? "",
	keep(chat: ChatKey, note: string | null, text: string) {
		if (text === "") drafts.delete(keyOf(chat, note));
		else drafts.set(keyOf(chat, note), text);
	},
};
