import { useState } from "react";
import { keep, readKept } from "@/shared/hooks/kept";

const MIN_PX = 280;
const MAX_PX = 360;
const START_PX = 320;

/** How wide the chat list is; the choice survives a restart. */
export function useListWidth() {
	const [value, setValue] = useState(() => {
		const kept = Number(readKept("listWidth") ?? START_PX);
		return Number.isFinite(kept) ? Math.min(MAX_PX, Math.max(MIN_PX, kept)) : START_PX;
	});
	return {
		value,
		min: MIN_PX,
		max: MAX_PX,
		onChange: (next: number) => {
			setValue(next);
			keep("listWidth", String(next));
		},
	};
}
