-- What the console alone remembers of chats, and the words it keeps ready. With row ids, because those are the tables that can
-- be read from a damaged file.
PRAGMA user_version = 5;

-- How a person arranged the list. hidden_after and snoozed_after are the time of the chat's newest message when the mark
-- was set: a message after it brings the chat back, history that is read late does not.
CREATE TABLE chat_marks (
    robot_key TEXT NOT NULL,
    chat_user TEXT NOT NULL,
    is_pinned INTEGER NOT NULL DEFAULT 0 CHECK (is_pinned IN (0, 1)),
    is_muted INTEGER NOT NULL DEFAULT 0 CHECK (is_muted IN (0, 1)),
    has_unread_mark INTEGER NOT NULL DEFAULT 0 CHECK (has_unread_mark IN (0, 1)),
    hidden_after INTEGER,
    snoozed_until INTEGER,
    snoozed_after INTEGER CHECK ((snoozed_after IS NOT NULL) = (snoozed_until IS NOT NULL)),
    PRIMARY KEY (robot_key, chat_user)
) STRICT;
CREATE INDEX chat_marks_snoozed ON chat_marks (snoozed_until) WHERE snoozed_until IS NOT NULL;

-- Whether a message names the robot with @, and the few that do.
ALTER TABLE messages ADD COLUMN mentions_robot INTEGER NOT NULL DEFAULT 0 CHECK (mentions_robot IN (0, 1));
CREATE INDEX messages_mentioning ON messages (chat, timestamp, svr_order, message_id)
    WHERE mentions_robot = 1 AND direction = 'in';
-- How many incoming messages there are from the newest one that names the robot to the end. It is unread as long as the
-- platform counts at least as many unread; so reading clears it without a write of its own. None if there is no such
-- message, or it is further back than anybody leaves unread.
ALTER TABLE chats ADD COLUMN mention_depth INTEGER;

CREATE TABLE quick_replies (
    id TEXT NOT NULL PRIMARY KEY,
    group_name TEXT NOT NULL DEFAULT '',
    code TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL DEFAULT '',
    content_json TEXT NOT NULL,
    used_at INTEGER,
    uses INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Private notes of a customer or group of one robot: never sent.
CREATE TABLE notes (
    id TEXT NOT NULL PRIMARY KEY,
    robot_key TEXT NOT NULL,
    chat_user TEXT NOT NULL,
    text TEXT NOT NULL CHECK (text <> ''),
    written_at INTEGER NOT NULL,
    written_by TEXT NOT NULL
) STRICT;
CREATE INDEX notes_by_chat ON notes (robot_key, chat_user, written_at);

-- The list shows remarks. Few customers have one, so that the list finds them without reading the others.
CREATE INDEX customers_with_remark ON customers (robot_key, customer_id, remark) WHERE remark IS NOT NULL;
