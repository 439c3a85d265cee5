import { useEffect } from "react";
import { cycleRegion, focusRegion } from "@/shared/hooks/regions";
import { useLatest } from "@/shared/hooks/useLatest";
import { pressed } from "@/shared/keys";

/** The keys that belong to no feature: regions, the way back, the cheat sheet. */
export function useShellKeys(actions: { onCheatSheet: () => void }) {
	const latest = useLatest(actions);
	useEffect(() => {
		function onKeyDown(event: KeyboardEvent) {
			if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
			if (event.key === "F6") {
				event.preventDefault();
				cycleRegion(event.shiftKey ? -1 : 1);
			} else if (pressed(event) === "cheatSheet") {
				event.preventDefault();
				latest.current.onCheatSheet();
			} else if (event.key === "Escape" && isInThread(event.target)) {
				event.preventDefault();
				focusRegion("list");
			}
		}
		window.addEventListener("keydown", onKeyDown);
		return () => window.removeEventListener("keydown", onKeyDown);
	}, [latest]);
}

/** From the thread and its composer, one level back is the list. */
function isInThread(target: EventTarget | null): boolean {
	return (
		target instanceof Element &&
		target.closest("[data-region=thread], [data-region=composer], [data-region=panel]") !== null
	);
}
