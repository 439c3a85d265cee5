import { type KeyboardEvent, type PointerEvent, useState } from "react";
import { classes } from "./classes";

type Props = {
	label: string;
	value: number;
	min: number;
	max: number;
	onChange: (value: number) => void;
};

const STEP_PX = 16;

/** The line between two columns: dragged with the pointer, or moved with the arrows. */
export function ResizeHandle({ label, value, min, max, onChange }: Props) {
	const [grip, setGrip] = useState<{ x: number; value: number } | null>(null);
	const set = (next: number) => onChange(Math.min(max, Math.max(min, Math.round(next))));

	function onKeyDown(event: KeyboardEvent) {
		const next = { ArrowLeft: value - STEP_PX, ArrowRight: value + STEP_PX, Home: min, End: max }[event.key];
		if (next === undefined) return;
		event.preventDefault();
		set(next);
	}

	function onPointerDown(event: PointerEvent) {
		event.preventDefault();
		event.currentTarget.setPointerCapture(event.pointerId);
		setGrip({ x: event.clientX, value });
	}

	return (
		// biome-ignore lint/a11y/useSemanticElements: a separator that can be moved is no <hr>.
		<div
			role="separator"
			tabIndex={0}
			aria-orientation="vertical"
			aria-label={label}
			aria-valuenow={value}
			aria-valuemin={min}
			aria-valuemax={max}
			onKeyDown={onKeyDown}
			onPointerDown={onPointerDown}
			onPointerMove={(event) => grip && set(grip.value + event.clientX - grip.x)}
			onPointerUp={() => setGrip(null)}
			onPointerCancel={() => setGrip(null)}
			onDoubleClick={() => set((min + max) / 2)}
			className="group relative z-10 -mx-1 w-2 cursor-col-resize touch-none outline-none"
		>
			<span
				className={classes(
					"absolute inset-y-0 left-1 w-px bg-line transition-colors duration-150 group-hover:bg-accent group-focus-visible:w-0.5 group-focus-visible:bg-accent",
					grip !== null && "bg-accent",
				)}
			/>
		</div>
	);
}
