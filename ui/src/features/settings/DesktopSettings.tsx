import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { commands } from "@/bindings";
import { useReason } from "@/shared/i18n/useReason";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { Tick } from "@/shared/ui/Tick";
import { GlobalKey } from "./GlobalKey";
import { NotificationSettings } from "./NotificationSettings";
import { QuietTime } from "./QuietTime";
import { RobotSounds } from "./RobotSounds";
import { Setting } from "./Setting";
import { usePreferences } from "./usePreferences";

/** What the console does while nobody looks at its window: notifications, tray, start, the key from anywhere. */
export function DesktopSettings() {
	const { t } = useTranslation();
	const reason = useReason();
	const { preferences, change, error } = usePreferences();
	const { notifications, desktop } = preferences;
	// Asked anew with every choice: a key may have been had or not.
	const state = useQuery({
		queryKey: ["desktop-state", desktop],
		queryFn: () => commands.desktopState(),
		placeholderData: (before) => before,
	});
	const put = (part: Partial<typeof desktop>) => change({ desktop: { ...desktop, ...part } });
	return (
		<>
			<NotificationSettings
				settings={notifications}
				missing={state.data?.notifications === false}
				onChange={(part) => change({ notifications: { ...notifications, ...part } })}
			/>
			<RobotSounds />
			<QuietTime
				quiet={notifications.quiet}
				onChange={(part) =>
					change({ notifications: { ...notifications, quiet: { ...notifications.quiet, ...part } } })
				}
			/>
			<Setting title={t("desktop.tray")}>
				<div className="flex flex-col gap-2">
					<Tick
						checked={desktop.closeToTray}
						onChange={(closeToTray) => put({ closeToTray })}
						testId="close-to-tray"
					>
						{t("desktop.closeToTray")}
						<span className="block text-small text-text-2">
							{t(state.data?.tray === false ? "desktop.noTray" : "desktop.closeToTrayHint")}
						</span>
					</Tick>
					<Tick checked={desktop.autostart} onChange={(autostart) => put({ autostart })} testId="autostart">
						{t("desktop.autostart")}
					</Tick>
					<Tick
						checked={desktop.startInTray}
						disabled={!desktop.autostart}
						onChange={(startInTray) => put({ startInTray })}
						testId="start-in-tray"
					>
						{t("desktop.startInTray")}
					</Tick>
				</div>
			</Setting>
			<GlobalKey
				keys={desktop.shortcut}
				works={state.data?.shortcut !== false}
				onChange={(shortcut) => put({ shortcut })}
			/>
			{error !== null && <ErrorNote testId="desktop-failed">{reason(error)}</ErrorNote>}
		</>
	);
}
