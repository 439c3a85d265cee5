import { useEffect } from "react";
import type { Preferences } from "@/bindings";
import { useLatest } from "@/shared/hooks/useLatest";
import { allowedZoom, savePreferences, showZoomed, ZOOM_PERCENT } from "@/shared/host";
import { pressed } from "@/shared/keys";

/** Shows the window as large as was chosen, and the keys that choose. */
export function useZoom(preferences: Preferences | null) {
	const latest = useLatest(preferences);
	const percent = preferences?.zoomPercent;

	useEffect(() => {
		if (percent !== undefined) void showZoomed(percent);
	}, [percent]);

	useEffect(() => {
		function onKeyDown(event: KeyboardEvent) {
			const now = latest.current;
			const next = now === null ? null : zoomed(event, now.zoomPercent);
			if (now === null || next === null) return;
			event.preventDefault();
			// One that cannot be kept is taken back by itself, which is seen.
			if (next !== now.zoomPercent) savePreferences({ ...now, zoomPercent: next }).catch(() => undefined);
		}
		window.addEventListener("keydown", onKeyDown);
		return () => window.removeEventListener("keydown", onKeyDown);
	}, [latest]);
}

function zoomed(event: KeyboardEvent, percent: number): number | null {
	switch (pressed(event)) {
		case "zoomIn":
			return allowedZoom(percent + ZOOM_PERCENT.step);
		case "zoomOut":
			return allowedZoom(percent - ZOOM_PERCENT.step);
		case "zoomReset":
			return ZOOM_PERCENT.normal;
		default:
			return null;
	}
}
