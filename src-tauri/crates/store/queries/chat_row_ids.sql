-- ?1: [[robot_key, chat_user]]
SELECT chats.id AS "id!: i64", chats.robot_key, chats.chat_user
FROM json_each(?1) AS wanted
CROSS JOIN chats ON chats.robot_key = wanted.value ->> 0 AND chats.chat_user = wanted.value ->> 1
