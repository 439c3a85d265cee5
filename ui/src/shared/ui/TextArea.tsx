import { type ComponentProps, useId } from "react";
import { classes } from "./classes";

type Props = Omit<ComponentProps<"textarea">, "id"> & { label: string };

/** Several lines of text under their name. */
export function TextArea({ label, className, ...rest }: Props) {
	const id = useId();
	return (
		<div className="flex flex-col gap-1">
			<label htmlFor={id} className="text-small text-text-2">
				{label}
			</label>
			<textarea
				id={id}
				className={classes(
					"selectable rounded-control border border-line-strong bg-surface-3 px-3 py-2 text-message text-text-1 transition-colors duration-150",
					"hover:border-text-3 focus:border-accent focus:outline-1 focus:outline-offset-0 focus:outline-accent aria-invalid:border-danger",
					className,
				)}
				{...rest}
			/>
		</div>
	);
}
