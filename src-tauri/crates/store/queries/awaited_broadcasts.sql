-- ?1: [[robot key, chat user]]. The oldest broadcast first: it is the first to arrive.
SELECT
    broadcasts.id AS "id!: String",
    broadcasts.draft_json AS "draft_json!: String",
    broadcasts.started_at AS "started_at!: i64",
    audience.robot_key AS "robot_key!: String",
    audience.chat_user AS "chat_user!: String",
    (
        SELECT COALESCE(json_group_array(seen.part), '[]') FROM broadcast_sightings AS seen
        WHERE seen.broadcast_id = audience.broadcast_id
            AND seen.robot_key = audience.robot_key
            AND seen.chat_user = audience.chat_user
    ) AS "seen!: String"
FROM json_each(?1) AS wanted
CROSS JOIN broadcast_audience AS audience
    ON audience.robot_key = wanted.value ->> 0 AND audience.chat_user = wanted.value ->> 1
CROSS JOIN broadcasts ON broadcasts.id = audience.broadcast_id
WHERE broadcasts.state IN ('sending', 'sent', 'unknown') AND broadcasts.started_at IS NOT NULL
ORDER BY broadcasts.sequence
