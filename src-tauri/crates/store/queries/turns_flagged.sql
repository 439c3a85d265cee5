-- ?1: a rule; ?2: [[robot, chat]]; ?3: whether a turn of a group begins where the robot was named.
-- The rule's flags in these chats that nobody has decided about, each with the turn that begins with its message; none if
-- there is no such turn any more.
SELECT
    flags.id AS "id!: String",
    (
        SELECT turns.id FROM turns
        WHERE turns.chat = chats.id
            AND turns.first_message = messages.id
            AND turns.started_at = messages.timestamp
            AND NOT (chats.kind = 'group' AND ?3)
        UNION ALL
        SELECT turns.id FROM turns
        WHERE turns.chat = chats.id
            AND turns.mention = messages.id
            AND turns.mentioned_at = messages.timestamp
            AND chats.kind = 'group'
            AND ?3
        LIMIT 1
    ) AS "turn?: i64"
FROM json_each(?2) AS wanted
CROSS JOIN quality_flags AS flags
    ON flags.robot_key = wanted.value ->> 0
    AND flags.chat_user = wanted.value ->> 1
    AND flags.rule = ?1
    AND flags.status = 'open'
CROSS JOIN chats ON chats.robot_key = flags.robot_key AND chats.chat_user = flags.chat_user
LEFT JOIN messages ON messages.chat = chats.id AND messages.message_id = flags.message_id
WHERE NOT EXISTS (SELECT 1 FROM quality_decisions WHERE quality_decisions.flag = flags.id)
