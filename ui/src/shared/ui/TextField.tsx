import { type ComponentProps, useId } from "react";
import { classes } from "./classes";

type Props = Omit<ComponentProps<"input">, "id"> & { label: string; mono?: boolean };

export function TextField({ label, mono = false, className, ...rest }: Props) {
	const id = useId();
	return (
		<div className="flex flex-col gap-1">
			<label htmlFor={id} className="text-small text-text-2">
				{label}
			</label>
			<input
				id={id}
				autoComplete="off"
				autoCorrect="off"
				spellCheck={false}
				className={classes(
					"selectable h-9 rounded-control border border-line-strong bg-surface-3 px-3 text-message text-text-1 transition-colors duration-150",
					"hover:border-text-3 focus:border-accent focus:outline-1 focus:outline-offset-0 focus:outline-accent aria-invalid:border-danger",
					mono && "font-mono text-base",
					className,
				)}
				{...rest}
			/>
		</div>
	);
}
