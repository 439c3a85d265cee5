import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import type { Language } from "@/bindings";
import { en } from "./en";
import { zhCN } from "./zh-CN";

declare module "i18next" {
	interface CustomTypeOptions {
		defaultNS: "translation";
		resources: { translation: typeof zhCN };
	}
}

/** Starts the words. React escapes what it shows, so the words need not. */
export function startWords(language: Language) {
	return i18next.use(initReactI18next).init({
		lng: language,
		fallbackLng: "zh-CN",
		resources: { "zh-CN": { translation: zhCN }, en: { translation: en } },
		interpolation: { escapeValue: false },
		returnNull: false,
		initAsync: false,
		showSupportNotice: false,
	});
}

export async function speak(language: Language): Promise<void> {
	document.documentElement.lang = language;
	if (i18next.language !== language) await i18next.changeLanguage(language);
}
