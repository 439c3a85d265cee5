-- ?1: the phrase; ?2: the key the page ends before; ?3: the first key; ?4 to ?10: robot, peer, kind of chat, who said it, kind
-- of content, first and last time; ?11: how many. Newest first: the rowid follows the time, so that nothing is sorted.
SELECT
    search_rows.key AS "key!: i64",
    chats.robot_key,
    chats.chat_user,
    chats.kind,
    COALESCE(
        (
            SELECT nullif(customers.remark, '') FROM customers
            WHERE customers.robot_key = chats.robot_key AND customers.customer_id = chats.chat_user
        ),
        chats.name
    ) AS "chat_name!: String",
    messages.message_id,
    messages.timestamp,
    messages.direction,
    messages.origin,
    messages.sender_name,
    messages.text
FROM search_text
CROSS JOIN search_rows ON search_rows.key = search_text.rowid
CROSS JOIN chats ON chats.id = search_rows.chat
CROSS JOIN messages ON messages.id = search_rows.message
WHERE search_text MATCH ?1
    AND search_text.rowid < ?2
    AND search_text.rowid >= ?3
    AND (?4 IS NULL OR chats.robot_key = ?4)
    AND (?5 IS NULL OR chats.chat_user = ?5)
    AND (?6 IS NULL OR chats.kind = ?6)
    AND (?7 IS NULL OR ?7 = CASE
        WHEN messages.direction = 'in' THEN 'customer' WHEN messages.origin = 'phone' THEN 'phone' ELSE 'us'
    END)
    AND (?8 IS NULL OR messages.content_json ->> 'kind' = ?8)
    AND messages.timestamp BETWEEN ?9 AND ?10
ORDER BY search_text.rowid DESC
LIMIT ?11
