-- Quality: rules, what they found, random samples, and scores. Only this console knows them, so they have row ids, like
-- everything that is read from a damaged file. No two tables have the same shape, for that is what their rows are told
-- apart by where the schema is lost.
PRAGMA user_version = 8;

CREATE TABLE quality_rules (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    check_json TEXT NOT NULL,
    scope TEXT CHECK (scope IN ('single', 'group')),
    is_on INTEGER NOT NULL CHECK (is_on IN (0, 1)),
    created_at INTEGER NOT NULL
) STRICT;

-- A message that a rule found. rule_name is repeated for what is left when the rule is gone.
CREATE TABLE quality_flags (
    id TEXT NOT NULL PRIMARY KEY,
    rule TEXT NOT NULL,
    rule_name TEXT NOT NULL,
    robot_key TEXT NOT NULL,
    chat_user TEXT NOT NULL,
    message_id TEXT NOT NULL,
    message_at INTEGER NOT NULL,
    agent TEXT NOT NULL,
    found TEXT NOT NULL DEFAULT '',
    wait_ms INTEGER,
    status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'confirmed', 'dismissed', 'resolved')),
    UNIQUE (rule, robot_key, chat_user, message_id)
) STRICT;
CREATE INDEX quality_flags_by_time ON quality_flags (message_at, id);
CREATE INDEX quality_flags_by_chat ON quality_flags (robot_key, chat_user, message_at);
CREATE INDEX quality_flags_open ON quality_flags (robot_key, chat_user) WHERE status = 'open';

-- What people decided about a flag, in the order they did.
CREATE TABLE quality_decisions (
    sequence INTEGER NOT NULL PRIMARY KEY,
    flag TEXT NOT NULL,
    decided_at INTEGER NOT NULL,
    decided_by TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('open', 'confirmed', 'dismissed', 'resolved')),
    note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX quality_decisions_by_flag ON quality_decisions (flag, sequence);

CREATE TABLE quality_samples (
    id TEXT NOT NULL PRIMARY KEY,
    request_json TEXT NOT NULL,
    drawn_at INTEGER NOT NULL
) STRICT;

CREATE TABLE quality_sampled (
    sequence INTEGER NOT NULL PRIMARY KEY,
    sample TEXT NOT NULL,
    agent TEXT NOT NULL,
    robot_key TEXT NOT NULL,
    chat_user TEXT NOT NULL,
    begin_id TEXT NOT NULL,
    UNIQUE (sample, agent, robot_key, chat_user)
) STRICT;

CREATE TABLE quality_cards (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    items_json TEXT NOT NULL
) STRICT;

-- entry_json is the judgement whole, with the card as it was. sample is empty for one that is of no sample.
CREATE TABLE quality_scores (
    id TEXT NOT NULL PRIMARY KEY,
    sample TEXT NOT NULL DEFAULT '',
    agent TEXT NOT NULL,
    robot_key TEXT NOT NULL,
    chat_user TEXT NOT NULL,
    entry_json TEXT NOT NULL,
    total INTEGER NOT NULL CHECK (total BETWEEN 0 AND 10000),
    scored_at INTEGER NOT NULL,
    scored_by TEXT NOT NULL,
    UNIQUE (sample, agent, robot_key, chat_user)
) STRICT;
CREATE INDEX quality_scores_by_time ON quality_scores (scored_at);

-- How far each rule has read: up to this row of messages or, of a rule about time, of turns. Not a person's own: a cache
-- that is built anew has other row ids, and every rule reads it from the start; what it had found it finds again under the
-- same key.
CREATE TABLE quality_marks (
    rule TEXT NOT NULL PRIMARY KEY,
    up_to INTEGER NOT NULL,
    reads TEXT NOT NULL CHECK (reads IN ('messages', 'turns'))
) STRICT;

-- Messages that say something else by now, or whose send was confirmed after they were passed over. Those before the marks,
-- too: a slice may have been read when one of them changes, and its mark be written after that.
-- A message may also change again while it is read. So every change has a number, and what was read is taken out only
-- under the number it was read with. It is drawn, not counted, because the id of a message that goes may come back.
CREATE TABLE quality_again (
    message INTEGER NOT NULL PRIMARY KEY,
    revision INTEGER NOT NULL
) STRICT;
CREATE TRIGGER quality_changed AFTER UPDATE OF text, send_status, msg_svr_id ON messages
WHEN new.text <> old.text OR new.send_status IS NOT old.send_status OR new.msg_svr_id IS NOT old.msg_svr_id BEGIN
    INSERT INTO quality_again (message, revision)
    SELECT new.id, random() WHERE EXISTS (SELECT 1 FROM quality_rules WHERE is_on = 1)
    ON CONFLICT (message) DO UPDATE SET revision = excluded.revision;
END;
-- The row id of the newest message is given out again when that message goes, as the echo of a send does.
CREATE TRIGGER quality_gone AFTER DELETE ON messages BEGIN
    DELETE FROM quality_again WHERE message = old.id;
    UPDATE quality_marks SET up_to = old.id - 1
    WHERE reads = 'messages' AND up_to >= old.id AND old.id > (SELECT COALESCE(max(id), 0) FROM messages);
END;

-- Conversations are looked through from the newest activity on.
CREATE INDEX chats_by_activity ON chats (last_timestamp, id);
