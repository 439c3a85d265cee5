-- Sends that carry a file or a cover, and sends that wait a moment so that they can be taken back.
PRAGMA user_version = 3;

-- What a send was composed of, as long as it is not confirmed: then both are NULL again, and a pasted file is gone.
ALTER TABLE outbox ADD COLUMN attachment_json TEXT;
ALTER TABLE outbox ADD COLUMN cover_json TEXT;
-- The end of the undo window.
ALTER TABLE outbox ADD COLUMN not_before INTEGER;
CREATE INDEX outbox_left_files ON outbox (sequence)
    WHERE state = 'confirmed' AND (attachment_json IS NOT NULL OR cover_json IS NOT NULL);

-- A draft is a text, or files, or both. Drafts are few: the table is made anew, for its old check asked for a text.
CREATE TABLE drafts_with_files (
    robot_key TEXT NOT NULL,
    chat_user TEXT NOT NULL,
    text TEXT NOT NULL,
    mentions_json TEXT NOT NULL DEFAULT '[]',
    attachments_json TEXT NOT NULL DEFAULT '[]',
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (robot_key, chat_user),
    CHECK (text <> '' OR attachments_json <> '[]')
) STRICT;
INSERT INTO drafts_with_files (robot_key, chat_user, text, updated_at)
SELECT robot_key, chat_user, text, updated_at FROM drafts;
DROP TABLE drafts;
ALTER TABLE drafts_with_files RENAME TO drafts;
