-- ?1: [robot key]; ?2: what was checked before this is due. A sweep that was begun goes first.
SELECT tag_sweeps.robot_key, tag_sweeps.name, tag_sweeps.next_page
FROM json_each(?1) AS wanted
CROSS JOIN tag_sweeps ON tag_sweeps.robot_key = wanted.value
WHERE tag_sweeps.started_at IS NOT NULL OR COALESCE(tag_sweeps.checked_at, 0) < ?2
ORDER BY tag_sweeps.started_at IS NULL, COALESCE(tag_sweeps.checked_at, 0), tag_sweeps.name
LIMIT 1
