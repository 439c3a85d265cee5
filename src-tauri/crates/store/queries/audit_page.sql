-- ?1: robot; ?2: kind; ?3: outcome; ?4, ?5: first and last time; ?6, ?7, ?8: the line the page ends before, by its time, kind and
-- sequence; ?9: how many. What was asked, newest first. A broadcast that was only planned asked nothing yet.
SELECT
    kind AS "kind!: String",
    id AS "id!: String",
    at AS "at!: i64",
    outcome AS "outcome!: String",
    sequence AS "sequence!: i64"
FROM (
    SELECT
        'action' AS kind,
        id,
        requested_at AS at,
        CASE state
            WHEN 'queued' THEN 'open' WHEN 'inFlight' THEN 'open' ELSE state
        END AS outcome,
        sequence
    FROM actions INDEXED BY actions_by_time
    WHERE requested_at BETWEEN ?4 AND ?5 AND requested_at <= ?6 AND (?1 IS NULL OR robot_key = ?1)
    UNION ALL
    SELECT
        'send',
        id,
        created_at,
        CASE state
            WHEN 'confirmed' THEN 'done' WHEN 'failed' THEN 'refused' WHEN 'unconfirmed' THEN 'unknown' ELSE 'open'
        END,
        sequence
    FROM outbox INDEXED BY outbox_by_time
    WHERE created_at BETWEEN ?4 AND ?5 AND created_at <= ?6 AND (?1 IS NULL OR robot_key = ?1)
    UNION ALL
    SELECT
        'broadcast',
        id,
        planned_at,
        CASE state WHEN 'sending' THEN 'open' WHEN 'sent' THEN 'done' WHEN 'discarded' THEN 'cancelled' ELSE state END,
        sequence
    FROM broadcasts
    WHERE state <> 'planned' AND planned_at BETWEEN ?4 AND ?5 AND planned_at <= ?6
        AND (?1 IS NULL OR EXISTS (
            SELECT 1 FROM broadcast_audience
            WHERE broadcast_audience.broadcast_id = broadcasts.id AND broadcast_audience.robot_key = ?1
        ))
) AS asked
WHERE (?2 IS NULL OR kind = ?2)
    AND (?3 IS NULL OR outcome = ?3)
    AND (at, kind, sequence) < (?6, ?7, ?8)
ORDER BY at DESC, kind DESC, sequence DESC
LIMIT ?9
