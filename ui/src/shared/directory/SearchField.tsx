import { Search } from "lucide-react";
import { classes } from "@/shared/ui/classes";

type Props = {
	label: string;
	value: string;
	onChange: (value: string) => void;
	className?: string;
	testId?: string;
};

/** Where one types to find somebody. */
export function SearchField({ label, value, onChange, className, testId }: Props) {
	return (
		<span className={classes("relative min-w-0", className)}>
			<Search
				size={14}
				aria-hidden="true"
				className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-text-3"
			/>
			<input
				type="text"
				value={value}
				onChange={(event) => onChange(event.target.value)}
				aria-label={label}
				placeholder={label}
				autoComplete="off"
				spellCheck={false}
				data-testid={testId}
				className="selectable h-8 w-full rounded-control border border-transparent bg-pressed pr-2.5 pl-8 text-base focus:border-accent focus:bg-surface-3 focus:outline-1 focus:outline-offset-0 focus:outline-accent"
			/>
		</span>
	);
}
