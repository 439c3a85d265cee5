import { useEffect, useMemo } from "react";
import { type AccountId, commands } from "@/bindings";
import { beforeParting, isInFront } from "@/shared/host";
import { DraftBook } from "./drafts";
import { SeenFiles } from "./seenFiles";

export type Drafts = { readonly book: DraftBook; readonly files: SeenFiles };

/** The drafts of one account. What is not saved yet is saved when the window is left or hidden. */
export function useDrafts(account: AccountId): Drafts {
	const drafts = useMemo(
		() => ({
			book: new DraftBook({
				// What was typed is handed over before another account comes; a draft never goes to that one.
				save: (chat, draft) =>
					isInFront(account) ? commands.saveDraft(chat, draft) : Promise.reject(new Error("another account")),
				send: (chat, composed, holdMs) => commands.send(chat, composed, holdMs),
				takeBack: (id) => commands.takeBack(id),
			}),
			files: new SeenFiles(),
		}),
		[account],
	);

	useEffect(() => {
		const flush = () => void drafts.book.flushAll();
		const stay = beforeParting(() => drafts.book.flushAll());
		window.addEventListener("blur", flush);
		window.addEventListener("pagehide", flush);
		document.addEventListener("visibilitychange", flush);
		return () => {
			stay();
			window.removeEventListener("blur", flush);
			window.removeEventListener("pagehide", flush);
			document.removeEventListener("visibilitychange", flush);
			flush();
		};
	}, [drafts]);

	return drafts;
}
