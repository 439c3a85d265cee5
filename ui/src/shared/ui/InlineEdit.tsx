import { Clock, Pencil } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLatest } from "../hooks/useLatest";
import { oneLine, withoutDirectionControls } from "../text/plain";
import { classes } from "./classes";

/** A change that is on its way, or that came back. */
export type FieldChange =
	| { kind: "none" }
	| { kind: "pending"; text: string }
	| { kind: "refused"; text: string; reason: string; onDismiss: () => void };

type Props = {
	label: string;
	value: string;
	/** What stands there while there is no value. */
	placeholder: string;
	change: FieldChange;
	onSave: (text: string) => void;
	multiline?: boolean;
	maxLength?: number;
	/** False where an empty text means nothing, such as a group's name. */
	mayBeEmpty?: boolean;
	disabled?: boolean;
	className?: string;
	testId?: string;
};

/**
 * A field that is edited where it stands: click or Enter opens it, leaving it or Enter saves, Esc takes back. Closing
 * the panel saves too, so that nothing typed is lost. A refused change leaves the old value, the reason, and what was
 * typed, to go on from. A change that is on its way is dimmed and takes no room: what stands below must not move away
 * from under the pointer when the change is through.
 */
export function InlineEdit(props: Props) {
	const {
		label,
		value,
		placeholder,
		change,
		onSave,
		multiline = false,
		maxLength,
		mayBeEmpty = true,
	} = props;
	const { t } = useTranslation();
	const [text, setText] = useState<string | null>(null);
	const button = useRef<HTMLButtonElement>(null);
	const input = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
	const noteId = useId();
	const shown = change.kind === "pending" ? change.text : value;
	// The browser may tell that a field lost the focus because it was closed: it is closed once.
	const editing = useRef(false);
	const latest = useLatest({ text, save, leave: () => close(true, false) });
	const pressing = useRef(false);
	const isOpen = text !== null;

	useEffect(
		() => () => {
			if (editing.current) latest.current.save(latest.current.text);
		},
		[latest],
	);

	useEffect(() => {
		if (!isOpen) return;
		const down = () => {
			pressing.current = true;
		};
		const up = () => {
			if (!pressing.current) return;
			pressing.current = false;
			// After the click that this may be the end of.
			setTimeout(() => document.activeElement !== input.current && latest.current.leave());
		};
		document.addEventListener("pointerdown", down, true);
		document.addEventListener("pointerup", up, true);
		document.addEventListener("pointercancel", up, true);
		return () => {
			pressing.current = false;
			document.removeEventListener("pointerdown", down, true);
			document.removeEventListener("pointerup", up, true);
			document.removeEventListener("pointercancel", up, true);
		};
	}, [isOpen, latest]);

	/** A press elsewhere takes the focus before it is a click: closing at once would move what is clicked away. */
	function onBlur() {
		if (!pressing.current) close(true, false);
	}

	function save(typed: string | null) {
		const trimmed = typed?.trim() ?? "";
		if (typed !== null && trimmed !== shown && (mayBeEmpty || trimmed !== "")) onSave(trimmed);
	}

	function open(from: string) {
		editing.current = true;
		setText(from);
	}

	function close(keep: boolean, refocus: boolean) {
		if (!editing.current) return;
		editing.current = false;
		setText(null);
		if (keep) save(text);
		if (refocus) requestAnimationFrame(() => button.current?.focus());
	}

	function onKeyDown(event: KeyboardEvent) {
		if (event.nativeEvent.isComposing || event.keyCode === 229) return;
		if (event.key === "Escape") {
			event.preventDefault();
			event.stopPropagation();
			close(false, true);
		} else if (event.key === "Enter" && !(multiline && event.shiftKey)) {
			event.preventDefault();
			close(true, true);
		}
	}

	const box = classes("w-full rounded-control px-1.5 py-1 -mx-1.5 text-left", props.className);
	const field = {
		ref: input,
		value: text ?? "",
		maxLength,
		autoFocus: true,
		"aria-label": label,
		spellCheck: false,
		onBlur,
		onKeyDown,
		className: classes(
			box,
			"selectable block border-0 bg-surface-3 text-text-1 outline-1 outline-accent [field-sizing:content]",
		),
		...(props.testId === undefined ? {} : { "data-testid": `${props.testId}-input` }),
	} as const;

	return (
		<div className="min-w-0">
			{text === null ? (
				<button
					ref={button}
					type="button"
					data-testid={props.testId}
					disabled={props.disabled}
					aria-label={t("edit.open", { label, value: shown === "" ? placeholder : oneLine(shown) })}
					aria-describedby={change.kind === "none" ? undefined : noteId}
					aria-busy={change.kind === "pending"}
					onClick={() => open(shown)}
					className={classes(
						box,
						"group flex items-start gap-1 transition-colors duration-150 enabled:hover:bg-hover",
						change.kind === "pending" && "opacity-55",
					)}
				>
					<span
						className={classes(
							"bidi-isolate min-w-0 flex-1 whitespace-pre-wrap [overflow-wrap:anywhere]",
							shown === "" && "text-text-3",
						)}
					>
						{shown === "" ? placeholder : withoutDirectionControls(shown)}
					</span>
					{change.kind === "pending" ? (
						<Clock size={12} aria-hidden="true" className="mt-1 shrink-0 text-text-3" />
					) : (
						<Pencil
							size={12}
							aria-hidden="true"
							className="mt-1 shrink-0 text-text-3 opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100 group-disabled:hidden"
						/>
					)}
				</button>
			) : multiline ? (
				<textarea
					{...field}
					rows={2}
					onChange={(event) => setText(event.target.value)}
					className={classes(field.className, "max-h-40 min-h-12 resize-none")}
				/>
			) : (
				<input {...field} type="text" onChange={(event) => setText(event.target.value)} />
			)}
			{change.kind === "pending" && (
				<p id={noteId} className="sr-only">
					{t("edit.pending")}
				</p>
			)}
			{change.kind === "refused" && text === null && (
				<div id={noteId} role="alert" className="mt-0.5 text-small text-danger-text [overflow-wrap:anywhere]">
					<p>{change.reason}</p>
					<p className="mt-0.5 flex flex-wrap gap-x-3">
						<button type="button" className="underline" onClick={() => open(change.text)}>
							{t("edit.again")}
						</button>
						<button type="button" className="text-text-2 underline" onClick={change.onDismiss}>
							{t("edit.dismiss")}
						</button>
					</p>
				</div>
			)}
		</div>
	);
}
