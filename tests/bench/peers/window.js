// The peer of the window: the Node half of what a team on Electron would build.
// `node window.js DATABASE CHATS MESSAGES [PLATFORM TOKEN]`
//
// It has the chats in better-sqlite3 and serves them to the page over a server of this machine; of a platform it hands on each
// event over a WebSocket as it comes. A line of its input is an order for the page that is shown, whose answer is a line of
// its output.
"use strict";
const fs = require("node:fs");
const http = require("node:http");
const path = require("node:path");
const readline = require("node:readline");
const Database = require("better-sqlite3");
const { io } = require("socket.io-client");
const { WebSocketServer } = require("ws");

const [, , file, chats, messages, platform, token] = process.argv;
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8" };
const WORDS = ["你好，昨天下的单还没有发货", "请问这件有现货吗？M码的", "好的", "收到的杯子有一道裂缝，可以换一个吗？"];

const isNew = !fs.existsSync(file);
const db = new Database(file);
db.pragma("journal_mode = WAL");
if (isNew) {
	db.exec(`
		CREATE TABLE chats (id TEXT PRIMARY KEY, name TEXT, unread INTEGER, preview TEXT, last_active INTEGER) WITHOUT ROWID;
		CREATE INDEX chats_by_time ON chats (last_active);
		CREATE TABLE messages (id INTEGER PRIMARY KEY, chat_id TEXT NOT NULL, timestamp INTEGER NOT NULL, text TEXT NOT NULL);
		CREATE INDEX messages_in_thread ON messages (chat_id, timestamp);
	`);
	const chat = db.prepare("INSERT INTO chats VALUES (?, ?, ?, ?, ?)");
	const message = db.prepare("INSERT INTO messages (chat_id, timestamp, text) VALUES (?, ?, ?)");
	db.transaction(() => {
		for (let at = 0; at < Number(chats); at++)
			chat.run(`S:${at}`, `王小明${at}`, at % 4, WORDS[at % WORDS.length], 1700000000000 + at * 1017);
		for (let at = 0; at < Number(messages); at++)
			message.run(`S:${at % Number(chats)}`, 1700000000000 + at * 1017, WORDS[at % WORDS.length]);
	})();
}
const list = db.prepare("SELECT id, name, unread, preview, last_active AS lastActive FROM chats ORDER BY last_active DESC");

const server = http.createServer((request, response) => {
	const { pathname } = new URL(request.url, "http://localhost");
	if (pathname === "/chats") {
		response.setHeader("content-type", "application/json");
		response.end(JSON.stringify(list.all()));
		return;
	}
	const name = path.join(__dirname, "page", path.basename(pathname));
	fs.readFile(name, (error, text) => {
		response.statusCode = error ? 404 : 200;
		response.setHeader("content-type", TYPES[path.extname(name)] ?? "text/plain");
		response.end(text);
	});
});

const pages = new WebSocketServer({ server });
pages.on("connection", (page) => {
	page.on("message", (said) => console.log(String(said)));
});

const tellPages = (what) => {
	const text = JSON.stringify(what);
	for (const page of pages.clients) page.send(text);
};

if (platform !== undefined) {
	const socket = io(`${platform}/imchat`, { transports: ["websocket"], query: { token } });
	socket.on("message", (it) => tellPages({ name: "message", it }));
	socket.on("chat", (it) => tellPages({ name: "chat", it }));
	socket.on("connect_error", (error) => console.log(JSON.stringify({ error: String(error) })));
}

server.listen(0, "127.0.0.1", () => console.log(JSON.stringify({ port: server.address().port })));
const orders = readline.createInterface({ input: process.stdin });
orders.on("line", (line) => tellPages(JSON.parse(line)));
orders.on("close", () => process.exit(0));
