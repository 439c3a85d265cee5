-- ?1: robot key; ?2: group.
SELECT
    customer_id,
    name,
    avatar_url,
    role,
    is_wechat AS "is_wechat: bool",
    is_external AS "is_external: bool"
FROM group_members
WHERE robot_key = ?1 AND group_id = ?2 AND is_present = 1
ORDER BY CASE role WHEN 'owner' THEN 0 WHEN 'admin' THEN 1 ELSE 2 END, name, customer_id
