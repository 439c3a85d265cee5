-- ?1: robot key; ?2: customer. In the order of the library.
SELECT
    carried.label_id,
    tags.name AS "name?",
    tag_groups.name AS "group_name?",
    carried.known_since,
    carried.source
FROM customer_tags AS carried
LEFT JOIN tags ON tags.robot_key = carried.robot_key AND tags.label_id = carried.label_id
LEFT JOIN tag_groups ON tag_groups.robot_key = carried.robot_key AND tag_groups.group_id = tags.group_id
WHERE carried.robot_key = ?1 AND carried.customer_id = ?2 AND carried.is_carried = 1
ORDER BY tags.position IS NULL, tags.position, carried.label_id
