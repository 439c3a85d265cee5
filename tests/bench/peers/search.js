// Search as a peer has it: `node search.js WHICH DATABASE TEXTS`. Builds its database once, then answers lines
// {"text": …} with the newest fifty messages, as a window would show them, and the microseconds it took.
//
// All of them: WAL, a page cache of 64 MB, prepared statements, message ids that rise with time.
"use strict";
const fs = require("node:fs");
const readline = require("node:readline");

const [, , which, file, texts] = process.argv;
const LIMIT = 50;

// A token for each Han character and digit, Latin words whole: what can be done with FTS5's own tokenizers from
// JavaScript, by writing blanks between the characters.
const HAN_OR_DIGIT = /\p{Script=Han}|\p{Nd}/gu;
const spaced = (text) => text.toLowerCase().replace(HAN_OR_DIGIT, " $& ");
const phrase = (text) => {
	const words = spaced(text).trim().replace(/"/g, "").split(/\s+/);
	return `"${words.join(" ")}"${/[a-z]$/.test(text) ? "*" : ""}`;
};
const like = (text) => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

const PEERS = {
	// Built into SQLite. It cannot answer with fewer than three characters: LIKE on the same table then reads every text.
	trigram: {
		open: plain,
		schema: `CREATE VIRTUAL TABLE found USING fts5 (text, content = 'messages', content_rowid = 'id', tokenize = 'trigram')`,
		insert: "INSERT INTO found (rowid, text) VALUES (?, ?)",
		indexed: (text) => text,
		prepare(db) {
			const byIndex = db.prepare(`SELECT messages.id, messages.text, messages.at, chats.name FROM found
				CROSS JOIN messages ON messages.id = found.rowid CROSS JOIN chats ON chats.id = messages.chat
				WHERE found MATCH ? ORDER BY found.rowid DESC LIMIT ${LIMIT}`);
			const byReading = db.prepare(`SELECT messages.id, messages.text, messages.at, chats.name FROM messages
				CROSS JOIN chats ON chats.id = messages.chat
				WHERE messages.text LIKE ? ESCAPE '\\' ORDER BY messages.id DESC LIMIT ${LIMIT}`);
			return (text) =>
				[...text].length < 3 ? byReading.all(like(text)) : byIndex.all(`"${text.replace(/"/g, '""')}"`);
		},
	},
	unigram: {
		open: plain,
		schema: `CREATE VIRTUAL TABLE found USING fts5 (text, content = '', tokenize = 'unicode61', prefix = '2 3')`,
		insert: "INSERT INTO found (rowid, text) VALUES (?, ?)",
		indexed: spaced,
		prepare(db) {
			const statement = db.prepare(`SELECT messages.id, messages.text, messages.at, chats.name FROM found
				CROSS JOIN messages ON messages.id = found.rowid CROSS JOIN chats ON chats.id = messages.chat
				WHERE found MATCH ? ORDER BY found.rowid DESC LIMIT ${LIMIT}`);
			return (text) => statement.all(phrase(text));
		},
	},
	like: {
		open: plain,
		prepare(db) {
			const statement = db.prepare(`SELECT messages.id, messages.text, messages.at, chats.name FROM messages
				CROSS JOIN chats ON chats.id = messages.chat
				WHERE messages.text LIKE ? ESCAPE '\\' ORDER BY messages.id DESC LIMIT ${LIMIT}`);
			return (text) => statement.all(like(text));
		},
	},
	// As Signal Desktop searches: its tokenizer, every hit into a temporary table, then the newest of them. Encrypted.
	signal: {
		open() {
			const { default: Database } = require("@signalapp/sqlcipher");
			const db = new Database(file);
			db.pragma(`key = "x'${"0f".repeat(32)}'"`);
			db.initTokenizer?.();
			return db;
		},
		schema: `CREATE VIRTUAL TABLE found USING fts5 (text, tokenize = 'signal_tokenizer')`,
		insert: "INSERT INTO found (rowid, text) VALUES (?, ?)",
		indexed: (text) => text,
		prepare(db) {
			db.exec("CREATE TEMP TABLE tmp_results (id INTEGER PRIMARY KEY)");
			const collect = db.prepare("INSERT INTO tmp_results SELECT rowid FROM found WHERE text MATCH ?");
			const show = db.prepare(`SELECT messages.id, messages.text, messages.at, chats.name FROM tmp_results
				INNER JOIN messages ON messages.id = tmp_results.id INNER JOIN chats ON chats.id = messages.chat
				ORDER BY messages.at DESC LIMIT ${LIMIT}`);
			const forget = db.prepare("DELETE FROM tmp_results");
			return (text) => {
				const words = db.signalTokenize(text).map((word) => `"${word}"`).join(" + ");
				collect.run([`${words}*`]);
				const rows = show.all([]);
				forget.run([]);
				return rows;
			};
		},
	},
};

function plain() {
	const Database = require("better-sqlite3");
	return new Database(file);
}

async function build(peer) {
	const db = peer.open();
	db.pragma("journal_mode = WAL");
	db.pragma("synchronous = OFF");
	db.exec(`CREATE TABLE chats (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
		CREATE TABLE messages (id INTEGER PRIMARY KEY, chat INTEGER NOT NULL, at INTEGER NOT NULL, text TEXT NOT NULL);
		CREATE INDEX messages_by_time ON messages (at); ${peer.schema ?? ""}`);
	const message = db.prepare("INSERT INTO messages (id, chat, at, text) VALUES (?, ?, ?, ?)");
	const chat = db.prepare("INSERT OR IGNORE INTO chats (id, name) VALUES (?, ?)");
	const index = peer.insert && db.prepare(peer.insert);
	let waiting = 0;
	db.exec("BEGIN");
	for await (const line of readline.createInterface({ input: fs.createReadStream(texts) })) {
		const [number, inChat, at, text] = JSON.parse(line);
		message.run([number, inChat, at, text]);
		chat.run([inChat, `客户${inChat}`]);
		index?.run([number, peer.indexed(text)]);
		if (++waiting % 10000 === 0) db.exec("COMMIT; BEGIN");
	}
	db.exec("COMMIT");
	if (peer.schema) db.exec("INSERT INTO found (found) VALUES ('optimize')");
	db.close();
	fs.writeFileSync(`${file}.whole`, "");
}

async function main() {
	const peer = PEERS[which];
	if (!fs.existsSync(`${file}.whole`)) {
		for (const left of [file, `${file}-wal`, `${file}-shm`]) fs.rmSync(left, { force: true });
		await build(peer);
	}
	const db = peer.open();
	db.pragma("cache_size = -65536");
	const search = peer.prepare(db);
	const { rows } = db.prepare("SELECT count(*) AS rows FROM messages").get();
	console.log(JSON.stringify({ rows }));
	for await (const line of readline.createInterface({ input: process.stdin })) {
		const { text } = JSON.parse(line);
		const began = process.hrtime.bigint();
		const found = search(text);
		const us = Number(process.hrtime.bigint() - began) / 1000;
		console.log(JSON.stringify({ us, numbers: found.map((row) => row.id) }));
	}
	db.close();
}

main().catch((error) => {
	console.log(JSON.stringify({ error: String(error.stack) }));
	process.exitCode = 1;
});
