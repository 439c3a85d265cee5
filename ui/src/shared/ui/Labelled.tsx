import type { ReactNode } from "react";

/** A name over a control that bears the same name itself, for screen readers. */
export function Labelled({ label, children }: { label: string; children: ReactNode }) {
	return (
		<div className="flex min-w-0 flex-col gap-1">
			<span aria-hidden="true" className="text-small text-text-2">
				{label}
			</span>
			{children}
		</div>
	);
}
