-- ?1: [[robot key, customer]]
SELECT
    friend_requests.robot_key,
    friend_requests.customer_id,
    friend_requests.name,
    friend_requests.avatar_url,
    friend_requests.reason,
    friend_requests.gender,
    friend_requests.description,
    friend_requests.is_wechat AS "is_wechat: bool",
    friend_requests.received_at,
    friend_requests.state
FROM json_each(?1) AS wanted
CROSS JOIN friend_requests
    ON friend_requests.robot_key = wanted.value ->> 0 AND friend_requests.customer_id = wanted.value ->> 1
ORDER BY wanted.key
