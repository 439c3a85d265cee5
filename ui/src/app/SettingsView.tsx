import { useState } from "react";
import { ReplyBook } from "@/features/replies/ReplyManager";
import { SignOutDialog } from "@/features/session/SignOutDialog";
import { Settings } from "@/features/settings/Settings";
import { usePreferences } from "@/features/settings/usePreferences";
import type { ViewProps } from "./views";

/** The settings with what other features put into them. */
export function SettingsView({ onBack, onShortcuts }: ViewProps) {
	const [leaving, setLeaving] = useState(false);
	const { change } = usePreferences();
	return (
		<>
			<Settings
				replies={<ReplyBook />}
				onBack={onBack}
				onSignOut={() => setLeaving(true)}
				onShortcuts={onShortcuts}
				onCoach={() => {
					change({ coached: false });
					onBack();
				}}
			/>
			<SignOutDialog open={leaving} onOpenChange={setLeaving} />
		</>
	);
}
