-- ?1: robot key; ?2: customer. Names found on the customer, with every tag they may mean.
SELECT
    found.name,
    found.known_since,
    tags.label_id,
    tag_groups.name AS "group_name?"
FROM ambiguous_tags AS found
CROSS JOIN tags ON tags.robot_key = found.robot_key AND tags.name = found.name
LEFT JOIN tag_groups ON tag_groups.robot_key = found.robot_key AND tag_groups.group_id = tags.group_id
WHERE found.robot_key = ?1
    AND found.customer_id = ?2
    AND NOT EXISTS (
        SELECT 1
        FROM tags AS one
        CROSS JOIN customer_tags
            ON customer_tags.robot_key = one.robot_key
            AND customer_tags.customer_id = found.customer_id
            AND customer_tags.label_id = one.label_id
        WHERE one.robot_key = found.robot_key AND one.name = found.name AND customer_tags.is_carried = 1
    )
ORDER BY found.name, tags.position
