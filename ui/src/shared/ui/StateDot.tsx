import { classes } from "./classes";

export type Tone = "positive" | "warning" | "danger" | "quiet";

const TONES = {
	positive: "bg-positive",
	warning: "bg-warning",
	danger: "bg-danger",
	quiet: "bg-text-3",
} as const;

/** A state as a dot. The word for it always stands beside it. */
export function StateDot({ tone, className }: { tone: Tone; className?: string }) {
	return (
		<span aria-hidden="true" className={classes("size-2 shrink-0 rounded-full", TONES[tone], className)} />
	);
}
