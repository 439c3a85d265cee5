-- ?1: chats.id; ?2, ?3, ?4: the place in thread order the page begins after; ?5: how many. Oldest first.
-- A message is ours by its outbox row: under the id it was sent with, or under the one it was echoed as (Q25).
SELECT
    chats.robot_key,
    chats.chat_user,
    chats.chat_id,
    chats.name AS chat_name,
    messages.message_id,
    messages.timestamp,
    messages.svr_order,
    messages.msg_svr_id,
    messages.direction,
    messages.origin,
    messages.send_status,
    messages.assignee,
    messages.sender_id,
    messages.sender_name,
    messages.sender_avatar_url,
    messages.content_json,
    '' AS "raw!: String",
    COALESCE(sent.state, echoed.state) AS "outbox_state?: String",
    COALESCE(sent.emitted_at, echoed.emitted_at) AS "emitted_at?: i64",
    COALESCE(sent.failure_json, echoed.failure_json) AS "failure_json?: String",
    -- A message that was echoed has its address.
    sent.attachment_json AS "attachment_json?: String"
FROM messages INDEXED BY messages_in_thread_order
CROSS JOIN chats ON chats.id = messages.chat
LEFT JOIN outbox AS sent
    ON messages.origin = 'console'
    AND sent.id = messages.message_id
    AND sent.robot_key = chats.robot_key
    AND sent.chat_user = chats.chat_user
LEFT JOIN outbox AS echoed
    ON messages.origin = 'console'
    AND echoed.echoed_as = messages.message_id
    AND echoed.robot_key = chats.robot_key
    AND echoed.chat_user = chats.chat_user
WHERE messages.chat = ?1 AND (messages.timestamp, messages.svr_order, messages.message_id) > (?2, ?3, ?4)
ORDER BY messages.timestamp, messages.svr_order, messages.message_id
LIMIT ?5
