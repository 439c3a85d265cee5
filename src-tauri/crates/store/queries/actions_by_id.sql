-- ?1: [id]; in the order asked.
SELECT
    actions.id, actions.robot_key, actions.action_json, actions.sent_json, actions.carried_by,
    actions.requested_by_json, actions.requested_at, actions.state, actions.in_flight_at, actions.attempts,
    actions.finished_at, actions.reply_code, actions.reply_msg, actions.outcome_json, actions.decided_at
FROM json_each(?1) AS wanted
CROSS JOIN actions ON actions.id = wanted.value
ORDER BY wanted.key
