-- What the robots are asked to do beside sending messages, and what that and the lists of people tell.
PRAGMA user_version = 2;

-- The robots' queues, and the audit log: no row is ever deleted. A tag change that waited for another one of the same
-- customer leaves with it (carried_by); sent_json is what left, where that is not action_json.
CREATE TABLE actions (
    sequence INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    robot_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    customer_id TEXT,
    action_json TEXT NOT NULL,
    sent_json TEXT,
    carried_by TEXT,
    requested_by_json TEXT NOT NULL,
    requested_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'inFlight', 'done', 'refused', 'unknown', 'cancelled')),
    in_flight_at INTEGER CHECK ((in_flight_at IS NOT NULL) = (state = 'inFlight')),
    attempts INTEGER NOT NULL DEFAULT 0,
    finished_at INTEGER,
    reply_code TEXT,
    reply_msg TEXT NOT NULL DEFAULT '',
    outcome_json TEXT,
    decided_at INTEGER
) STRICT;
CREATE INDEX actions_by_robot ON actions (robot_key, sequence);
CREATE INDEX actions_waiting ON actions (robot_key, sequence) WHERE state IN ('queued', 'inFlight') AND carried_by IS NULL;
-- One action in flight per robot (Q44): the file itself refuses a second one.
CREATE UNIQUE INDEX actions_in_flight ON actions (robot_key) WHERE state = 'inFlight' AND carried_by IS NULL;
CREATE INDEX actions_carried ON actions (carried_by) WHERE carried_by IS NOT NULL;
CREATE INDEX actions_undecided ON actions (sequence) WHERE state = 'unknown' AND decided_at IS NULL;

-- What a robot's tags are called, replaced as a whole whenever the platform tells them. Spec 3.12.
CREATE TABLE tag_libraries (
    robot_key TEXT NOT NULL PRIMARY KEY,
    personal_group_id TEXT,
    as_of INTEGER NOT NULL
) STRICT;
CREATE TABLE tag_groups (
    robot_key TEXT NOT NULL,
    group_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (robot_key, group_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE tags (
    robot_key TEXT NOT NULL,
    label_id TEXT NOT NULL,
    group_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (robot_key, label_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX tags_by_name ON tags (robot_key, name);

-- Who carries which tag (Q43). A tag that was taken away stays as a row with is_carried 0 until the next sweep of its
-- name has ended, so that a page which was read before cannot bring it back.
-- swept_at is the beginning of the last sweep that saw it.
CREATE TABLE customer_tags (
    robot_key TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    label_id TEXT NOT NULL,
    is_carried INTEGER NOT NULL DEFAULT 1 CHECK (is_carried IN (0, 1)),
    known_since INTEGER NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('written', 'swept')),
    swept_at INTEGER,
    PRIMARY KEY (robot_key, customer_id, label_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX customer_tags_by_label ON customer_tags (robot_key, label_id, known_since);

-- A name that several tags share was found on a customer; which of the tags it is, the platform does not say.
CREATE TABLE ambiguous_tags (
    robot_key TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    name TEXT NOT NULL,
    known_since INTEGER NOT NULL,
    swept_at INTEGER NOT NULL,
    PRIMARY KEY (robot_key, customer_id, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX ambiguous_tags_by_name ON ambiguous_tags (robot_key, name, swept_at);

-- How far the sweep of a tag name came: started_at and next_page while it runs, checked_at once it has ended.
CREATE TABLE tag_sweeps (
    robot_key TEXT NOT NULL,
    name TEXT NOT NULL,
    started_at INTEGER,
    next_page INTEGER NOT NULL DEFAULT 1,
    is_whole INTEGER NOT NULL DEFAULT 1 CHECK (is_whole IN (0, 1)),
    checked_at INTEGER,
    PRIMARY KEY (robot_key, name)
) STRICT, WITHOUT ROWID;

-- Spec 3.8. The platform neither lists nor repeats them (Q47).
CREATE TABLE friend_requests (
    robot_key TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    avatar_url TEXT,
    reason TEXT NOT NULL DEFAULT '',
    gender TEXT NOT NULL DEFAULT 'unknown' CHECK (gender IN ('unknown', 'male', 'female')),
    description TEXT,
    is_wechat INTEGER NOT NULL DEFAULT 0 CHECK (is_wechat IN (0, 1)),
    received_at INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'accepting', 'accepted', 'ignored', 'failed')),
    PRIMARY KEY (robot_key, customer_id)
) STRICT;
CREATE INDEX friend_requests_by_time ON friend_requests (received_at);

-- Spec 2.6. Whoever left stays, not present: messages name them.
CREATE TABLE group_members (
    robot_key TEXT NOT NULL,
    group_id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    avatar_url TEXT,
    role TEXT NOT NULL DEFAULT 'member' CHECK (role IN ('owner', 'admin', 'member')),
    is_wechat INTEGER NOT NULL DEFAULT 0 CHECK (is_wechat IN (0, 1)),
    -- NULL until a list said so: who was only named by a reply may be staff or not (Q49).
    is_external INTEGER CHECK (is_external IN (0, 1)),
    is_present INTEGER NOT NULL DEFAULT 1 CHECK (is_present IN (0, 1)),
    PRIMARY KEY (robot_key, group_id, customer_id)
) STRICT, WITHOUT ROWID;

-- Other ids of a group (Q11).
CREATE TABLE group_aliases (
    robot_key TEXT NOT NULL,
    alias TEXT NOT NULL,
    group_id TEXT NOT NULL,
    PRIMARY KEY (robot_key, alias)
) STRICT, WITHOUT ROWID;

ALTER TABLE groups ADD COLUMN members_read_at INTEGER;
ALTER TABLE groups ADD COLUMN admins_read_at INTEGER;

-- Which robots know a customer.
CREATE INDEX customers_by_id ON customers (customer_id);
