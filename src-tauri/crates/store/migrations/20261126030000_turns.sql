-- What is measured: turns, volume, the state of the robots and of the line over time.
PRAGMA user_version = 7;

-- Who wrote an answer (Q32). The first three stand for themselves; the others are whoever a chat was assigned to.
CREATE TABLE answerers (
    id INTEGER NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('console', 'phone', 'unattributed', 'assignee')),
    assignee TEXT NOT NULL DEFAULT '',
    UNIQUE (kind, assignee)
) STRICT;
INSERT INTO answerers (id, kind) VALUES (1, 'console'), (2, 'phone'), (3, 'unattributed');

-- A turn: from a customer's first message after our last answer to our next one. What a question decides (working hours, what
-- is late, which groups count) is not in here, so that changing it needs no counting anew.
-- A turn that is counted anew is a new row, and no id is given twice: rules read turns up to a mark, and find in what lies
-- behind it everything that was counted since.
-- quiet_ms is how long nothing had been said in the chat; NULL before its first message.
CREATE TABLE turns (
    id INTEGER NOT NULL PRIMARY KEY,
    chat INTEGER NOT NULL,
    first_message INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    quiet_ms INTEGER,
    mention INTEGER,
    mentioned_at INTEGER CHECK ((mentioned_at IS NOT NULL) = (mention IS NOT NULL)),
    messages INTEGER NOT NULL,
    answer INTEGER,
    answered_at INTEGER CHECK ((answered_at IS NOT NULL) = (answer IS NOT NULL)),
    answerer INTEGER CHECK ((answerer IS NOT NULL) = (answer IS NOT NULL))
) STRICT;
CREATE TABLE turns_last (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    id INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO turns_last (one, id) VALUES (1, 0);
CREATE INDEX turns_of_chat ON turns (chat, started_at);
-- Everything that the figures of a period need, so that the table itself is not read.
CREATE INDEX turns_by_time ON turns (started_at, chat, quiet_ms, mentioned_at, messages, answered_at, answerer);
-- In groups a turn may count from where the robot was named, which may be a later day.
CREATE INDEX turns_by_mention ON turns (mentioned_at, started_at, chat, quiet_ms, messages, answered_at, answerer)
    WHERE mentioned_at IS NOT NULL;
-- Those nobody has answered, for the rules about time.
CREATE INDEX turns_open ON turns (started_at) WHERE answer IS NULL;

-- How many messages a chat had in a quarter of an hour (of the epoch: every time zone of today is a multiple of it away).
-- answerer 0 is the customer.
CREATE TABLE volume (
    quarter INTEGER NOT NULL,
    chat INTEGER NOT NULL,
    answerer INTEGER NOT NULL,
    messages INTEGER NOT NULL,
    PRIMARY KEY (quarter, chat, answerer)
) STRICT, WITHOUT ROWID;
CREATE INDEX volume_of_chat ON volume (chat, quarter);

-- Up to which time a chat's messages are counted.
CREATE TABLE turns_read (
    chat INTEGER NOT NULL PRIMARY KEY,
    read_to INTEGER NOT NULL
) STRICT;

-- Chats of which something is not counted yet, and from which time on. The triggers remember it, so that no statement that
-- writes messages can forget it; counting is behind the work.
CREATE TABLE turns_pending (
    chat INTEGER NOT NULL PRIMARY KEY,
    since INTEGER NOT NULL
) STRICT;
CREATE TRIGGER turns_new AFTER INSERT ON messages BEGIN
    INSERT INTO turns_pending (chat, since) VALUES (new.chat, new.timestamp)
    ON CONFLICT (chat) DO UPDATE SET since = min(since, excluded.since);
END;
CREATE TRIGGER turns_changed
AFTER UPDATE OF timestamp, svr_order, direction, origin, send_status, assignee, mentions_robot ON messages
WHEN new.timestamp <> old.timestamp
    OR new.svr_order <> old.svr_order
    OR new.direction <> old.direction
    OR new.origin <> old.origin
    OR new.assignee IS NOT old.assignee
    OR new.mentions_robot <> old.mentions_robot
    OR (new.send_status IS 'failed') <> (old.send_status IS 'failed')
BEGIN
    INSERT INTO turns_pending (chat, since) VALUES (new.chat, min(old.timestamp, new.timestamp))
    ON CONFLICT (chat) DO UPDATE SET since = min(since, excluded.since);
END;
CREATE TRIGGER turns_gone AFTER DELETE ON messages BEGIN
    INSERT INTO turns_pending (chat, since) VALUES (old.chat, old.timestamp)
    ON CONFLICT (chat) DO UPDATE SET since = min(since, excluded.since);
END;
-- An answer that failed is no answer, and one that failed may be sent again.
CREATE TRIGGER turns_send_moved AFTER UPDATE OF state ON outbox
WHEN (new.state = 'failed') <> (old.state = 'failed') BEGIN
    INSERT INTO turns_pending (chat, since)
    SELECT messages.chat, messages.timestamp
    FROM chats CROSS JOIN messages ON messages.chat = chats.id AND messages.message_id = new.id
    WHERE chats.robot_key = new.robot_key AND chats.chat_user = new.chat_user
    ON CONFLICT (chat) DO UPDATE SET since = min(since, excluded.since);
END;
CREATE TRIGGER turns_send_gone AFTER DELETE ON outbox WHEN old.state = 'failed' BEGIN
    INSERT INTO turns_pending (chat, since)
    SELECT messages.chat, messages.timestamp
    FROM chats CROSS JOIN messages ON messages.chat = chats.id AND messages.message_id = old.id
    WHERE chats.robot_key = old.robot_key AND chats.chat_user = old.chat_user
    ON CONFLICT (chat) DO UPDATE SET since = min(since, excluded.since);
END;
-- What is in the cache already is counted behind the work.
INSERT INTO turns_pending (chat, since) SELECT id, 0 FROM chats;

-- How a robot fared, by this computer's clock.
CREATE TABLE robot_history (
    id INTEGER NOT NULL PRIMARY KEY,
    robot_key TEXT NOT NULL,
    status TEXT NOT NULL,
    since INTEGER NOT NULL
) STRICT;
CREATE INDEX robot_history_of_robot ON robot_history (robot_key, since);
CREATE TRIGGER robot_appeared AFTER INSERT ON robots BEGIN
    INSERT INTO robot_history (robot_key, status, since)
    VALUES (new.robot_key, new.status, CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;
CREATE TRIGGER robot_moved AFTER UPDATE OF status ON robots WHEN new.status <> old.status BEGIN
    INSERT INTO robot_history (robot_key, status, since)
    VALUES (new.robot_key, new.status, CAST(unixepoch('subsec') * 1000 AS INTEGER));
END;
INSERT INTO robot_history (robot_key, status, since)
SELECT robot_key, status, CAST(unixepoch('subsec') * 1000 AS INTEGER) FROM robots;

-- How the line to the platform fared, by this computer's clock. 'closed' is written when the console is left.
CREATE TABLE line_history (
    id INTEGER NOT NULL PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('connecting', 'catchingUp', 'live', 'offline', 'authLost', 'closed')),
    since INTEGER NOT NULL
) STRICT;
CREATE INDEX line_history_by_time ON line_history (since);

-- How late messages of customers came over a live line: this computer's clock less the platform's, by the quarter of an hour.
CREATE TABLE line_lag (
    quarter INTEGER NOT NULL PRIMARY KEY,
    messages INTEGER NOT NULL,
    sum_ms INTEGER NOT NULL,
    worst_ms INTEGER NOT NULL
) STRICT;

-- The audit log is read by time.
CREATE INDEX actions_by_time ON actions (requested_at, sequence);
CREATE INDEX outbox_by_time ON outbox (created_at, sequence);
CREATE INDEX messages_refused ON messages (timestamp) WHERE send_status = 'failed';
