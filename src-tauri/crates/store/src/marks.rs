//! How a person arranged the list: pinned, hidden, muted, snoozed, marked as unread. Known to this console alone.
//!
//! A hidden chat comes back with the next message; a snoozed one when its time is up or the customer writes. Both are
//! decided by the platform's own times: the mark remembers the newest message there was, and what is newer brings the
//! chat back, so that old history that is read late does not.

use std::collections::{HashMap, HashSet};

use sqlx::SqliteConnection;
use zuoxi_model::{ChatKey, ChatMarksChange, Direction, Message, MessageKey, Timestamp};

use crate::rows::{chat_key, chat_keys_json, json};
use crate::store::begin;
use crate::{Store, StoreError};

impl Store {
    /// Changes the marks of these chats. What is `None` stays as it is; snoozing until 0 wakes.
    pub async fn set_chat_marks(&self, chats: &[ChatKey], change: &ChatMarksChange) -> Result<(), StoreError> {
        let keys = chat_keys_json(chats)?;
        let snoozed_until = change.snoozed_until.map(|until| until.0);
        let mut writer = self.writer().await?;
        let mut tx = begin(&mut writer).await?;
        sqlx::query!(
            "INSERT INTO chat_marks (robot_key, chat_user)
             SELECT wanted.value ->> 0, wanted.value ->> 1 FROM json_each(?1) AS wanted WHERE true
             ON CONFLICT (robot_key, chat_user) DO NOTHING",
            keys
        )
        .execute(&mut *tx)
        .await?;
        sqlx::query!(
            "UPDATE chat_marks SET
                is_pinned = COALESCE(?2, is_pinned),
                is_muted = COALESCE(?3, is_muted),
                has_unread_mark = COALESCE(?4, has_unread_mark),
                hidden_after = CASE ?5 WHEN 1 THEN known.newest WHEN 0 THEN NULL ELSE hidden_after END,
                snoozed_until = CASE WHEN ?6 IS NULL THEN snoozed_until ELSE nullif(max(?6, 0), 0) END,
                snoozed_after = CASE
                    WHEN ?6 IS NULL THEN snoozed_after
                    WHEN ?6 > 0 THEN known.newest
                END
             FROM (
                SELECT
                    wanted.value ->> 0 AS robot_key,
                    wanted.value ->> 1 AS chat_user,
                    COALESCE(chats.last_timestamp, 0) AS newest
                FROM json_each(?1) AS wanted
                LEFT JOIN chats ON chats.robot_key = wanted.value ->> 0 AND chats.chat_user = wanted.value ->> 1
             ) AS known
             WHERE chat_marks.robot_key = known.robot_key AND chat_marks.chat_user = known.chat_user",
            keys,
            change.pinned,
            change.muted,
            change.unread_mark,
            change.hidden,
            snoozed_until
        )
        .execute(&mut *tx)
        .await?;
        sqlx::query!(
            "DELETE FROM chat_marks
             WHERE is_pinned = 0 AND is_muted = 0 AND has_unread_mark = 0
                AND hidden_after IS NULL AND snoozed_until IS NULL"
        )
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Takes the mark of unread from a chat that was read. True if it had one.
    pub async fn clear_unread_mark(&self, chat: &ChatKey) -> Result<bool, StoreError> {
        let (robot_key, chat_user) = (chat.robot_key.as_str(), chat.chat_user.as_str());
        let mut writer = self.writer().await?;
        let done = sqlx::query!(
            "UPDATE chat_marks SET has_unread_mark = 0
             WHERE robot_key = ?1 AND chat_user = ?2 AND has_unread_mark = 1",
            robot_key,
            chat_user
        )
        .execute(&mut *writer)
        .await?;
        Ok(done.rows_affected() > 0)
    }

    /// When the next snoozed chat is to come back.
    pub async fn next_wake(&self) -> Result<Option<Timestamp>, StoreError> {
        let next = sqlx::query_scalar!(
            r#"SELECT min(snoozed_until) AS "next?: i64" FROM chat_marks WHERE snoozed_until IS NOT NULL"#
        )
        .fetch_one(self.readers())
        .await?;
        Ok(next.map(Timestamp))
    }

    /// Brings back the snoozed chats whose time is up; returns them.
    pub async fn wake(&self, now: Timestamp) -> Result<Vec<ChatKey>, StoreError> {
        let mut writer = self.writer().await?;
        let rows = sqlx::query!(
            "UPDATE chat_marks SET snoozed_until = NULL, snoozed_after = NULL
             WHERE snoozed_until <= ?1
             RETURNING robot_key, chat_user",
            now.0
        )
        .fetch_all(&mut *writer)
        .await?;
        Ok(rows.into_iter().map(|row| chat_key(row.robot_key, row.chat_user)).collect())
    }
}

/// Ends what these messages end. Returns the chats that came back.
pub(crate) async fn bring_back(
    conn: &mut SqliteConnection,
    messages: &[Message],
    new: &[MessageKey],
) -> Result<Vec<ChatKey>, StoreError> {
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let new: HashSet<&MessageKey> = new.iter().collect();
    // The newest message of each chat, and the newest of the customer; 0 where there is none.
    let mut newest: HashMap<ChatKey, (i64, i64)> = HashMap::new();
    for message in messages.iter().filter(|message| new.contains(&message.key)) {
        let (any, theirs) = newest.entry(message.key.chat()).or_default();
        *any = (*any).max(message.timestamp.0);
        if message.direction == Direction::In {
            *theirs = (*theirs).max(message.timestamp.0);
        }
    }
    let news: Vec<(&str, &str, i64, i64)> = newest
        .iter()
        .map(|(key, (any, theirs))| (key.robot_key.as_str(), key.chat_user.as_str(), *any, *theirs))
        .collect();
    let news = json(&news)?;
    let rows = sqlx::query!(
        "UPDATE chat_marks SET
            hidden_after = CASE WHEN hidden_after >= news.value ->> 2 THEN hidden_after END,
            snoozed_until = CASE WHEN snoozed_after >= news.value ->> 3 THEN snoozed_until END,
            snoozed_after = CASE WHEN snoozed_after >= news.value ->> 3 THEN snoozed_after END
         FROM json_each(?1) AS news
         WHERE chat_marks.robot_key = news.value ->> 0 AND chat_marks.chat_user = news.value ->> 1
            AND (hidden_after < news.value ->> 2 OR snoozed_after < news.value ->> 3)
         RETURNING robot_key, chat_user",
        news
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| chat_key(row.robot_key, row.chat_user)).collect())
}
