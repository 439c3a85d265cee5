/** The place on the desktop, for the stand-in and for tests: what is chosen at first, and a desktop that has it all. */
import type { DesktopState, Preferences } from "@/bindings";
import type { DemoCommands } from "./engine";

export const DESKTOP_PREFERENCES: Pick<Preferences, "notifications" | "desktop"> = {
	notifications: {
		content: "full",
		sound: "message",
		quiet: { on: false, hours: { fromMinute: 1320, toMinute: 480 }, days: [] },
	},
	desktop: { closeToTray: true, autostart: false, startInTray: false, shortcut: "Ctrl+Alt+J" },
};

export function desktopCommands(): DemoCommands {
	const bare = new URLSearchParams(location.search).get("desktop") === "0";
	return {
		desktop_state: (): DesktopState => ({
			tray: !bare,
			notifications: !bare,
			shortcut: !bare,
			autostart: false,
		}),
		try_notification: () => null,
	};
}
