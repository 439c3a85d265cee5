import { Fragment } from "react";

/** A key or a chord, as on the caps: `Ctrl+Shift+F`. */
export function Kbd({ keys }: { keys: string }) {
	return (
		<span className="inline-flex items-center gap-0.5 align-baseline whitespace-nowrap">
			{keys.split("+").map((key, index) => (
				<Fragment key={key}>
					{index > 0 && <span className="sr-only">+</span>}
					<kbd className="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-chip border border-line-strong bg-surface-3 px-1 font-sans text-mini text-text-2">
						{key}
					</kbd>
				</Fragment>
			))}
		</span>
	);
}
