import { useCallback, useEffect, useState } from "react";
import { keep, readKept } from "@/shared/hooks/kept";
import { pressed } from "@/shared/keys";

/** Below this the panel would leave too little of the thread; whoever opens it anyway has said so. */
const ROOM_PX = 1120;

/** Whether the panel beside the thread is open; the choice survives a restart. */
export function usePanel() {
	const [open, setOpen] = useState(() => {
		const kept = readKept("panel");
		return kept === null ? window.innerWidth >= ROOM_PX : kept === "open";
	});
	const toggle = useCallback(() => {
		setOpen((before) => {
			keep("panel", before ? "closed" : "open");
			return !before;
		});
	}, []);

	useEffect(() => {
		function onKeyDown(event: KeyboardEvent) {
			if (pressed(event) !== "panel") return;
			event.preventDefault();
			toggle();
		}
		window.addEventListener("keydown", onKeyDown);
		return () => window.removeEventListener("keydown", onKeyDown);
	}, [toggle]);

	return { open, toggle };
}
