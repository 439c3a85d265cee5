import type { ReactNode } from "react";

type Props = { title: string; hint?: string; children: ReactNode };

/** One choice with its name and, where the name does not say it all, what it does. */
export function Setting({ title, hint, children }: Props) {
	return (
		<div>
			<h3 className="mb-1.5 text-base font-medium text-text-1">{title}</h3>
			{children}
			{hint !== undefined && <p className="mt-1.5 text-small text-text-2">{hint}</p>}
		</div>
	);
}
