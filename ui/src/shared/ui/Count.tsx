import { classes } from "./classes";

type Props = { count: number; strong?: boolean; testId?: string };

/** A number in a pill; above 99 the exact number no longer helps. */
export function Count({ count, strong = false, testId }: Props) {
	return (
		<span
			data-testid={testId}
			className={classes(
				"tabular inline-flex h-4 min-w-4 items-center justify-center rounded-full px-1 text-mini leading-none",
				strong ? "bg-accent font-semibold text-on-accent" : "bg-pressed text-text-2",
			)}
		>
			{count > 99 ? "99+" : count}
		</span>
	);
}
