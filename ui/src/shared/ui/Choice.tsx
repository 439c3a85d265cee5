import { ChevronDown } from "lucide-react";
import { classes } from "./classes";

type Option<T extends string> = { value: T; label: string };

type Props<T extends string> = {
	label: string;
	value: T;
	options: readonly Option<T>[];
	/** Options under headings, after the others. */
	groups?: readonly { label: string; options: readonly Option<T>[] }[];
	onChange: (value: T) => void;
	className?: string;
	testId?: string;
};

/** One of many. The system's own list, so that typing a letter, arrows and screen readers work as everywhere. */
export function Choice<T extends string>({
	label,
	value,
	options,
	groups = [],
	onChange,
	className,
	testId,
}: Props<T>) {
	return (
		<span className={classes("relative inline-flex min-w-0", className)}>
			<select
				aria-label={label}
				data-testid={testId}
				value={value}
				onChange={(event) => {
					const all = [...options, ...groups.flatMap((group) => group.options)];
					const chosen = all.find((option) => option.value === event.target.value);
					if (chosen) onChange(chosen.value);
				}}
				className="h-8 w-full min-w-0 appearance-none truncate rounded-control border border-line-strong bg-surface-3 pr-7 pl-2.5 text-base text-text-1 transition-colors duration-150 hover:border-text-3"
			>
				{options.map((option) => (
					<Entry key={option.value} {...option} />
				))}
				{groups.map((group) => (
					<optgroup key={group.label} label={group.label} className="bg-surface-3 text-text-2">
						{group.options.map((option) => (
							<Entry key={option.value} {...option} />
						))}
					</optgroup>
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

function Entry({ value, label }: Option<string>) {
	return (
		<option value={value} className="bg-surface-3 text-text-1">
			{label}
		</option>
	);
}
