-- ?1: [{chat, id, timestamp, svrOrder, msgSvrId, direction, origin, sendStatus, assignee, senderId, senderName,
--       senderAvatarUrl, text, content, mentionsRobot, raw}]
-- The platform has no edit and no recall (Q54), so a message again can only say more about the same message.
-- The WHERE repeats what SET does: a message that says nothing new is not written and not returned.
INSERT INTO messages (
    chat, message_id, timestamp, svr_order, msg_svr_id, direction, origin, send_status, assignee, sender_id, sender_name,
    sender_avatar_url, text, content_json, mentions_robot, raw
)
SELECT
    value ->> 'chat',
    value ->> 'id',
    value ->> 'timestamp',
    value ->> 'svrOrder',
    value ->> 'msgSvrId',
    value ->> 'direction',
    value ->> 'origin',
    value ->> 'sendStatus',
    value ->> 'assignee',
    value ->> 'senderId',
    value ->> 'senderName',
    value ->> 'senderAvatarUrl',
    value ->> 'text',
    value ->> 'content',
    value ->> 'mentionsRobot',
    value ->> 'raw'
FROM json_each(?1)
WHERE true
ON CONFLICT (chat, message_id) DO UPDATE SET
    timestamp = excluded.timestamp,
    svr_order = CASE WHEN messages.msg_svr_id IS NULL THEN excluded.svr_order ELSE messages.svr_order END,
    msg_svr_id = COALESCE(messages.msg_svr_id, excluded.msg_svr_id),
    -- "Ours" is only ever shown by a sign (Q23); a record without the sign is no proof of the contrary.
    direction = CASE WHEN messages.direction = 'out' THEN 'out' ELSE excluded.direction END,
    origin = CASE
        WHEN messages.origin = 'console' OR excluded.origin = 'customer' THEN messages.origin
        WHEN messages.origin = 'phone' AND excluded.origin = 'elsewhere' THEN messages.origin
        ELSE excluded.origin
    END,
    -- "Not sent yet" may be read late and never takes back an outcome.
    send_status = CASE
        WHEN excluded.send_status = 'notSent' THEN COALESCE(messages.send_status, excluded.send_status)
        ELSE COALESCE(excluded.send_status, messages.send_status)
    END,
    -- Who the chat was assigned to when the message came (Q32), so the first word stands.
    assignee = COALESCE(messages.assignee, excluded.assignee),
    sender_id = COALESCE(nullif(excluded.sender_id, ''), messages.sender_id),
    sender_name = COALESCE(nullif(excluded.sender_name, ''), messages.sender_name),
    sender_avatar_url = COALESCE(excluded.sender_avatar_url, messages.sender_avatar_url),
    -- The first record of the platform stands, unless it could not be read then and can now. A local echo has no record.
    text = CASE
        WHEN messages.raw = '' OR (
            messages.content_json ->> 'kind' = 'unsupported' AND excluded.content_json ->> 'kind' <> 'unsupported'
        ) THEN excluded.text
        ELSE messages.text
    END,
    content_json = CASE
        WHEN messages.raw = '' OR (
            messages.content_json ->> 'kind' = 'unsupported' AND excluded.content_json ->> 'kind' <> 'unsupported'
        ) THEN excluded.content_json
        ELSE messages.content_json
    END,
    mentions_robot = max(messages.mentions_robot, excluded.mentions_robot),
    raw = CASE
        WHEN messages.raw = '' OR (
            messages.content_json ->> 'kind' = 'unsupported' AND excluded.content_json ->> 'kind' <> 'unsupported'
        ) THEN excluded.raw
        ELSE messages.raw
    END
WHERE
    messages.timestamp <> excluded.timestamp
    OR (messages.msg_svr_id IS NULL AND excluded.msg_svr_id IS NOT NULL)
    OR (messages.direction = 'in' AND excluded.direction = 'out')
    OR (
        messages.origin <> excluded.origin
        AND messages.origin <> 'console'
        AND excluded.origin <> 'customer'
        AND NOT (messages.origin = 'phone' AND excluded.origin = 'elsewhere')
    )
    OR (
        excluded.send_status IS NOT NULL
        AND messages.send_status IS NOT excluded.send_status
        AND (messages.send_status IS NULL OR excluded.send_status <> 'notSent')
    )
    OR (messages.assignee IS NULL AND excluded.assignee IS NOT NULL)
    OR (excluded.sender_id <> '' AND messages.sender_id <> excluded.sender_id)
    OR (excluded.sender_name <> '' AND messages.sender_name <> excluded.sender_name)
    OR (
        excluded.sender_avatar_url IS NOT NULL
        AND messages.sender_avatar_url IS NOT excluded.sender_avatar_url
    )
    OR (messages.raw = '' AND (messages.content_json <> excluded.content_json OR excluded.raw <> ''))
    OR (messages.content_json ->> 'kind' = 'unsupported' AND excluded.content_json ->> 'kind' <> 'unsupported')
RETURNING id AS "id!: i64", chat AS "chat!: i64", message_id
