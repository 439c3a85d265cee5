import { Languages, Moon, Sun } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useThemeShown } from "@/shared/hooks/appearance";
import { Hint } from "@/shared/ui/Hint";
import { IconButton } from "@/shared/ui/IconButton";
import { usePreferences } from "./usePreferences";

type Props = { size: 32 | 36; side: "right" | "bottom" };

/** From dark to light and back with one click. */
export function ThemeSwitch({ size, side }: Props) {
	const { t } = useTranslation();
	const { preferences, change } = usePreferences();
	const shown = useThemeShown(preferences.theme);
	const other = shown === "dark" ? "light" : "dark";
	const label = t("nav.theme", { theme: t(other === "dark" ? "nav.themeDark" : "nav.themeLight") });
	return (
		<Hint text={label} side={side}>
			<IconButton
				label={label}
				size={size}
				data-testid="theme-toggle"
				onClick={() => change({ theme: other })}
			>
				{shown === "dark" ? <Sun size={18} /> : <Moon size={18} />}
			</IconButton>
		</Hint>
	);
}

/** Says in the other language what it does, for those who cannot read this one. */
export function LanguageSwitch({ size, side }: Props) {
	const { t } = useTranslation();
	const { preferences, change } = usePreferences();
	const label = t("nav.languageSwitch");
	return (
		<Hint text={label} side={side}>
			<IconButton
				label={label}
				size={size}
				data-testid="language-toggle"
				onClick={() => change({ language: preferences.language === "en" ? "zh-CN" : "en" })}
			>
				<Languages size={18} />
			</IconButton>
		</Hint>
	);
}
