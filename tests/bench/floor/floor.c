/*
 * The floor: SQLite alone, as a C program would use it. Whatever a product does on top costs more than this.
 *
 *   floor ingest DATABASE KEY SCHEMA ROWS   reads a number from each line of its input, and writes as many messages of
 *                                           ROWS, one prepared statement for each table, a thousand in a transaction
 *   floor query DATABASE KEY SQL            runs one prepared statement with the values of each line, reading every column
 *   floor commit DATABASE KEY               writes one row in a transaction of its own for each line
 *
 * It answers each line with a JSON object. KEY is a raw key in hexadecimal digits, or empty for a plain file.
 */
#include "sqlite3.h"
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BATCH = 1000, STATEMENTS = 3 };

static sqlite3 *db;

static void fail(const char *what) {
	printf("{\"error\":\"%s: %s\"}\n", what, db ? sqlite3_errmsg(db) : "no database");
	exit(1);
}

static void run(const char *sql) {
	if (sqlite3_exec(db, sql, 0, 0, 0) != SQLITE_OK) fail(sql);
}

static double now_us(clockid_t clock) {
	struct timespec time;
	clock_gettime(clock, &time);
	return time.tv_sec * 1e6 + time.tv_nsec / 1e3;
}

static char *whole(const char *path, size_t *size) {
	FILE *file = fopen(path, "rb");
	if (!file) fail(path);
	fseek(file, 0, SEEK_END);
	*size = (size_t)ftell(file);
	rewind(file);
	char *bytes = malloc(*size + 1);
	if (!bytes || fread(bytes, 1, *size, file) != *size) fail(path);
	bytes[*size] = 0;
	fclose(file);
	return bytes;
}

static sqlite3_stmt *prepared(const char *sql) {
	sqlite3_stmt *statement = 0;
	if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, 0) != SQLITE_OK) fail(sql);
	return statement;
}

/* A value is a letter for its kind, and for i eight bytes, for t four bytes of length and the text. */
static const char *bind(sqlite3_stmt *statement, int place, const char *at) {
	switch (*at++) {
	case 'i': {
		int64_t value;
		memcpy(&value, at, 8);
		sqlite3_bind_int64(statement, place, value);
		return at + 8;
	}
	case 't': {
		uint32_t length;
		memcpy(&length, at, 4);
		sqlite3_bind_text(statement, place, at + 4, (int)length, SQLITE_STATIC);
		return at + 4 + length;
	}
	default:
		sqlite3_bind_null(statement, place);
		return at;
	}
}

static void ingest(const char *schema_file, const char *rows_file) {
	static const char *const SQL[STATEMENTS] = {
		"INSERT INTO messages (id, chat, message_id, timestamp, svr_order, msg_svr_id, direction, origin, send_status, "
		"assignee, sender_id, sender_name, sender_avatar_url, text, content_json, mentions_robot, raw) "
		"VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		"INSERT INTO search_rows (key, message, chat) VALUES (?, ?, ?)",
		"INSERT INTO search_text (rowid, words) VALUES (?, ?)",
	};
	size_t size;
	char *schema = whole(schema_file, &size);
	run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -32768;"
	    "PRAGMA temp_store = MEMORY");
	run(schema);
	const char *at = whole(rows_file, &size), *end = at + size;
	sqlite3_stmt *statements[STATEMENTS];
	for (int nth = 0; nth < STATEMENTS; nth++) statements[nth] = prepared(SQL[nth]);
	char line[64];
	while (fgets(line, sizeof line, stdin)) {
		long wanted = atol(line), written = 0;
		double cpu = now_us(CLOCK_PROCESS_CPUTIME_ID), wall = now_us(CLOCK_MONOTONIC);
		run("BEGIN IMMEDIATE");
		while (written < wanted && at < end) {
			for (int nth = 0; nth < STATEMENTS; nth++) {
				int values = sqlite3_bind_parameter_count(statements[nth]);
				for (int place = 1; place <= values; place++) at = bind(statements[nth], place, at);
				if (sqlite3_step(statements[nth]) != SQLITE_DONE) fail(SQL[nth]);
				sqlite3_reset(statements[nth]);
			}
			if (++written % BATCH == 0) run("COMMIT; BEGIN IMMEDIATE");
		}
		run("COMMIT");
		printf("{\"written\":%ld,\"cpuUs\":%.1f,\"wallUs\":%.1f}\n", written, now_us(CLOCK_PROCESS_CPUTIME_ID) - cpu,
		       now_us(CLOCK_MONOTONIC) - wall);
		fflush(stdout);
	}
	for (int nth = 0; nth < STATEMENTS; nth++) sqlite3_finalize(statements[nth]);
}

/* The values of a line are separated by tabs, each with its kind in front. */
static void query(const char *sql) {
	static char line[65536];
	sqlite3_stmt *statement = prepared(sql);
	while (fgets(line, sizeof line, stdin)) {
		int place = 1;
		for (char *value = strtok(line, "\t\n"); value; value = strtok(0, "\t\n")) {
			if (*value == 'i') sqlite3_bind_int64(statement, place++, atoll(value + 1));
			else sqlite3_bind_text(statement, place++, value + 1, -1, SQLITE_TRANSIENT);
		}
		double wall = now_us(CLOCK_MONOTONIC);
		long rows = 0, bytes = 0;
		int step;
		while ((step = sqlite3_step(statement)) == SQLITE_ROW) {
			rows++;
			for (int column = 0; column < sqlite3_column_count(statement); column++) {
				if (sqlite3_column_text(statement, column)) bytes += sqlite3_column_bytes(statement, column);
			}
		}
		if (step != SQLITE_DONE) fail(sql);
		sqlite3_reset(statement);
		printf("{\"rows\":%ld,\"bytes\":%ld,\"wallUs\":%.1f}\n", rows, bytes, now_us(CLOCK_MONOTONIC) - wall);
		fflush(stdout);
	}
	sqlite3_finalize(statement);
}

/* One small transaction for each line, as safe against a loss of power as the product's. */
static void commit(void) {
	char line[64];
	run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE said (id INTEGER PRIMARY KEY, text TEXT)");
	sqlite3_stmt *statement = prepared("INSERT INTO said (text) VALUES (printf('%.*c', 1024, 'x'))");
	while (fgets(line, sizeof line, stdin)) {
		double wall = now_us(CLOCK_MONOTONIC);
		if (sqlite3_step(statement) != SQLITE_DONE) fail("insert");
		sqlite3_reset(statement);
		printf("{\"wallUs\":%.1f}\n", now_us(CLOCK_MONOTONIC) - wall);
		fflush(stdout);
	}
	sqlite3_finalize(statement);
}

int main(int count, char **arguments) {
	if (count < 4 || sqlite3_open(arguments[2], &db) != SQLITE_OK) fail("open");
	if (*arguments[3]) {
		char key[128];
		snprintf(key, sizeof key, "PRAGMA key = \"x'%s'\"", arguments[3]);
		run(key);
	}
	if (!strcmp(arguments[1], "ingest") && count == 6) ingest(arguments[4], arguments[5]);
	else if (!strcmp(arguments[1], "query") && count == 5) query(arguments[4]);
	else if (!strcmp(arguments[1], "commit")) commit();
	else fail("arguments");
	return sqlite3_close(db) == SQLITE_OK ? 0 : 1;
}
