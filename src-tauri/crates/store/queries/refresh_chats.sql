-- ?1: [chats.id]
-- Works out what a chat's row says about its messages. Each part is one step into an index, whatever the chat's size.
-- An answer that failed is no answer: the customer still waits.
UPDATE chats SET
    last_timestamp = fresh.timestamp,
    last_direction = fresh.direction,
    last_sender_name = fresh.sender_name,
    last_content_json = fresh.content_json,
    waiting_since = fresh.waiting_since,
    mention_depth = fresh.mention_depth
FROM (
    SELECT
        touched.id AS chat,
        newest.timestamp,
        newest.direction,
        newest.sender_name,
        newest.content_json,
        (
            SELECT waiting.timestamp
            FROM messages AS waiting INDEXED BY messages_in_thread_order
            WHERE waiting.chat = touched.id
                AND (waiting.timestamp, waiting.svr_order, waiting.message_id)
                    > (COALESCE(answer.timestamp, -1), COALESCE(answer.svr_order, 0), COALESCE(answer.message_id, ''))
                AND waiting.direction = 'in'
            ORDER BY waiting.timestamp, waiting.svr_order, waiting.message_id
            LIMIT 1
        ) AS waiting_since,
        (
            -- Counting ends where no one would have left so much unread.
            SELECT CASE WHEN count(*) BETWEEN 1 AND 500 THEN count(*) END
            FROM (
                SELECT 1
                FROM messages AS after_it INDEXED BY messages_in_thread_order
                WHERE after_it.chat = touched.id
                    AND (after_it.timestamp, after_it.svr_order, after_it.message_id)
                        >= (mention.timestamp, mention.svr_order, mention.message_id)
                    AND after_it.direction = 'in'
                LIMIT 501
            ) AS wanted
        ) AS mention_depth
    FROM json_each(?1) AS wanted
    CROSS JOIN chats AS touched ON touched.id = wanted.value
    LEFT JOIN messages AS newest ON newest.id = (
        SELECT m.id
        FROM messages AS m INDEXED BY messages_in_thread_order
        WHERE m.chat = touched.id
        ORDER BY m.timestamp DESC, m.svr_order DESC, m.message_id DESC
        LIMIT 1
    )
    LEFT JOIN messages AS mention ON mention.id = (
        SELECT m.id
        FROM messages AS m INDEXED BY messages_mentioning
        WHERE m.chat = touched.id AND m.mentions_robot = 1 AND m.direction = 'in'
        ORDER BY m.timestamp DESC, m.svr_order DESC, m.message_id DESC
        LIMIT 1
    )
    LEFT JOIN messages AS answer ON answer.id = (
        SELECT m.id
        FROM messages AS m INDEXED BY messages_from_us
        WHERE m.chat = touched.id
            AND m.direction = 'out'
            AND m.send_status IS NOT 'failed'
            AND NOT EXISTS (
                SELECT 1 FROM outbox
                WHERE outbox.id = m.message_id
                    AND outbox.robot_key = touched.robot_key
                    AND outbox.chat_user = touched.chat_user
                    AND outbox.state = 'failed'
            )
        ORDER BY m.timestamp DESC, m.svr_order DESC, m.message_id DESC
        LIMIT 1
    )
) AS fresh
WHERE chats.id = fresh.chat
    AND (
        chats.last_timestamp, chats.last_direction, chats.last_sender_name, chats.last_content_json,
        chats.waiting_since, chats.mention_depth
    ) IS NOT (
        fresh.timestamp, fresh.direction, fresh.sender_name, fresh.content_json, fresh.waiting_since, fresh.mention_depth
    )
RETURNING robot_key, chat_user
