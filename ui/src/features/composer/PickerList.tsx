import {
	type KeyboardEvent,
	type ReactNode,
	type Ref,
	useEffect,
	useId,
	useImperativeHandle,
	useState,
} from "react";
import { classes } from "@/shared/ui/classes";

export type Choice = { readonly id: string; readonly row: ReactNode; readonly choose: () => void };

export type OpenList = { id: string; active: string | undefined } | null;

export type PickerProps = {
	query: string;
	onDismiss: () => void;
	/** Tells the box which list is open, for screen readers. */
	onList: (list: OpenList) => void;
	/** Takes the keys of the box; answers whether a key was for the list. */
	keysRef: Ref<(event: KeyboardEvent) => boolean>;
};

/** Which option of an open list is active, and the keys that move it. The focus stays in the box. */
export function usePickerKeys(
	choices: readonly Choice[],
	{ query, onDismiss, onList, keysRef }: PickerProps,
) {
	const id = useId();
	const [active, setActive] = useState(0);
	// biome-ignore lint/correctness/useExhaustiveDependencies: another query begins at its best match.
	useEffect(() => setActive(0), [query]);
	const at = Math.min(active, Math.max(0, choices.length - 1));

	/** True if the key was for the list. */
	function onKeyDown(event: KeyboardEvent): boolean {
		if (event.nativeEvent.isComposing || event.keyCode === 229) return false;
		if (event.ctrlKey || event.altKey || event.metaKey) return false;
		if (event.key === "Escape") onDismiss();
		else if (choices.length === 0 || event.shiftKey) return false;
		else if (event.key === "ArrowDown") setActive((at + 1) % choices.length);
		else if (event.key === "ArrowUp") setActive((at - 1 + choices.length) % choices.length);
		else if (event.key === "Enter" || event.key === "Tab") choices[at]?.choose();
		else return false;
		event.preventDefault();
		event.stopPropagation();
		return true;
	}

	useImperativeHandle(keysRef, () => onKeyDown);
	const activeId = choices.length === 0 ? undefined : optionId(id, at);
	useEffect(() => {
		onList(activeId === undefined ? null : { id, active: activeId });
		return () => onList(null);
	}, [onList, id, activeId]);
	return { id, at, setActive };
}

const optionId = (list: string, index: number) => `${list}-${index}`;

type Props = {
	keys: ReturnType<typeof usePickerKeys>;
	label: string;
	choices: readonly Choice[];
	/** What stands there when there is nothing to choose. */
	empty?: ReactNode;
	foot?: ReactNode;
	wide?: boolean;
};

/** A list above the box, filtered by what is typed in it. */
export function PickerList({ keys, label, choices, empty, foot, wide = false }: Props) {
	const { id, at } = keys;
	useEffect(() => {
		document.getElementById(optionId(id, at))?.scrollIntoView?.({ block: "nearest" });
	}, [id, at]);
	return (
		// biome-ignore lint/a11y/noStaticElementInteractions: the pointer chooses without taking the focus out of the box.
		<div
			role="presentation"
			onMouseDown={(event) => event.preventDefault()}
			className={classes(
				"absolute bottom-full left-5 z-20 mb-1.5 flex flex-col overflow-hidden rounded-card bg-surface-3 shadow-float",
				wide ? "right-5 max-w-[560px]" : "w-64",
			)}
		>
			{choices.length === 0 && empty}
			<div
				role="listbox"
				id={id}
				aria-label={label}
				data-testid="picker"
				className={classes("max-h-64 overflow-y-auto p-1", choices.length === 0 && "hidden")}
			>
				{choices.map((choice, index) => (
					// biome-ignore lint/a11y/useFocusableInteractive: the box keeps the focus and names the active option.
					// biome-ignore lint/a11y/useKeyWithClickEvents: the keys are pressed in the box.
					<div
						key={choice.id}
						role="option"
						id={optionId(id, index)}
						aria-selected={index === at}
						data-testid="picker-option"
						onPointerMove={() => keys.setActive(index)}
						onClick={choice.choose}
						className={classes("rounded-control px-2 py-1.5", index === at && "bg-selection")}
					>
						{choice.row}
					</div>
				))}
			</div>
			{foot}
		</div>
	);
}
