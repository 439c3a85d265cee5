import { useEffect } from "react";
import { type ChatKey, commands, type View } from "@/bindings";
import { useShown } from "@/shared/hooks/shown";
import { useWindowFocus } from "@/shared/hooks/useWindowFocus";

/**
 * Tells the engine what is on screen: read marks follow it. A message is read when it was visible in a window
 * that had the focus, and not before.
 */
export function useReportView(chat: ChatKey | null, newestVisible: boolean): void {
	const focused = useWindowFocus();
	const shown = useShown();
	useEffect(() => {
		const view: View = {
			chat: shown ? chat : null,
			focused,
			newestVisible: shown && chat !== null && newestVisible,
		};
		// A report that is lost is made up for by the next; there is nothing to tell the person.
		commands.reportView(view).catch(() => undefined);
	}, [chat, focused, newestVisible, shown]);
}
