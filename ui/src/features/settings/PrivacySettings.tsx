import { useTranslation } from "react-i18next";
import { Tick } from "@/shared/ui/Tick";
import { KeptSettings } from "./KeptSettings";
import { PolicySettings } from "./PolicySettings";
import { SaveFailed } from "./SaveFailed";
import { usePreferences } from "./usePreferences";

/** What somebody who walks past does not get to read. */
export function PrivacySettings() {
	const { t } = useTranslation();
	const { preferences, change, failed } = usePreferences();
	return (
		<>
			<Tick
				checked={preferences.hidePreviews}
				onChange={(hidePreviews) => change({ hidePreviews })}
				testId="hide-previews"
			>
				{t("settings.hidePreviews")}
				<span className="block text-small text-text-2">{t("settings.hidePreviewsHint")}</span>
			</Tick>
			<Tick
				checked={preferences.blurUnfocused}
				onChange={(blurUnfocused) => change({ blurUnfocused })}
				testId="blur-unfocused"
			>
				{t("settings.blurUnfocused")}
				<span className="block text-small text-text-2">{t("settings.blurUnfocusedHint")}</span>
			</Tick>
			<SaveFailed failed={failed} />
			<KeptSettings />
			<PolicySettings />
		</>
	);
}
