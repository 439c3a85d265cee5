import { Fragment, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Content, Direction } from "@/bindings";
import { textParts } from "@/shared/text/links";
import { withoutDirectionControls } from "@/shared/text/plain";
import { classes } from "@/shared/ui/classes";
import { shownPart } from "../longText";
import { mentionParts } from "../mentions";
import { useThreadTools } from "../tools";

type Props = {
	content: Extract<Content, { kind: "text" }>;
	direction: Direction;
	first: boolean;
	last: boolean;
};

/** A text. The corners on the sender's side close up inside a run. */
export function TextBubble({ content, direction, first, last }: Props) {
	const { openLink, mentions } = useThreadTools();
	const ours = direction === "out";
	const { t } = useTranslation();
	const [steps, setSteps] = useState(0);
	const part = useMemo(() => shownPart(content.text, steps), [content.text, steps]);
	const text = withoutDirectionControls(part.text);
	return (
		<div
			className={classes(
				"selectable bidi-isolate max-w-[min(68%,680px)] min-w-0 rounded-card px-3 py-[7px] text-message whitespace-pre-wrap text-text-1 [overflow-wrap:anywhere]",
				ours ? "bg-bubble-out" : "bg-bubble-in",
				!first && (ours ? "rounded-tr-chip" : "rounded-tl-chip"),
				!last && (ours ? "rounded-br-chip" : "rounded-bl-chip"),
			)}
		>
			{textParts(text).map((part, index) =>
				part.kind === "link" ? (
					<a
						// biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other identity.
						key={index}
						href={part.url}
						draggable={false}
						onClick={(event) => {
							event.preventDefault();
							openLink(part.url, part.text);
						}}
						className="cursor-pointer rounded-[2px] text-accent-text underline decoration-from-font underline-offset-2 hover:decoration-2"
					>
						{part.text}
					</a>
				) : (
					// biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other identity.
					<Fragment key={index}>
						{mentionParts(part.text, content.mentions, mentions).map((piece, place) =>
							piece.mention !== "none" ? (
								<span
									// biome-ignore lint/suspicious/noArrayIndexKey: as above.
									key={place}
									data-mention={piece.mention}
									className={
										piece.mention === "me"
											? "rounded-chip bg-accent px-1 font-medium text-on-accent"
											: "font-medium text-accent-text"
									}
								>
									{piece.text}
								</span>
							) : (
								piece.text
							),
						)}
					</Fragment>
				),
			)}
			{part.left > 0 && (
				<>
					…
					<button
						type="button"
						data-testid="text-more"
						onClick={() => setSteps(steps + 1)}
						className="mt-1 block cursor-pointer rounded-[2px] text-small text-accent-text hover:underline"
					>
						{t("longText.more", { count: part.left })}
					</button>
				</>
			)}
		</div>
	);
}
