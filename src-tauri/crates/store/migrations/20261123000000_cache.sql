-- The cache of one account.
--
-- Times are epoch milliseconds. A column may be NULL only where the model has an Option: absent is not the same as empty.
-- What the console alone knows (outbox, drafts, settings) names its chat by the platform's own keys instead of a row id,
-- so that it can be read on its own when the rest of the file has to be rebuilt.
--
-- user_version is the schema's number. A file with a higher number than the program knows is refused.
PRAGMA user_version = 1;

-- One row: whose cache this is. The secret is never here (Q7).
CREATE TABLE accounts (
    slot INTEGER NOT NULL PRIMARY KEY DEFAULT 1 CHECK (slot = 1),
    account_id TEXT NOT NULL,
    environment_json TEXT NOT NULL,
    access_key TEXT NOT NULL DEFAULT '',
    remembered INTEGER NOT NULL DEFAULT 0 CHECK (remembered IN (0, 1))
) STRICT;

CREATE TABLE robots (
    robot_key TEXT NOT NULL PRIMARY KEY,
    position INTEGER NOT NULL DEFAULT 0,
    wxid TEXT NOT NULL DEFAULT '',
    name TEXT NOT NULL DEFAULT '',
    alias TEXT,
    avatar_url TEXT,
    status TEXT NOT NULL DEFAULT 'unknown'
        CHECK (status IN ('starting', 'online', 'offline', 'banned', 'kicked', 'unknown')),
    last_login INTEGER,
    owner TEXT,
    corp_id TEXT,
    staff_id TEXT
) STRICT;

-- last_* and waiting_since repeat what the messages say, so that opening the list reads one table instead of one
-- page per chat. They are worked out anew from the index whenever a chat's messages change.
CREATE TABLE chats (
    id INTEGER NOT NULL PRIMARY KEY,
    robot_key TEXT NOT NULL,
    chat_user TEXT NOT NULL,
    chat_id TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT 'single' CHECK (kind IN ('single', 'group')),
    name TEXT NOT NULL DEFAULT '',
    avatar_url TEXT,
    last_active INTEGER,
    unread INTEGER NOT NULL DEFAULT 0,
    preview TEXT NOT NULL DEFAULT '',
    assignee TEXT,
    last_timestamp INTEGER,
    last_direction TEXT CHECK (last_direction IN ('in', 'out')),
    last_sender_name TEXT,
    last_content_json TEXT,
    waiting_since INTEGER,
    UNIQUE (robot_key, chat_user)
) STRICT;
CREATE INDEX chats_by_chat_id ON chats (chat_id);

-- A customer of one robot. Spec 2.3.
CREATE TABLE customers (
    robot_key TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    remark TEXT,
    description TEXT,
    avatar_url TEXT,
    phone TEXT,
    relationship TEXT NOT NULL DEFAULT 'unknown'
        CHECK (relationship IN ('normal', 'deletedUs', 'deletedByUs', 'deletedBoth', 'unknown')),
    is_wechat INTEGER NOT NULL DEFAULT 0 CHECK (is_wechat IN (0, 1)),
    created_at INTEGER,
    PRIMARY KEY (robot_key, customer_id)
) STRICT;

-- A group one robot is in. Spec 2.4.
CREATE TABLE groups (
    robot_key TEXT NOT NULL,
    group_id TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    owner_id TEXT,
    owner_name TEXT,
    member_count INTEGER NOT NULL DEFAULT 0,
    is_external INTEGER NOT NULL DEFAULT 0 CHECK (is_external IN (0, 1)),
    is_live INTEGER NOT NULL DEFAULT 1 CHECK (is_live IN (0, 1)),
    created_at INTEGER,
    PRIMARY KEY (robot_key, group_id)
) STRICT;

-- The key of a message is (robot_key, chat_user, message_id) (Q24). The first two are the chat, which stands here by its
-- row id: that keeps two long ids out of the table and of every index, and halves what has to be encrypted.
-- svr_order is msg_svr_id as a number, the largest one where there is none, so that ties of time sort as Q27 asks.
-- raw is last, because the pages it spills to are only read when somebody asks for it.
CREATE TABLE messages (
    id INTEGER NOT NULL PRIMARY KEY,
    chat INTEGER NOT NULL REFERENCES chats (id),
    message_id TEXT NOT NULL,
    timestamp INTEGER NOT NULL,
    svr_order INTEGER NOT NULL DEFAULT 9223372036854775807,
    msg_svr_id TEXT,
    direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
    origin TEXT NOT NULL CHECK (origin IN ('customer', 'console', 'phone', 'elsewhere')),
    send_status TEXT CHECK (send_status IN ('notSent', 'sent', 'failed')),
    assignee TEXT,
    sender_id TEXT NOT NULL DEFAULT '',
    sender_name TEXT NOT NULL DEFAULT '',
    sender_avatar_url TEXT,
    text TEXT NOT NULL DEFAULT '',
    content_json TEXT NOT NULL,
    raw TEXT NOT NULL DEFAULT '',
    UNIQUE (chat, message_id)
) STRICT;
CREATE INDEX messages_in_thread_order ON messages (chat, timestamp, svr_order, message_id);
-- Our own messages alone: "when did we last answer" must not walk through what the customer wrote since.
CREATE INDEX messages_from_us ON messages (chat, timestamp, svr_order, message_id) WHERE direction = 'out';

-- The stretches of history known to be complete: sorted, never touching each other. Both ends are included.
CREATE TABLE coverage (
    robot_key TEXT NOT NULL,
    chat_user TEXT NOT NULL,
    from_ts INTEGER NOT NULL,
    to_ts INTEGER NOT NULL CHECK (to_ts >= from_ts),
    PRIMARY KEY (robot_key, chat_user, from_ts)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
    sequence INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    robot_key TEXT NOT NULL,
    chat_user TEXT NOT NULL,
    chat_id TEXT NOT NULL,
    content_json TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    state TEXT NOT NULL
        CHECK (state IN ('queued', 'uploading', 'emitted', 'confirmed', 'failed', 'unconfirmed')),
    emitted_at INTEGER CHECK ((emitted_at IS NOT NULL) = (state = 'emitted')),
    failure_json TEXT CHECK ((failure_json IS NOT NULL) = (state = 'failed')),
    attempts INTEGER NOT NULL DEFAULT 0,
    echoed_as TEXT
) STRICT;
CREATE INDEX outbox_open ON outbox (created_at, sequence) WHERE state <> 'confirmed';
CREATE INDEX outbox_needs_decision ON outbox (robot_key, chat_user) WHERE state IN ('failed', 'unconfirmed');
CREATE INDEX outbox_by_echo ON outbox (echoed_as) WHERE echoed_as IS NOT NULL;

CREATE TABLE drafts (
    robot_key TEXT NOT NULL,
    chat_user TEXT NOT NULL,
    text TEXT NOT NULL CHECK (text <> ''),
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (robot_key, chat_user)
) STRICT;

CREATE TABLE settings (
    name TEXT NOT NULL PRIMARY KEY,
    value_json TEXT NOT NULL
) STRICT;

-- What the platform sent and this version could not place, each once (Q18).
CREATE TABLE unrecognised (
    id INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    raw TEXT NOT NULL,
    why TEXT NOT NULL DEFAULT '',
    first_received_at INTEGER NOT NULL,
    last_received_at INTEGER NOT NULL,
    times INTEGER NOT NULL DEFAULT 1,
    UNIQUE (name, raw)
) STRICT;

-- Pictures that were shown, by the address they came from; the least recently shown go first when space is needed.
CREATE TABLE pictures (
    id INTEGER NOT NULL PRIMARY KEY,
    address TEXT NOT NULL UNIQUE,
    mime TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    shown_at INTEGER NOT NULL,
    bytes BLOB NOT NULL
) STRICT;
CREATE INDEX pictures_by_use ON pictures (shown_at, size_bytes);
