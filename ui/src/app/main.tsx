import "@/shared/tokens/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { applyThemeNow, languageAtStart, themeAtStart } from "@/shared/hooks/appearance";
import { startWords } from "@/shared/i18n";
import { App } from "./App";
import { Providers } from "./Providers";

async function start() {
	applyThemeNow(themeAtStart());
	await startWords(languageAtStart());
	// In a plain browser there is no engine: development gets a stand-in with something to look at.
	if (import.meta.env.DEV && !("__TAURI_INTERNALS__" in window)) {
		const { startFakeHost } = await import("@/shared/host/fake");
		startFakeHost();
	}
	const root = document.getElementById("root");
	if (!root) throw new Error("the page has no #root");
	createRoot(root).render(
		<StrictMode>
			<Providers>
				<App />
			</Providers>
		</StrictMode>,
	);
}

void start();
