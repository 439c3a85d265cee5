import type { ReactNode } from "react";

type Props = { title: string; hint: string; children?: ReactNode };

/** The head of a view that takes the place of the inbox. */
export function ViewHeader({ title, hint, children }: Props) {
	return (
		<header className="flex min-h-14 shrink-0 items-center gap-4 border-b border-line px-6 py-2">
			<div className="min-w-0 flex-1">
				<h1 tabIndex={-1} data-region-focus="" className="text-title leading-5 font-semibold outline-none">
					{title}
				</h1>
				<p className="truncate text-small text-text-2" title={hint}>
					{hint}
				</p>
			</div>
			{children}
		</header>
	);
}
