import { useEffect, useSyncExternalStore } from "react";
import type { Density, Language, Theme } from "@/bindings";
import { keep, readKept } from "./kept";

const DARK = "(prefers-color-scheme: dark)";

/** The theme a preference comes to on this machine now. */
function themeShown(theme: Theme, systemIsDark: boolean): "light" | "dark" {
	return theme === "system" ? (systemIsDark ? "dark" : "light") : theme;
}

function isTheme(text: string | null): text is Theme {
	return text === "system" || text === "light" || text === "dark";
}

/** Before the engine has answered: what was shown last, so that the window does not flash. */
export function themeAtStart(): Theme {
	const kept = readKept("theme");
	return isTheme(kept) ? kept : "system";
}

export function languageAtStart(): Language {
	const kept = readKept("language") ?? navigator.language;
	return kept.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
}

function subscribe(listener: () => void) {
	const query = matchMedia(DARK);
	query.addEventListener("change", listener);
	return () => query.removeEventListener("change", listener);
}

export function useThemeShown(theme: Theme): "light" | "dark" {
	const systemIsDark = useSyncExternalStore(subscribe, () => matchMedia(DARK).matches);
	return themeShown(theme, systemIsDark);
}

/** Puts the theme on the page and follows the system where that is the choice. */
export function useApplyTheme(theme: Theme): void {
	const shown = useThemeShown(theme);
	useEffect(() => {
		document.documentElement.dataset.theme = shown;
		keep("theme", theme);
	}, [shown, theme]);
}

/** Puts the size of the writing on the page; the tokens know the sizes. */
export function useApplyDensity(density: Density): void {
	useEffect(() => {
		document.documentElement.dataset.density = density;
	}, [density]);
}

/** At once, before the first paint. */
export function applyThemeNow(theme: Theme): void {
	document.documentElement.dataset.theme = themeShown(theme, matchMedia(DARK).matches);
}
