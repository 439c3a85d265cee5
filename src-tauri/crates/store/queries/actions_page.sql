-- ?1: the action the page ends before, or null; ?2: how many. Newest first.
SELECT
    id, robot_key, action_json, sent_json, carried_by, requested_by_json, requested_at, state, in_flight_at, attempts,
    finished_at, reply_code, reply_msg, outcome_json, decided_at
FROM actions
WHERE sequence < COALESCE((SELECT place.sequence FROM actions AS place WHERE place.id = ?1), 9223372036854775807)
ORDER BY sequence DESC
LIMIT ?2
