-- ?1: [{robotKey, id, name, remark, description, avatarUrl, phone, relationship, isWechat, createdAt}]
-- What was not said is null and keeps its value. An empty remark or description says that there is none.
INSERT INTO customers (
    robot_key, customer_id, name, remark, description, avatar_url, phone, relationship, is_wechat, created_at
)
SELECT
    news.value ->> 'robotKey',
    news.value ->> 'id',
    COALESCE(news.value ->> 'name', known.name, ''),
    nullif(COALESCE(news.value ->> 'remark', known.remark), ''),
    nullif(COALESCE(news.value ->> 'description', known.description), ''),
    COALESCE(news.value ->> 'avatarUrl', known.avatar_url),
    COALESCE(news.value ->> 'phone', known.phone),
    COALESCE(nullif(news.value ->> 'relationship', 'unknown'), known.relationship, 'unknown'),
    COALESCE(news.value ->> 'isWechat', known.is_wechat, 0),
    COALESCE(news.value ->> 'createdAt', known.created_at)
FROM json_each(?1) AS news
LEFT JOIN customers AS known
    ON known.robot_key = news.value ->> 'robotKey' AND known.customer_id = news.value ->> 'id'
WHERE true
ON CONFLICT (robot_key, customer_id) DO UPDATE SET
    name = excluded.name,
    remark = excluded.remark,
    description = excluded.description,
    avatar_url = excluded.avatar_url,
    phone = excluded.phone,
    relationship = excluded.relationship,
    is_wechat = excluded.is_wechat,
    created_at = excluded.created_at
WHERE (
    customers.name, customers.remark, customers.description, customers.avatar_url, customers.phone,
    customers.relationship, customers.is_wechat, customers.created_at
) IS NOT (
    excluded.name, excluded.remark, excluded.description, excluded.avatar_url, excluded.phone, excluded.relationship,
    excluded.is_wechat, excluded.created_at
)
RETURNING robot_key, customer_id
