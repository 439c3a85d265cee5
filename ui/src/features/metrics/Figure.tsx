import type { ReactNode } from "react";
import { classes } from "@/shared/ui/classes";

type Props = { onOpen: () => void; tone?: "danger" | undefined; children: ReactNode };

/** A figure in a table that opens what is behind it. */
export function Figure({ onOpen, tone, children }: Props) {
	return (
		<button
			type="button"
			onClick={onOpen}
			className={classes(
				"tabular ring-inside -ml-1 rounded-control px-1 py-0.5 text-left hover:bg-hover hover:underline",
				tone === "danger" ? "text-danger-text" : "text-text-1",
			)}
		>
			{children}
		</button>
	);
}
