import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { classes } from "./classes";

/** What went wrong, where it went wrong. */
export function ErrorNote({
	children,
	testId,
	className,
}: {
	children: ReactNode;
	testId?: string;
	className?: string;
}) {
	return (
		<div
			role="alert"
			data-testid={testId}
			className={classes(
				"selectable flex gap-2 rounded-control bg-danger-weak px-3 py-2 text-base text-text-1",
				className,
			)}
		>
			<CircleAlert size={16} className="mt-0.5 text-danger-text" aria-hidden="true" />
			<div className="min-w-0">{children}</div>
		</div>
	);
}
