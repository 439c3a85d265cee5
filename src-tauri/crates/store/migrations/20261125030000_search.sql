-- The index of words: every message that has some, findable without the network.
PRAGMA user_version = 6;

-- Tokens only, no texts: those are in messages, and every hit is checked against them. The tokens are made in Rust and come
-- with blanks between them. rowid is search_rows.key.
CREATE VIRTUAL TABLE search_text USING fts5 (
    words, content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '2 3'
);

-- The key follows the messages' time, whenever they were read, so that the newest hits are a walk along the index.
CREATE TABLE search_rows (
    key INTEGER NOT NULL PRIMARY KEY,
    message INTEGER NOT NULL UNIQUE,
    chat INTEGER NOT NULL
) STRICT;

-- Messages of this transaction whose words are not in the index yet. Making tokens is not for SQL; remembering that they
-- have to be made is, so that no statement can forget it. The conflict clause of the statement that fires a trigger takes the
-- place of the trigger's own, so that INSERT OR IGNORE would fail here under an upsert.
CREATE TABLE search_pending (
    message INTEGER NOT NULL PRIMARY KEY
) STRICT;
CREATE TRIGGER search_new AFTER INSERT ON messages WHEN new.text <> '' BEGIN
    INSERT INTO search_pending (message) SELECT new.id WHERE new.id NOT IN (SELECT message FROM search_pending);
END;
CREATE TRIGGER search_changed AFTER UPDATE OF text, timestamp ON messages
WHEN new.text <> old.text OR new.timestamp <> old.timestamp BEGIN
    INSERT INTO search_pending (message) SELECT new.id WHERE new.id NOT IN (SELECT message FROM search_pending);
END;
CREATE TRIGGER search_gone AFTER DELETE ON messages BEGIN
    DELETE FROM search_text WHERE rowid IN (SELECT key FROM search_rows WHERE message = old.id);
    DELETE FROM search_rows WHERE message = old.id;
    DELETE FROM search_pending WHERE message = old.id;
END;

-- One row: which tokens the index has, and below which row of messages it is not built yet. Version 0 never was, so that
-- what is in the cache already is indexed behind the work.
CREATE TABLE search_state (
    slot INTEGER NOT NULL PRIMARY KEY DEFAULT 1 CHECK (slot = 1),
    version INTEGER NOT NULL,
    built_from INTEGER NOT NULL
) STRICT;
INSERT INTO search_state (version, built_from) VALUES (0, 0);
