import { Checkbox } from "@base-ui/react/checkbox";
import { Check } from "lucide-react";
import type { ReactNode } from "react";

type Props = {
	checked: boolean;
	onChange: (checked: boolean) => void;
	disabled?: boolean;
	testId?: string;
	children: ReactNode;
};

/** A checkbox and its words. */
export function Tick({ checked, onChange, disabled = false, testId, children }: Props) {
	return (
		// biome-ignore lint/a11y/noLabelWithoutControl: the control is the Checkbox inside.
		<label className="flex items-start gap-2 text-base text-text-1 has-data-disabled:text-text-3">
			<Checkbox.Root
				checked={checked}
				disabled={disabled}
				onCheckedChange={(value) => onChange(value)}
				data-testid={testId}
				className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-chip border border-line-strong bg-surface-3 transition-colors duration-150 hover:border-text-3 data-checked:border-accent data-checked:bg-accent data-disabled:opacity-50"
			>
				<Checkbox.Indicator className="text-on-accent">
					<Check size={12} strokeWidth={3} />
				</Checkbox.Indicator>
			</Checkbox.Root>
			<span className="min-w-0">{children}</span>
		</label>
	);
}
