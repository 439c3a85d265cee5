import type { ReactNode } from "react";
import { classes } from "@/shared/ui/classes";

const LOOK = "flex w-72 max-w-[68%] shrink-0 flex-col rounded-card border border-line bg-surface-3 text-left";

/** What is no text, in a frame: a card to read. */
export function Card({ children, className }: { children: ReactNode; className?: string }) {
	return <div className={classes(LOOK, "selectable", className)}>{children}</div>;
}

/** The same, to be opened as a whole. */
export function CardButton({ onOpen, children }: { onOpen: () => void; children: ReactNode }) {
	return (
		<button
			type="button"
			onClick={onOpen}
			className={classes(LOOK, "transition-colors duration-150 hover:border-line-strong active:bg-hover")}
		>
			{children}
		</button>
	);
}
