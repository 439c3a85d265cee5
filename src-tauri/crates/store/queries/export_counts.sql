-- ?1: [[robot_key, chat_user]]; ?2, ?3: the first and the last millisecond. In the order they were given.
SELECT
    chats.robot_key,
    chats.chat_user,
    (
        SELECT count(*) FROM messages INDEXED BY messages_in_thread_order
        WHERE messages.chat = chats.id AND messages.timestamp BETWEEN ?2 AND ?3
    ) AS "messages!: i64",
    (
        SELECT min(messages.timestamp) FROM messages INDEXED BY messages_in_thread_order
        WHERE messages.chat = chats.id AND messages.timestamp BETWEEN ?2 AND ?3
    ) AS "first?: i64",
    (
        SELECT max(messages.timestamp) FROM messages INDEXED BY messages_in_thread_order
        WHERE messages.chat = chats.id AND messages.timestamp BETWEEN ?2 AND ?3
    ) AS "last?: i64"
FROM json_each(?1) AS wanted
CROSS JOIN chats ON chats.robot_key = wanted.value ->> 0 AND chats.chat_user = wanted.value ->> 1
ORDER BY wanted.key
