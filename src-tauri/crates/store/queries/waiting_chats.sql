-- ?1: the earliest beginning; ?2: whether groups count ('leaveOut', 'mentioned', 'every').
-- Where a customer waits, and the message the wait began with: in groups that may be the first one that names the robot.
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
    chats.assignee AS "assignee?: String",
    first.timestamp AS "since!: i64",
    first.message_id AS "message_id!: String",
    first.text AS "text!: String"
FROM chats
CROSS JOIN messages AS first ON first.id = CASE
    WHEN chats.kind = 'group' AND ?2 = 'mentioned' THEN (
        SELECT m.id
        FROM messages AS m INDEXED BY messages_mentioning
        WHERE m.chat = chats.id AND m.timestamp >= chats.waiting_since AND m.mentions_robot = 1 AND m.direction = 'in'
        ORDER BY m.timestamp, m.svr_order, m.message_id
        LIMIT 1
    )
    ELSE (
        SELECT m.id
        FROM messages AS m INDEXED BY messages_in_thread_order
        WHERE m.chat = chats.id AND m.timestamp = chats.waiting_since AND m.direction = 'in'
        ORDER BY m.svr_order, m.message_id
        LIMIT 1
    )
END
WHERE chats.waiting_since IS NOT NULL
    AND (chats.kind <> 'group' OR ?2 <> 'leaveOut')
    AND first.timestamp >= ?1
ORDER BY first.timestamp
