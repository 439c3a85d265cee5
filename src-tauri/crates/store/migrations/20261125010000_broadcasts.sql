-- Broadcasts, people added by phone, admins replaced, and tags that another console changed.
PRAGMA user_version = 4;

-- No row is ever deleted: the platform keeps no record that could be asked (Q58). draft_json is what leaves, without those
-- who are left out. 'sending' is written before it leaves, so that a crash can only ask and never send twice.
CREATE TABLE broadcasts (
    sequence INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    draft_json TEXT NOT NULL,
    left_out_json TEXT NOT NULL,
    parts INTEGER NOT NULL,
    requested_by_json TEXT NOT NULL,
    planned_at INTEGER NOT NULL,
    valid_until INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'planned'
        CHECK (state IN ('planned', 'sending', 'sent', 'unknown', 'refused', 'discarded')),
    started_at INTEGER CHECK (started_at IS NOT NULL OR state IN ('planned', 'discarded')),
    finished_at INTEGER,
    answer TEXT NOT NULL DEFAULT '',
    decided_at INTEGER
) STRICT;
CREATE INDEX broadcasts_open ON broadcasts (sequence) WHERE state = 'sending';
CREATE INDEX broadcasts_undecided ON broadcasts (sequence) WHERE state = 'unknown' AND decided_at IS NULL;

CREATE TABLE broadcast_audience (
    broadcast_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    robot_key TEXT NOT NULL,
    chat_user TEXT NOT NULL,
    PRIMARY KEY (broadcast_id, robot_key, chat_user)
) STRICT, WITHOUT ROWID;
CREATE INDEX broadcast_audience_by_chat ON broadcast_audience (robot_key, chat_user);

-- Parts of broadcasts that were seen in a chat of the audience: a message proves one part of one broadcast.
CREATE TABLE broadcast_sightings (
    broadcast_id TEXT NOT NULL,
    robot_key TEXT NOT NULL,
    chat_user TEXT NOT NULL,
    part INTEGER NOT NULL,
    message_id TEXT NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (broadcast_id, robot_key, chat_user, part)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX broadcast_sightings_by_message ON broadcast_sightings (robot_key, chat_user, message_id);

-- Lists of people to add by phone. What became of a number is told by its action; until it has one, it waits.
CREATE TABLE adding_lists (
    sequence INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    robot_key TEXT NOT NULL,
    greeting TEXT,
    requested_by_json TEXT NOT NULL,
    requested_at INTEGER NOT NULL,
    cancelled_at INTEGER
) STRICT;
CREATE TABLE adding_phones (
    sequence INTEGER NOT NULL PRIMARY KEY,
    list_id TEXT NOT NULL,
    robot_key TEXT NOT NULL,
    phone TEXT NOT NULL,
    action_id TEXT,
    cancelled INTEGER NOT NULL DEFAULT 0 CHECK (cancelled IN (0, 1)),
    UNIQUE (list_id, phone)
) STRICT;
CREATE INDEX adding_phones_waiting ON adding_phones (robot_key, sequence) WHERE action_id IS NULL AND cancelled = 0;
CREATE INDEX adding_phones_by_action ON adding_phones (action_id) WHERE action_id IS NOT NULL;
-- Not before this may the robot ask the next one: drawn when the last one was asked, so that a restart does not hurry.
CREATE TABLE adding_pace (
    robot_key TEXT NOT NULL PRIMARY KEY,
    not_before INTEGER NOT NULL
) STRICT;
-- How many a robot has asked since a time, whoever wanted it.
CREATE INDEX actions_by_kind ON actions (robot_key, kind, requested_at);

CREATE TABLE admin_replacements (
    sequence INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    robot_key TEXT NOT NULL,
    group_id TEXT NOT NULL,
    remove_id TEXT NOT NULL,
    add_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN (
        'removing', 'adding', 'replaced', 'nothingChanged', 'removalUnknown', 'removedOnly', 'additionUnknown'
    )),
    removal_action TEXT NOT NULL,
    addition_action TEXT,
    inquiry_action TEXT,
    requested_by_json TEXT NOT NULL,
    requested_at INTEGER NOT NULL,
    finished_at INTEGER
) STRICT;
CREATE INDEX admin_replacements_open ON admin_replacements (sequence) WHERE finished_at IS NULL;

-- Another console changed the tags of this customer, and how was not said (Q39, Q45).
CREATE TABLE doubtful_tags (
    robot_key TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (robot_key, customer_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX friend_requests_waiting ON friend_requests (received_at) WHERE state = 'waiting';
