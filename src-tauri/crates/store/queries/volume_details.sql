-- ?1: [[chats.id, the first time that counts]]. What a list shows of chats, in the order asked.
SELECT
    chats.robot_key AS "robot_key!: String",
    chats.chat_user AS "chat_user!: String",
    COALESCE(
        (
            SELECT nullif(customers.remark, '') FROM customers
            WHERE customers.robot_key = chats.robot_key AND customers.customer_id = chats.chat_user
        ),
        chats.name
    ) AS "name!: String",
    chats.kind AS "kind!: String",
    (
        SELECT m.message_id
        FROM messages AS m INDEXED BY messages_in_thread_order
        WHERE m.chat = chats.id AND m.timestamp >= wanted.value ->> 1
        ORDER BY m.timestamp, m.svr_order, m.message_id
        LIMIT 1
    ) AS "message_id?: String"
FROM json_each(?1) AS wanted
CROSS JOIN chats ON chats.id = wanted.value ->> 0
ORDER BY wanted.key
