import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Preferences } from "@/bindings";
import { SignIn } from "@/features/session/SignIn";
import { LanguageSwitch, ThemeSwitch } from "@/features/settings/Switches";
import { themeAtStart, useApplyDensity, useApplyTheme } from "@/shared/hooks/appearance";
import { keep } from "@/shared/hooks/kept";
import { endAdding, refreshDesk, useAccountMoves, useDesk, useDeskStore } from "@/shared/host";
import { speak } from "@/shared/i18n";
import { PrivacyScreen } from "./PrivacyScreen";
import { Answers } from "./Providers";
import { Shell } from "./Shell";
import { StartFailed, Starting } from "./Starting";
import { useZoom } from "./useZoom";

/** The window: starting, signing in, or at work. */
export function App() {
	const known = useDeskStore((store) => store.desk !== null);
	const failure = useDeskStore((store) => store.failure);
	const preferences = useDeskStore((store) => store.desk?.preferences ?? null);
	usePreferredLook(preferences);

	useEffect(() => {
		void refreshDesk();
	}, []);

	if (failure !== null && !known) return <StartFailed error={failure} onRetry={() => void refreshDesk()} />;
	return known ? <Window /> : <Starting />;
}

function Window() {
	const account = useDesk((desk) => desk.account);
	const adding = useAccountMoves((moves) => moves.adding !== null);
	const coming = useAccountMoves((moves) => moves.coming);
	useEffect(() => {
		if (account === null) endAdding();
	}, [account]);
	if (account !== null && !adding) {
		return (
			<>
				{/* Only the account that goes is shut: the one that comes takes clicks from its first moment. */}
				<div inert={coming !== null && coming !== account.id} className="h-full">
					<Answers key={account.id}>
						<Shell account={account.id} />
					</Answers>
				</div>
				<PrivacyScreen />
			</>
		);
	}
	return (
		<SignIn
			{...(account !== null && { onBack: endAdding })}
			corner={
				<>
					<LanguageSwitch size={32} side="bottom" />
					<ThemeSwitch size={32} side="bottom" />
				</>
			}
		/>
	);
}

function usePreferredLook(preferences: Preferences | null) {
	const { t, i18n } = useTranslation();
	useApplyTheme(preferences?.theme ?? themeAtStart());
	useApplyDensity(preferences?.density ?? "standard");
	useZoom(preferences);
	const language = preferences?.language;
	useEffect(() => {
		if (language === undefined) return;
		keep("language", language);
		void speak(language);
	}, [language]);
	// biome-ignore lint/correctness/useExhaustiveDependencies: the title follows the language.
	useEffect(() => {
		document.title = t("app.name");
	}, [i18n.language, t]);
}
