-- ?1: [{outboxId, robotKey, chatUser, messageId}], the last three naming the echo, null where there is none.
-- What is known of each send and its echo before anything is written.
SELECT
    -- An expression, because sqlx looks a bare column up in a table, and json_each is none.
    wanted.key + 0 AS "position!: i64",
    outbox.robot_key,
    outbox.chat_user,
    outbox.state,
    outbox.failure_json,
    outbox.echoed_as,
    chats.id AS "chat?: i64",
    own.id AS "own?: i64",
    own.origin AS "own_origin?: String",
    echo.id AS "echo?: i64",
    echo.origin AS "echo_origin?: String"
FROM json_each(?1) AS wanted
CROSS JOIN outbox ON outbox.id = wanted.value ->> 'outboxId'
LEFT JOIN chats ON chats.robot_key = outbox.robot_key AND chats.chat_user = outbox.chat_user
LEFT JOIN messages AS own ON own.chat = chats.id AND own.message_id = outbox.id
LEFT JOIN messages AS echo
    ON echo.chat = chats.id
    AND wanted.value ->> 'robotKey' = chats.robot_key
    AND wanted.value ->> 'chatUser' = chats.chat_user
    AND echo.message_id = wanted.value ->> 'messageId'
ORDER BY wanted.key
