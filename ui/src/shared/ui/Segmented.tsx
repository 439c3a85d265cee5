import { useId } from "react";
import { classes } from "./classes";

type Segment<T extends string> = { value: T; label: string; testId?: string };

type Props<T extends string> = {
	label: string;
	segments: readonly Segment<T>[];
	value: T;
	onChange: (value: T) => void;
	testId?: string;
	/** Fills the width with segments of equal size. */
	wide?: boolean;
};

/** One of a few. Real radio buttons, so arrows, forms and screen readers work as they always do. */
export function Segmented<T extends string>({
	label,
	segments,
	value,
	onChange,
	testId,
	wide = false,
}: Props<T>) {
	const name = useId();
	return (
		<fieldset
			data-testid={testId}
			className={classes("rounded-control bg-track p-0.5", wide ? "flex w-full" : "inline-flex")}
		>
			<legend className="sr-only">{label}</legend>
			{segments.map((segment) => (
				<label
					key={segment.value}
					data-testid={segment.testId}
					className={classes(
						"relative inline-flex h-7 items-center justify-center rounded-[5px] px-3 text-base text-text-2 transition-colors duration-150",
						"hover:text-text-1 has-checked:bg-raised has-checked:font-medium has-checked:text-text-1 has-checked:shadow-[0_1px_2px_oklch(0_0_0/0.12)]",
						"has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-accent",
						wide && "flex-1",
					)}
				>
					<input
						type="radio"
						name={name}
						value={segment.value}
						checked={segment.value === value}
						onChange={() => onChange(segment.value)}
						className="absolute inset-0 appearance-none outline-none"
					/>
					<span className="relative">{segment.label}</span>
				</label>
			))}
		</fieldset>
	);
}
