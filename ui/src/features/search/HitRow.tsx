import { useTranslation } from "react-i18next";
import type { MessageHit } from "@/bindings";
import { oneLine, withoutDirectionControls } from "@/shared/text/plain";
import { useTimeWords } from "@/shared/time/useTimeWords";
import { snippetParts } from "./model";

/** A message that was found: where, when, who said it, and what was found in it. */
export function HitRow({ hit, onOpen }: { hit: MessageHit; onOpen: () => void }) {
	const { t } = useTranslation();
	const times = useTimeWords();
	const speaker =
		hit.direction === "in"
			? oneLine(hit.senderName)
			: t(hit.origin === "phone" ? "search.speakers.phone" : "search.speakers.us");
	return (
		<button
			type="button"
			data-result=""
			data-testid="search-hit"
			onClick={onOpen}
			className="ring-inside flex w-full flex-col gap-0.5 rounded-control px-3 py-2 text-left hover:bg-hover focus-visible:bg-hover"
		>
			<span className="flex w-full items-baseline gap-2">
				<span className="min-w-0 truncate text-base font-medium text-text-1">{oneLine(hit.chatName)}</span>
				<span className="min-w-0 flex-1 truncate text-small text-text-2">{speaker}</span>
				<time className="tabular shrink-0 text-small text-text-3">{times.full(hit.timestamp)}</time>
			</span>
			<span className="line-clamp-3 w-full text-base leading-5 break-words whitespace-pre-line text-text-2">
				{hit.snippet.cutBefore && "…"}
				{snippetParts(hit.snippet).map((part, index) =>
					part.found ? (
						// biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text have no other name and never move.
						<mark key={index} className="rounded-[2px] bg-accent-weak font-medium text-accent-text">
							{withoutDirectionControls(part.text)}
						</mark>
					) : (
						withoutDirectionControls(part.text)
					),
				)}
				{hit.snippet.cutAfter && "…"}
			</span>
		</button>
	);
}
