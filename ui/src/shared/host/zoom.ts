/** How large the whole window is shown, by the web view itself: layout, pointer and virtual lists stay exact. */
import { getCurrentWebview } from "@tauri-apps/api/webview";

export const ZOOM_PERCENT = { min: 80, max: 200, step: 10, normal: 100 } as const;

/** The nearest size that is allowed. */
export function allowedZoom(percent: number): number {
	if (!Number.isFinite(percent)) return ZOOM_PERCENT.normal;
	return Math.round(Math.min(ZOOM_PERCENT.max, Math.max(ZOOM_PERCENT.min, percent)));
}

/** Shows the window at that size. A web view that cannot stays as it is, which loses nothing. */
export async function showZoomed(percent: number): Promise<void> {
	try {
		await getCurrentWebview().setZoom(allowedZoom(percent) / 100);
	} catch {
		// Older web views have no zoom.
	}
}
