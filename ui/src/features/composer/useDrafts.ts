import { useEffect, useMemo } from "react";
import { type AccountId, commands } from "@/bindings";
import { DraftBook } from "./drafts";

/** The drafts of one account. What is not saved yet is saved when the window is left or hidden. */
export function useDrafts(account: AccountId): DraftBook {
	// biome-ignore lint/correctness/useExhaustiveDependencies: each account has a book of its own.
	const book = useMemo(
		() =>
			new DraftBook({
				save: (chat, text) => commands.saveDraft(chat, { text, mentions: [], attachments: [] }),
				send: (chat, text) => commands.send(chat, { kind: "text", text, mentions: [] }, 0),
			}),
		[account],
	);

	useEffect(() => {
		const flush = () => book.flushAll();
		window.addEventListener("blur", flush);
		window.addEventListener("pagehide", flush);
		document.addEventListener("visibilitychange", flush);
		return () => {
			window.removeEventListener("blur", flush);
			window.removeEventListener("pagehide", flush);
			document.removeEventListener("visibilitychange", flush);
			flush();
		};
	}, [book]);

	return book;
}
