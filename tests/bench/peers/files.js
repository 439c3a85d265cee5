// The console's own page in Chromium. `node files.js FOLDER`
//
// Serves the folder of a built page, with the scripts that measure in it.
"use strict";
const fs = require("node:fs");
const http = require("node:http");
const path = require("node:path");
const readline = require("node:readline");
const { WebSocketServer } = require("ws");

const [, , folder] = process.argv;
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
const SCRIPTS = '<script src="/scroll.js"></script><script src="/live.js"></script><script>live(() => {});</script>';

const server = http.createServer((request, response) => {
	const { pathname } = new URL(request.url, "http://localhost");
	const own = ["/scroll.js", "/live.js"].includes(pathname);
	const name = path.join(own ? path.join(__dirname, "page") : folder, pathname === "/" ? "index.html" : path.normalize(pathname));
	fs.readFile(name, (error, text) => {
		response.statusCode = error ? 404 : 200;
		response.setHeader("content-type", TYPES[path.extname(name)] ?? "application/octet-stream");
		response.end(pathname === "/" && !error ? String(text).replace("</body>", `${SCRIPTS}</body>`) : text);
	});
});
const pages = new WebSocketServer({ server });
pages.on("connection", (page) => page.on("message", (said) => console.log(String(said))));
server.listen(0, "127.0.0.1", () => console.log(JSON.stringify({ port: server.address().port })));

const orders = readline.createInterface({ input: process.stdin });
orders.on("line", (line) => {
	for (const page of pages.clients) page.send(line);
});
orders.on("close", () => process.exit(0));
