-- ?1: [{robotKey, chatUser, chatId, kind, name, avatarUrl, lastActive, unread, preview, assignee, kindByPeer, nameByMessage}]
-- What was not said is null and keeps its value; the last two are used where nothing better is known.
INSERT INTO chats (robot_key, chat_user, chat_id, kind, name, avatar_url, last_active, unread, preview, assignee)
SELECT
    news.value ->> 'robotKey',
    news.value ->> 'chatUser',
    COALESCE(news.value ->> 'chatId', known.chat_id, ''),
    COALESCE(news.value ->> 'kind', known.kind, news.value ->> 'kindByPeer'),
    COALESCE(news.value ->> 'name', nullif(known.name, ''), news.value ->> 'nameByMessage', ''),
    COALESCE(news.value ->> 'avatarUrl', known.avatar_url),
    -- A chat's activity only moves forward; an older page of the list must not take it back.
    nullif(max(COALESCE(news.value ->> 'lastActive', 0), COALESCE(known.last_active, 0)), 0),
    COALESCE(news.value ->> 'unread', known.unread, 0),
    COALESCE(news.value ->> 'preview', known.preview, ''),
    COALESCE(news.value ->> 'assignee', known.assignee)
FROM json_each(?1) AS news
LEFT JOIN chats AS known
    ON known.robot_key = news.value ->> 'robotKey' AND known.chat_user = news.value ->> 'chatUser'
WHERE true
ON CONFLICT (robot_key, chat_user) DO UPDATE SET
    chat_id = excluded.chat_id,
    kind = excluded.kind,
    name = excluded.name,
    avatar_url = excluded.avatar_url,
    last_active = excluded.last_active,
    unread = excluded.unread,
    preview = excluded.preview,
    assignee = excluded.assignee
WHERE (
    chats.chat_id, chats.kind, chats.name, chats.avatar_url, chats.last_active, chats.unread, chats.preview,
    chats.assignee
) IS NOT (
    excluded.chat_id, excluded.kind, excluded.name, excluded.avatar_url, excluded.last_active, excluded.unread,
    excluded.preview, excluded.assignee
)
RETURNING robot_key, chat_user
