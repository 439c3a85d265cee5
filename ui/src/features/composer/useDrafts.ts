import { useEffect, useMemo } from "react";
import { type AccountId, commands } from "@/bindings";
import { DraftBook } from "./drafts";
import { SeenFiles } from "./seenFiles";

export type Drafts = { readonly book: DraftBook; readonly files: SeenFiles };

/** The drafts of one account. What is not saved yet is saved when the window is left or hidden. */
export function useDrafts(account: AccountId): Drafts {
	// biome-ignore lint/correctness/useExhaustiveDependencies: each account has a book of its own.
	const drafts = useMemo(
		() => ({
			book: new DraftBook({
				save: (chat, draft) => commands.saveDraft(chat, draft),
				send: (chat, composed, holdMs) => commands.send(chat, composed, holdMs),
				takeBack: (id) => commands.takeBack(id),
			}),
			files: new SeenFiles(),
		}),
		[account],
	);

	useEffect(() => {
		const flush = () => drafts.book.flushAll();
		window.addEventListener("blur", flush);
		window.addEventListener("pagehide", flush);
		document.addEventListener("visibilitychange", flush);
		return () => {
			window.removeEventListener("blur", flush);
			window.removeEventListener("pagehide", flush);
			document.removeEventListener("visibilitychange", flush);
			flush();
		};
	}, [drafts]);

	return drafts;
}
