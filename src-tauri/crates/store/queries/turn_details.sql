-- ?1: [[turns.id, 1 if it begins with the mention]]. What a list shows of turns, in the order asked.
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
    first.message_id AS "message_id!: String",
    first.text AS "text!: String"
FROM json_each(?1) AS wanted
CROSS JOIN turns ON turns.id = wanted.value ->> 0
CROSS JOIN chats ON chats.id = turns.chat
CROSS JOIN messages AS first
    ON first.id = CASE WHEN wanted.value ->> 1 THEN turns.mention ELSE turns.first_message END
ORDER BY wanted.key
