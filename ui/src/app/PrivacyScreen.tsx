import { useTranslation } from "react-i18next";
import { useWindowFocus } from "@/shared/hooks/useWindowFocus";
import { useDesk } from "@/shared/host";
import { Brand } from "@/shared/ui/Brand";

/** Covers everything while somebody works in another window, if that was chosen. The first click only comes back. */
export function PrivacyScreen() {
	const { t } = useTranslation();
	const wanted = useDesk((desk) => desk.preferences.blurUnfocused);
	const focused = useWindowFocus();
	if (!wanted || focused) return null;
	return (
		<div
			data-testid="privacy-screen"
			className="fixed inset-0 z-60 flex flex-col items-center justify-center gap-3 bg-surface-0/85 text-base text-text-2 backdrop-blur-xl"
		>
			<Brand size={40} />
			{t("settings.screen")}
		</div>
	);
}
