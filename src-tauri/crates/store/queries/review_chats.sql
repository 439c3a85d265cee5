-- ?1, ?2: since and until. ?3, ?4: after this place. ?5: robot. ?6: kind. ?7: [chat]. ?8: part of the customer's name, in
-- lower case. ?9: tag. ?10: with open flags alone. ?11: agent. ?12: limit.
-- A walk along the index from the newest activity to the oldest of the period, which ends where the page is full.
SELECT
    chats.id AS "id!: i64",
    chats.robot_key,
    chats.chat_user,
    chats.last_timestamp AS "last!: i64",
    (
        SELECT count(*) FROM quality_flags AS flags
        WHERE flags.robot_key = chats.robot_key
            AND flags.chat_user = chats.chat_user
            AND flags.status = 'open'
    ) AS "open_flags!: i64",
    (
        SELECT first.message_id FROM messages AS first INDEXED BY messages_in_thread_order
        WHERE first.chat = chats.id AND first.timestamp BETWEEN ?1 AND ?2
        ORDER BY first.timestamp, first.svr_order, first.message_id
        LIMIT 1
    ) AS "first?: String"
FROM chats INDEXED BY chats_by_activity
WHERE (chats.last_timestamp, chats.id) < (?3, ?4)
    AND chats.last_timestamp >= ?1
    AND (?5 IS NULL OR chats.robot_key = ?5)
    AND (?6 IS NULL OR chats.kind = ?6)
    AND (?7 IS NULL OR chats.id IN (SELECT value FROM json_each(?7)))
    AND (?8 IS NULL OR instr(lower(chats.name), ?8) > 0 OR EXISTS (
        SELECT 1 FROM customers
        WHERE customers.robot_key = chats.robot_key
            AND customers.customer_id = chats.chat_user
            AND (instr(lower(COALESCE(customers.remark, '')), ?8) > 0 OR instr(lower(customers.name), ?8) > 0)
    ))
    AND (?9 IS NULL OR EXISTS (
        SELECT 1 FROM customer_tags AS tags
        WHERE tags.robot_key = chats.robot_key
            AND tags.customer_id = chats.chat_user
            AND tags.label_id = ?9
            AND tags.is_carried = 1
    ))
    AND (NOT ?10 OR EXISTS (
        SELECT 1 FROM quality_flags AS flags
        WHERE flags.robot_key = chats.robot_key
            AND flags.chat_user = chats.chat_user
            AND flags.status = 'open'
    ))
    AND EXISTS (
        SELECT 1 FROM messages AS said INDEXED BY messages_in_thread_order
        WHERE said.chat = chats.id AND said.timestamp BETWEEN ?1 AND ?2
    )
    AND (?11 IS NULL OR EXISTS (
        SELECT 1 FROM messages AS ours INDEXED BY messages_from_us
        WHERE ours.chat = chats.id
            AND ours.direction = 'out'
            AND ours.timestamp BETWEEN ?1 AND ?2
            AND ?11 = CASE
                WHEN ours.origin = 'console' THEN 'console'
                WHEN COALESCE(ours.assignee, '') <> '' THEN '=' || ours.assignee
                WHEN ours.origin = 'phone' THEN 'phone'
                ELSE 'unknown'
            END
    ))
ORDER BY chats.last_timestamp DESC, chats.id DESC
LIMIT ?12
