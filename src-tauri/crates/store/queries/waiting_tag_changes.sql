-- ?1: robot key; ?2: customer.
SELECT
    id, robot_key, action_json, sent_json, carried_by, requested_by_json, requested_at, state, in_flight_at, attempts,
    finished_at, reply_code, reply_msg, outcome_json, decided_at
FROM actions
WHERE robot_key = ?1
    AND state IN ('queued', 'inFlight')
    AND carried_by IS NULL
    AND state = 'queued'
    AND kind = 'changeTags'
    AND customer_id = ?2
ORDER BY sequence
