-- ?1: the phrase; ?2 to ?8: robot, peer, kind of chat, who said it, kind of content, first and last time; ?9: how many;
-- ?10: how many are skipped. The best first, and of equals the newest.
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
    AND (?2 IS NULL OR chats.robot_key = ?2)
    AND (?3 IS NULL OR chats.chat_user = ?3)
    AND (?4 IS NULL OR chats.kind = ?4)
    AND (?5 IS NULL OR ?5 = CASE
        WHEN messages.direction = 'in' THEN 'customer' WHEN messages.origin = 'phone' THEN 'phone' ELSE 'us'
    END)
    AND (?6 IS NULL OR messages.content_json ->> 'kind' = ?6)
    AND messages.timestamp BETWEEN ?7 AND ?8
ORDER BY search_text.rank, search_text.rowid DESC
LIMIT ?9 OFFSET ?10
