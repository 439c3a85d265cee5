import type { ComponentProps } from "react";
import { classes } from "./classes";

const LOOKS = {
	primary: "bg-accent text-on-accent hover:bg-accent-hover active:bg-accent-hover font-medium",
	outline: "border border-line-strong bg-surface-3 text-text-1 hover:border-text-3 active:bg-pressed",
	quiet: "text-text-2 hover:bg-hover hover:text-text-1 active:bg-pressed",
	danger: "bg-danger text-on-danger font-medium hover:brightness-105",
} as const;

const SIZES = {
	small: "h-6 px-2 text-small gap-1",
	medium: "h-8 px-3 text-base gap-1.5",
	large: "h-9 px-4 text-message gap-2",
} as const;

type Props = ComponentProps<"button"> & { look?: keyof typeof LOOKS; size?: keyof typeof SIZES };

export function Button({ look = "outline", size = "medium", className, type = "button", ...rest }: Props) {
	return (
		<button
			type={type}
			className={classes(
				"inline-flex shrink-0 items-center justify-center whitespace-nowrap rounded-control transition-colors duration-150 select-none",
				"disabled:opacity-50 disabled:pointer-events-none aria-disabled:opacity-50",
				LOOKS[look],
				SIZES[size],
				className,
			)}
			{...rest}
		/>
	);
}
