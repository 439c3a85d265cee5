-- ?1: chats.id; ?2, ?3, ?4: a place in the thread. The time of the newest message before it that did not fail.
SELECT m.timestamp AS "timestamp!: i64"
FROM messages AS m INDEXED BY messages_in_thread_order
WHERE m.chat = ?1
    AND (m.timestamp, m.svr_order, m.message_id) < (?2, ?3, ?4)
    AND NOT (
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
        )
    )
ORDER BY m.timestamp DESC, m.svr_order DESC, m.message_id DESC
LIMIT 1
