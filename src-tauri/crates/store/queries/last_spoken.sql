-- ?1: [[robot key, chat user]]. Our own last word counts; where there is none, any activity of the chat.
SELECT
    chats.robot_key AS "robot_key!: String",
    chats.chat_user AS "chat_user!: String",
    chats.name AS "name!: String",
    COALESCE(
        (
            SELECT max(messages.timestamp) FROM messages INDEXED BY messages_from_us
            WHERE messages.chat = chats.id AND messages.direction = 'out'
        ),
        chats.last_timestamp,
        chats.last_active
    ) AS "last_spoken?: i64"
FROM json_each(?1) AS wanted
CROSS JOIN chats ON chats.robot_key = wanted.value ->> 0 AND chats.chat_user = wanted.value ->> 1
