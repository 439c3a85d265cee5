import { useState } from "react";
import { hueOf, initialOf } from "../text/plain";
import { classes } from "./classes";

type Props = {
	name: string;
	/** What decides the colour: an id, so that a new name keeps the old colour. */
	seed: string;
	source: string | null;
	size: 20 | 32 | 36 | 40;
	className?: string;
};

const SIZES = {
	20: "size-5 rounded-chip text-mini",
	32: "size-8 rounded-avatar text-base",
	36: "size-9 rounded-avatar text-message",
	40: "size-10 rounded-avatar text-title",
} as const;

/** A person's or group's picture; until it is there, and if it never comes, a coloured initial. */
export function Avatar({ name, seed, source, size, className }: Props) {
	const [gone, setGone] = useState<string | null>(null);
	return (
		<span
			aria-hidden="true"
			data-hue={hueOf(seed)}
			className={classes(
				"person-colour relative inline-flex shrink-0 items-center justify-center overflow-hidden font-medium select-none",
				SIZES[size],
				className,
			)}
		>
			{initialOf(name)}
			{source !== null && source !== gone && (
				<img
					src={source}
					alt=""
					draggable={false}
					loading="lazy"
					decoding="async"
					onError={() => setGone(source)}
					className="absolute inset-0 size-full object-cover"
				/>
			)}
		</span>
	);
}
