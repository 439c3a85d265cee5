-- ?1: [[robot_key, chat_user, message_id]]; the columns of thread_page.sql, in the order asked, with the raw record.
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
    messages.raw AS "raw!: String",
    COALESCE(sent.state, echoed.state) AS "outbox_state?: String",
    COALESCE(sent.emitted_at, echoed.emitted_at) AS "emitted_at?: i64",
    COALESCE(sent.failure_json, echoed.failure_json) AS "failure_json?: String",
    -- A message that was echoed has its address.
    sent.attachment_json AS "attachment_json?: String"
FROM json_each(?1) AS wanted
CROSS JOIN chats ON chats.robot_key = wanted.value ->> 0 AND chats.chat_user = wanted.value ->> 1
CROSS JOIN messages ON messages.chat = chats.id AND messages.message_id = wanted.value ->> 2
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
ORDER BY wanted.key
