-- The few that wait for a person.
SELECT
    id, robot_key, action_json, sent_json, carried_by, requested_by_json, requested_at, state, in_flight_at, attempts,
    finished_at, reply_code, reply_msg, outcome_json, decided_at
FROM actions INDEXED BY actions_undecided
WHERE state = 'unknown' AND decided_at IS NULL AND carried_by IS NULL
ORDER BY sequence
