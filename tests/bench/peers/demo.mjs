// Builds the console's page with its stand-in for the engine, as people get the page otherwise. `node demo.mjs UI FOLDER`
import path from "node:path";
import { pathToFileURL } from "node:url";

const [, , ui, folder] = process.argv;
const { build } = await import(pathToFileURL(path.join(ui, "node_modules/vite/dist/node/index.js")).href);
await build({
	root: ui,
	logLevel: "warn",
	define: { "import.meta.env.DEV": "true" },
	build: { outDir: folder, emptyOutDir: true },
});
