-- ?1: chats.id; ?2: the first time. What counting needs of a chat's messages, in the thread's order.
-- An answer that failed is no answer.
SELECT
    m.id AS "id!: i64",
    m.timestamp AS "timestamp!: i64",
    m.svr_order AS "svr_order!: i64",
    m.message_id AS "message_id!: String",
    m.direction = 'in' AS "is_received!: bool",
    m.origin AS "origin!: String",
    m.assignee AS "assignee?: String",
    m.mentions_robot AS "mentions!: bool",
    m.direction = 'out' AND (
        m.send_status IS 'failed'
        OR EXISTS (
            SELECT 1 FROM outbox
            WHERE outbox.id = m.message_id
                AND outbox.state = 'failed'
                AND (outbox.robot_key, outbox.chat_user) = (
                    SELECT chats.robot_key, chats.chat_user FROM chats WHERE chats.id = m.chat
                )
        )
    ) AS "has_failed!: bool"
FROM messages AS m INDEXED BY messages_in_thread_order
WHERE m.chat = ?1 AND m.timestamp >= ?2
ORDER BY m.timestamp, m.svr_order, m.message_id
