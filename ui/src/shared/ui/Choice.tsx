import { ChevronDown } from "lucide-react";
import { classes } from "./classes";

type Props<T extends string> = {
	label: string;
	value: T;
	options: readonly { value: T; label: string }[];
	onChange: (value: T) => void;
	className?: string;
	testId?: string;
};

/** One of many. The system's own list, so that typing a letter, arrows and screen readers work as everywhere. */
export function Choice<T extends string>({ label, value, options, onChange, className, testId }: Props<T>) {
	return (
		<span className={classes("relative inline-flex min-w-0", className)}>
			<select
				aria-label={label}
				data-testid={testId}
				value={value}
				onChange={(event) => {
					const chosen = options.find((option) => option.value === event.target.value);
					if (chosen) onChange(chosen.value);
				}}
				className="h-8 w-full min-w-0 appearance-none truncate rounded-control border border-line-strong bg-surface-3 pr-7 pl-2.5 text-base text-text-1 transition-colors duration-150 hover:border-text-3"
			>
				{options.map((option) => (
					<option key={option.value} value={option.value} className="bg-surface-3 text-text-1">
						{option.label}
					</option>
				))}
			</select>
			<ChevronDown
				size={14}
				aria-hidden="true"
				className="pointer-events-none absolute top-1/2 right-2 -translate-y-1/2 text-text-3"
			/>
		</span>
	);
}
