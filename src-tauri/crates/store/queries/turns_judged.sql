-- ?1: [turns.id]; ?2: whether a turn of a group begins where the robot was named. Turns as rules about time judge them, in
-- the order asked. One whose first message is gone is left out: it is about to be counted anew.
SELECT
    turns.id AS "id!: i64",
    turns.started_at AS "started_at!: i64",
    turns.mentioned_at AS "mentioned_at?: i64",
    turns.answered_at AS "answered_at?: i64",
    chats.robot_key AS "robot_key!: String",
    chats.chat_user AS "chat_user!: String",
    chats.kind AS "kind!: String",
    first.message_id AS "message_id!: String",
    CASE
        WHEN answerers.kind = 'assignee' THEN '=' || answerers.assignee
        WHEN answerers.kind IN ('console', 'phone') THEN answerers.kind
        WHEN answerers.kind IS NULL AND COALESCE(chats.assignee, '') <> '' THEN '=' || chats.assignee
        ELSE 'unknown'
    END AS "agent!: String"
FROM json_each(?1) AS wanted
CROSS JOIN turns ON turns.id = wanted.value
CROSS JOIN chats ON chats.id = turns.chat
CROSS JOIN messages AS first
    ON first.id = CASE WHEN chats.kind = 'group' AND ?2 THEN turns.mention ELSE turns.first_message END
LEFT JOIN answerers ON answerers.id = turns.answerer
ORDER BY wanted.key
