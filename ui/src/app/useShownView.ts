import { useCallback, useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { focusRegion } from "@/shared/hooks/regions";
import { VIEWS, type ViewId } from "./views";

/** Which view is shown, and the keys that change it. */
export function useShownView() {
	const [shown, setShown] = useState<ViewId>("inbox");

	const show = useCallback((next: ViewId) => {
		flushSync(() => setShown(next));
		focusRegion(next === "inbox" ? "list" : "view");
	}, []);

	useEffect(() => {
		// Before every other listener, because some of them lead into the inbox and have to find it shown.
		function onKeyDown(event: KeyboardEvent) {
			if (event.isComposing) return;
			if ((event.ctrlKey || event.metaKey) && event.shiftKey && !event.altKey && event.code === "KeyF") {
				event.preventDefault();
				show("search");
				return;
			}
			if (event.shiftKey) return;
			if (event.altKey && !event.ctrlKey && !event.metaKey) {
				const view = VIEWS.find((each) => each.shortcut.code === event.code);
				if (!view) return;
				event.preventDefault();
				show(view.id);
			} else if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "l") {
				flushSync(() => setShown("inbox"));
			}
		}
		window.addEventListener("keydown", onKeyDown, true);
		return () => window.removeEventListener("keydown", onKeyDown, true);
	}, [show]);

	return { shown, show, showView: setShown };
}
