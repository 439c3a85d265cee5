import { useSyncExternalStore } from "react";

function subscribe(listener: () => void) {
	window.addEventListener("focus", listener);
	window.addEventListener("blur", listener);
	document.addEventListener("visibilitychange", listener);
	return () => {
		window.removeEventListener("focus", listener);
		window.removeEventListener("blur", listener);
		document.removeEventListener("visibilitychange", listener);
	};
}

/** Whether someone is looking: the window is visible and has the focus. */
export function useWindowFocus(): boolean {
	return useSyncExternalStore(subscribe, () => document.visibilityState === "visible" && document.hasFocus());
}
