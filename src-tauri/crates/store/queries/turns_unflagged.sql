-- ?1: a rule; ?2: the latest beginning; ?3: whether a turn of a group begins where the robot was named.
-- Turns that nobody has answered and that the rule has not flagged.
SELECT turns.id AS "id!: i64"
FROM turns INDEXED BY turns_open
CROSS JOIN chats ON chats.id = turns.chat
CROSS JOIN messages AS first
    ON first.id = CASE WHEN chats.kind = 'group' AND ?3 THEN turns.mention ELSE turns.first_message END
WHERE turns.answer IS NULL
    AND turns.started_at <= ?2
    AND NOT EXISTS (
        SELECT 1 FROM quality_flags AS flags
        WHERE flags.rule = ?1
            AND flags.robot_key = chats.robot_key
            AND flags.chat_user = chats.chat_user
            AND flags.message_id = first.message_id
    )
