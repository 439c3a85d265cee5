-- ?1: [{robotKey, id, name, ownerId, ownerName, memberCount, isExternal, isLive, createdAt}]
INSERT INTO groups (
    robot_key, group_id, name, owner_id, owner_name, member_count, is_external, is_live, created_at
)
SELECT
    news.value ->> 'robotKey',
    news.value ->> 'id',
    COALESCE(nullif(news.value ->> 'name', ''), known.name, ''),
    COALESCE(news.value ->> 'ownerId', known.owner_id),
    COALESCE(news.value ->> 'ownerName', known.owner_name),
    news.value ->> 'memberCount',
    news.value ->> 'isExternal',
    news.value ->> 'isLive',
    COALESCE(news.value ->> 'createdAt', known.created_at)
FROM json_each(?1) AS news
LEFT JOIN groups AS known
    ON known.robot_key = news.value ->> 'robotKey' AND known.group_id = news.value ->> 'id'
WHERE true
ON CONFLICT (robot_key, group_id) DO UPDATE SET
    name = excluded.name,
    owner_id = excluded.owner_id,
    owner_name = excluded.owner_name,
    member_count = excluded.member_count,
    is_external = excluded.is_external,
    is_live = excluded.is_live,
    created_at = excluded.created_at
WHERE (
    groups.name, groups.owner_id, groups.owner_name, groups.member_count, groups.is_external, groups.is_live,
    groups.created_at
) IS NOT (
    excluded.name, excluded.owner_id, excluded.owner_name, excluded.member_count, excluded.is_external,
    excluded.is_live, excluded.created_at
)
RETURNING robot_key, group_id
