import { useEffect } from "react";
import type { Robot } from "@/bindings";
import { useLatest } from "@/shared/hooks/useLatest";
import { filterByRobot } from "@/shared/list/filter";

/** Ctrl+1 to Ctrl+9: this robot's chats alone, and with the same keys everybody's again. */
export function useRobotKeys(robots: readonly Robot[]) {
	const latest = useLatest(robots);
	useEffect(() => {
		function onKeyDown(event: KeyboardEvent) {
			if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.isComposing) return;
			// By the place of the key: on some keyboards digits need Shift.
			const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
			const robot = digit === undefined ? undefined : latest.current[Number(digit) - 1];
			if (robot === undefined) return;
			event.preventDefault();
			filterByRobot(robot.key);
		}
		window.addEventListener("keydown", onKeyDown);
		return () => window.removeEventListener("keydown", onKeyDown);
	}, [latest]);
}
