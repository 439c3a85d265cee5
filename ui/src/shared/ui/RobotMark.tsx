import type { Hue } from "../host";
import { firstLetterOf } from "../text/plain";
import { classes } from "./classes";

type Props = { name: string; hue: Hue; size?: 14 | 16 | 20; dimmed?: boolean };

const SIZES = {
	14: "size-3.5 rounded-chip text-[9px]",
	16: "size-4 rounded-chip text-[10px]",
	20: "size-5 rounded-control text-mini",
} as const;

/** A robot's sign: its colour, and its initial for those who do not see the colour. The name stands beside it. */
export function RobotMark({ name, hue, size = 14, dimmed = false }: Props) {
	return (
		<span
			aria-hidden="true"
			data-hue={hue}
			className={classes(
				"robot-colour inline-flex shrink-0 items-center justify-center leading-none font-semibold select-none",
				SIZES[size],
				dimmed && "opacity-45 grayscale",
			)}
		>
			{firstLetterOf(name)}
		</span>
	);
}
