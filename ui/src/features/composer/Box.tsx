import type { ClipboardEvent, KeyboardEvent, RefObject } from "react";
import { useTranslation } from "react-i18next";
import { variableParts } from "@/shared/replies/variables";
import { classes } from "@/shared/ui/classes";
import type { InputMethodGuard } from "./model";

/**
 * Two to eight lines. The text stands a second time behind the box and gives it its height; measuring the box
 * itself would make it small for a moment with every key, and the thread above would jump. The text behind also
 * carries the marks of variables that nobody has filled in.
 */
const BOX =
	"col-start-1 row-start-1 max-h-[168px] min-h-[42px] w-full resize-none bg-transparent text-message whitespace-pre-wrap text-text-1 [overflow-wrap:anywhere]";

type Props = {
	input: RefObject<HTMLTextAreaElement | null>;
	guard: InputMethodGuard;
	text: string;
	name: string;
	placeholder: string;
	tooLong: boolean;
	/** The list that is open for what is typed, and its active option. */
	list: { id: string; active: string | undefined } | null;
	onText: (text: string, caret: number) => void;
	onCaret: (caret: number) => void;
	onKeyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => void;
	onPaste: (event: ClipboardEvent) => void;
	onLeave: () => void;
};

export function Box({ input, guard, text, name, placeholder, tooLong, list, ...on }: Props) {
	const { t } = useTranslation();
	return (
		<div className="grid">
			<div aria-hidden="true" className={classes(BOX, "overflow-hidden text-transparent!")}>
				{variableParts(text).map((part, index) =>
					part.variable ? (
						<mark
							// biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other identity.
							key={index}
							data-testid="unresolved"
							className="rounded-chip bg-warning-weak text-transparent outline outline-warning"
						>
							{part.text}
						</mark>
					) : (
						part.text
					),
				)}
				{"\n"}
			</div>
			<textarea
				ref={input}
				data-testid="composer-input"
				data-region-focus=""
				rows={1}
				value={text}
				aria-label={t("composer.input", { name })}
				aria-invalid={tooLong}
				aria-autocomplete="list"
				aria-controls={list?.id}
				aria-activedescendant={list?.active}
				placeholder={placeholder}
				onChange={({ target }) => on.onText(target.value, target.selectionStart)}
				onSelect={({ currentTarget }) => on.onCaret(currentTarget.selectionStart)}
				onKeyDown={on.onKeyDown}
				onPaste={on.onPaste}
				onKeyUp={() => guard.keyReleased()}
				onCompositionStart={() => guard.compositionStarted()}
				onCompositionEnd={(event) => guard.compositionEnded(event.timeStamp)}
				onBlur={on.onLeave}
				className={classes(BOX, "selectable overflow-y-auto outline-none")}
			/>
		</div>
	);
}

/** Replaces a stretch of the box as if it had been typed, so that the box's own undo still knows it. */
export function replaceInBox(
	box: HTMLTextAreaElement,
	from: number,
	to: number,
	text: string,
	otherwise: (text: string) => void,
) {
	box.focus();
	box.setSelectionRange(from, to);
	const typed =
		typeof document.execCommand === "function" &&
		document.execCommand(text === "" ? "delete" : "insertText", false, text);
	if (typed) return;
	const { value } = box;
	otherwise(value.slice(0, from) + text + value.slice(to));
	requestAnimationFrame(() => box.setSelectionRange(from + text.length, from + text.length));
}
