import type { ReactNode } from "react";

type Props = { title: string; end?: ReactNode; children: ReactNode; testId?: string };

/** One part of the panel beside a thread. */
export function PanelSection({ title, end, children, testId }: Props) {
	return (
		<section aria-label={title} data-testid={testId} className="border-t border-line px-4 py-3">
			<div className="mb-1 flex h-6 items-center justify-between gap-2">
				<h3 className="text-small text-text-2">{title}</h3>
				{end}
			</div>
			{children}
		</section>
	);
}
