-- ?1: chats.id; ?2: message id, as it was sent or as it was echoed.
SELECT timestamp, svr_order, message_id
FROM messages
WHERE chat = ?1
    AND message_id IN (?2, (SELECT outbox.echoed_as FROM outbox WHERE outbox.id = ?2))
ORDER BY message_id = ?2 DESC
LIMIT 1
