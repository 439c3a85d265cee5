// The peer of ingest: what a team on Electron would build. `node ingest.js PLATFORM TOKEN DATABASE`
//
// socket.io-client 4 over WebSocket alone; better-sqlite3 with WAL, synchronous NORMAL, a page cache of 64 MB, prepared
// statements; events are gathered until there are a thousand of them or a tenth of a second has passed, and written in one
// transaction; a trigram index, kept by triggers as SQLite's documentation has it, finds Chinese words.
"use strict";
const readline = require("node:readline");
const { io } = require("socket.io-client");
const Database = require("better-sqlite3");

const [, , platform, token, file] = process.argv;
const BATCH = 1000;
const WAIT_MS = 100;

const db = new Database(file);
db.pragma("journal_mode = WAL");
db.pragma("synchronous = NORMAL");
db.pragma("cache_size = -65536");
db.exec(`
	CREATE TABLE chats (
		id TEXT PRIMARY KEY, name TEXT, unread INTEGER, preview TEXT, last_active INTEGER
	) WITHOUT ROWID;
	CREATE TABLE messages (
		id INTEGER PRIMARY KEY, chat_id TEXT NOT NULL, message_id TEXT NOT NULL, timestamp INTEGER NOT NULL, msg_svr_id TEXT,
		is_self INTEGER NOT NULL, sender_id TEXT, sender_name TEXT, sender_avatar TEXT, text TEXT NOT NULL, raw TEXT NOT NULL,
		UNIQUE (chat_id, message_id)
	);
	CREATE INDEX messages_in_thread ON messages (chat_id, timestamp);
	CREATE VIRTUAL TABLE found USING fts5 (text, content = 'messages', content_rowid = 'id', tokenize = 'trigram');
	CREATE TRIGGER message_found AFTER INSERT ON messages BEGIN
		INSERT INTO found (rowid, text) VALUES (new.id, new.text);
	END;
`);
const insert = db.prepare(`INSERT OR IGNORE INTO messages
	(chat_id, message_id, timestamp, msg_svr_id, is_self, sender_id, sender_name, sender_avatar, text, raw)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
const upsert = db.prepare(`INSERT INTO chats (id, name, unread, preview, last_active) VALUES (?, ?, ?, ?, ?)
	ON CONFLICT (id) DO UPDATE SET name = excluded.name, unread = excluded.unread, preview = excluded.preview,
		last_active = excluded.last_active`);

let waiting = [];
let timer = null;
let stored = 0;
let wanted = Number.POSITIVE_INFINITY;

function tell() {
	if (stored < wanted) return;
	console.log(JSON.stringify({ stored }));
	wanted = Number.POSITIVE_INFINITY;
}

const write = db.transaction((events) => {
	for (const [name, it] of events) {
		if (name === "chat") {
			upsert.run(it.chatId, it.chatName, it.unreadCount, it.pushContent, it.lastMsgActive);
			continue;
		}
		const { from, content } = it;
		const { changes } = insert.run(
			it.chatId, it.messageId, it.timestamp, it.msgSvrID, from.isSelf ? 1 : 0,
			from.contactId, from.nickName, from.headImg, content.content, JSON.stringify(it),
		);
		stored += changes;
	}
});

function flush() {
	clearTimeout(timer);
	timer = null;
	const events = waiting;
	waiting = [];
	write(events);
	tell();
}

function hear(name, it) {
	waiting.push([name, it]);
	if (waiting.length >= BATCH) flush();
	else timer ??= setTimeout(flush, WAIT_MS);
}

async function main() {
	const socket = io(`${platform}/imchat`, { transports: ["websocket"], query: { token } });
	socket.on("message", (it) => hear("message", it));
	socket.on("chat", (it) => hear("chat", it));
	socket.on("connect", () => console.log(JSON.stringify({ ready: true })));
	socket.on("connect_error", (error) => console.log(JSON.stringify({ error: String(error) })));
	for await (const line of readline.createInterface({ input: process.stdin })) {
		wanted = JSON.parse(line).until;
		tell();
	}
	socket.close();
	db.close();
}

main().catch((error) => {
	console.log(JSON.stringify({ error: String(error.stack) }));
	process.exitCode = 1;
});
