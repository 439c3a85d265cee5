import type { ComponentProps } from "react";
import { classes } from "./classes";

type Props = Omit<ComponentProps<"button">, "aria-label"> & { label: string; size?: 24 | 28 | 32 | 36 };

const SIZES = { 24: "size-6", 28: "size-7", 32: "size-8", 36: "size-9" } as const;

/** A button that shows an icon only; its label is its name for everyone who does not see the icon. */
export function IconButton({ label, size = 28, className, type = "button", ...rest }: Props) {
	return (
		<button
			type={type}
			aria-label={label}
			className={classes(
				"inline-flex shrink-0 items-center justify-center rounded-control text-text-2 transition-colors duration-150",
				"hover:bg-hover hover:text-text-1 active:bg-pressed data-[popup-open]:bg-pressed data-[popup-open]:text-text-1 disabled:opacity-40 disabled:pointer-events-none",
				SIZES[size],
				className,
			)}
			{...rest}
		/>
	);
}
