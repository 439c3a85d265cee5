import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
	plugins: [react(), tailwindcss()],
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
	},
});
