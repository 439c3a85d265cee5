import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/**
 * The desktop shell freezes the page's prototypes (`freezePrototype`), so that no script can change what others use. Then a
 * plain object cannot be given a `constructor` by assignment, and that is what ECharts does to its two mocks while it is
 * loaded. Without a prototype they can be given anything.
 */
function echartsOnFrozenPrototypes(): Plugin {
	const mock = /var (ecModelMock|apiMock) = \{\};/g;
	return {
		name: "echarts-on-frozen-prototypes",
		transform: {
			filter: { id: /echarts\/lib\/core\/Scheduler\.js$/ },
			handler(code) {
				if (code.match(mock)?.length !== 2) throw new Error("ECharts has changed; look at what this was for");
				return { code: code.replace(mock, "var $1 = Object.create(null);"), map: null };
			},
		},
	};
}

export default defineConfig({
	plugins: [react(), tailwindcss(), echartsOnFrozenPrototypes()],
	resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
	// The desktop shell looks for the development server at this very port.
	server: { port: 5173, strictPort: true },
	clearScreen: false,
	build: {
		target: ["es2022", "safari16.4"],
		// The page's policy allows no inline script and no data: font; images may be inlined.
		modulePreload: { polyfill: false },
		chunkSizeWarningLimit: 900,
	},
	test: {
		environment: "happy-dom",
		include: ["src/**/*.test.{ts,tsx}"],
		restoreMocks: true,
		env: { TZ: "Asia/Shanghai" },
		// For what hangs, and far beyond what anything takes on a busy machine.
		testTimeout: 60_000,
	},
});
