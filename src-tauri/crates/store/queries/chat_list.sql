SELECT
    chats.robot_key,
    chats.chat_user,
    chats.chat_id,
    chats.kind,
    chats.name,
    chats.avatar_url,
    chats.last_active,
    chats.unread,
    chats.preview,
    chats.assignee,
    chats.last_timestamp,
    chats.last_direction,
    chats.last_sender_name,
    chats.last_content_json,
    chats.waiting_since,
    chats.mention_depth,
    customers.remark AS "remark?",
    marks.is_pinned AS "is_pinned?: bool",
    marks.is_muted AS "is_muted?: bool",
    marks.has_unread_mark AS "has_unread_mark?: bool",
    marks.hidden_after AS "hidden_after?",
    marks.snoozed_until AS "snoozed_until?",
    drafts.text AS "draft?",
    (
        SELECT count(*) FROM outbox
        WHERE outbox.robot_key = chats.robot_key
            AND outbox.chat_user = chats.chat_user
            AND outbox.state IN ('failed', 'unconfirmed')
    ) AS "needs_decision!: i64"
-- Left alone, the planner walks the index of the key and jumps into the table for each chat.
FROM chats NOT INDEXED
LEFT JOIN drafts ON drafts.robot_key = chats.robot_key AND drafts.chat_user = chats.chat_user
LEFT JOIN chat_marks AS marks ON marks.robot_key = chats.robot_key AND marks.chat_user = chats.chat_user
LEFT JOIN customers INDEXED BY customers_with_remark
    ON customers.robot_key = chats.robot_key
    AND customers.customer_id = chats.chat_user
    AND customers.remark IS NOT NULL
ORDER BY max(COALESCE(chats.last_active, 0), COALESCE(chats.last_timestamp, 0)) DESC, chats.id DESC
