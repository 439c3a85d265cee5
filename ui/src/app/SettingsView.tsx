import { ReplyBook } from "@/features/replies/ReplyManager";
import { Settings } from "@/features/settings/Settings";
import { usePreferences } from "@/features/settings/usePreferences";
import type { ViewProps } from "./views";

/** The settings with what other features put into them. */
export function SettingsView({ onBack, onShortcuts }: ViewProps) {
	const { change } = usePreferences();
	return (
		<Settings
			replies={<ReplyBook />}
			onBack={onBack}
			onShortcuts={onShortcuts}
			onCoach={() => {
				change({ coached: false });
				onBack();
			}}
		/>
	);
}
