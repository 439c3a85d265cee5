//! Messages that are let go after a time, or at once: removed slice by slice, so that a live message never waits long.
//!
//! A message whose send is not confirmed stays, whatever its age: it is not the platform's yet. Coverage of a chat is cut
//! in the same transaction, so that it never claims what is gone; the search index follows by its triggers, and the chat's
//! row is worked out anew. What the cache lets go the platform still has.

use serde_json::Value;
use sqlx::SqliteConnection;
use zuoxi_model::{ChatKey, MessageId, MessageKey, Timestamp};

use crate::rows::chat_key;
use crate::store::begin;
use crate::{Store, StoreError, summary};

/// The setting that says before when messages have been let go.
const CLEARED_BEFORE: &str = "clearedBefore";

/// What one slice removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cleared {
    /// Where the next slice goes on.
    pub row: i64,
    pub chat: ChatKey,
    pub keys: Vec<MessageKey>,
}

/// How much the cache holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// The file and its log, media included.
    pub file_bytes: u64,
    pub picture_bytes: u64,
    pub messages: u64,
    pub chats: u64,
    /// Sends that are not confirmed.
    pub unsent: u64,
    pub drafts: u64,
}

pub(crate) async fn cleared_before(conn: &mut SqliteConnection) -> Result<Option<Timestamp>, StoreError> {
    let stored = sqlx::query_scalar!("SELECT value_json FROM settings WHERE name = ?1", CLEARED_BEFORE)
        .fetch_optional(conn)
        .await?;
    let value: Option<Value> = stored.and_then(|text| serde_json::from_str(&text).ok());
    Ok(value.and_then(|value| value.as_i64()).map(Timestamp))
}

impl Store {
    /// Before when messages have been let go, if they are.
    pub async fn cleared_before(&self) -> Result<Option<Timestamp>, StoreError> {
        cleared_before(&mut *self.readers().acquire().await?).await
    }

    /// Notes before when messages are let go from now on; `None` if all are kept.
    pub async fn set_cleared_before(&self, before: Option<Timestamp>) -> Result<(), StoreError> {
        self.set_setting(CLEARED_BEFORE, &before.map_or(Value::Null, |before| before.0.into())).await
    }

    /// Removes up to `limit` messages from before `before` out of the first chat at or after the row `from` that has some;
    /// `None` once there is no such chat.
    pub async fn clear_slice(&self, before: Timestamp, from: i64, limit: u32) -> Result<Option<Cleared>, StoreError> {
        let mut writer = self.writer().await?;
        let mut tx = begin(&mut writer).await?;
        let found = sqlx::query!(
            r#"SELECT chats.id AS "id!: i64", chats.robot_key, chats.chat_user
               FROM chats
               WHERE chats.id >= ?2 AND EXISTS (
                    SELECT 1 FROM messages INDEXED BY messages_in_thread_order
                    WHERE messages.chat = chats.id AND messages.timestamp < ?1 AND NOT EXISTS (
                        SELECT 1 FROM outbox
                        WHERE outbox.id = messages.message_id AND outbox.state <> 'confirmed'
                    )
               )
               ORDER BY chats.id LIMIT 1"#,
            before.0,
            from
        )
        .fetch_optional(&mut *tx)
        .await?;
        let Some(found) = found else { return Ok(None) };
        let chat = chat_key(found.robot_key, found.chat_user);
        let (robot_key, chat_user) = (chat.robot_key.as_str(), chat.chat_user.as_str());
        sqlx::query!(
            "DELETE FROM coverage WHERE robot_key = ?1 AND chat_user = ?2 AND to_ts < ?3",
            robot_key,
            chat_user,
            before.0
        )
        .execute(&mut *tx)
        .await?;
        sqlx::query!(
            "UPDATE coverage SET from_ts = ?3 WHERE robot_key = ?1 AND chat_user = ?2 AND from_ts < ?3",
            robot_key,
            chat_user,
            before.0
        )
        .execute(&mut *tx)
        .await?;
        let removed = sqlx::query_scalar!(
            r#"DELETE FROM messages WHERE id IN (
                    SELECT old.id FROM messages AS old INDEXED BY messages_in_thread_order
                    WHERE old.chat = ?1 AND old.timestamp < ?2 AND NOT EXISTS (
                        SELECT 1 FROM outbox WHERE outbox.id = old.message_id AND outbox.state <> 'confirmed'
                    )
                    ORDER BY old.timestamp LIMIT ?3
               )
               RETURNING message_id AS "message_id!: String""#,
            found.id,
            before.0,
            limit
        )
        .fetch_all(&mut *tx)
        .await?;
        // The platform's own line about the chat is a message's words, too.
        sqlx::query!("UPDATE chats SET preview = '' WHERE id = ?1 AND last_active < ?2", found.id, before.0)
            .execute(&mut *tx)
            .await?;
        summary::refresh(&mut tx, &[found.id]).await?;
        tx.commit().await?;
        let key = |id: String| MessageKey {
            robot_key: chat.robot_key.clone(),
            chat_user: chat.chat_user.clone(),
            message_id: MessageId::from(id),
        };
        let keys = removed.into_iter().map(key).collect();
        Ok(Some(Cleared { row: found.id, chat, keys }))
    }

    /// Removes what was received before then and could not be placed (Q18).
    pub async fn clear_unrecognised(&self, before: Timestamp) -> Result<(), StoreError> {
        let mut writer = self.writer().await?;
        sqlx::query!("DELETE FROM unrecognised WHERE last_received_at < ?1", before.0).execute(&mut *writer).await?;
        Ok(())
    }

    /// Gives the room of what was removed back to the disk. Rewrites the file, which takes as long as what is left in it.
    pub async fn shrink(&self) -> Result<(), StoreError> {
        let mut writer = self.writer().await?;
        sqlx::query("VACUUM").execute(&mut *writer).await?;
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut *writer).await?;
        Ok(())
    }

    /// How much the cache holds.
    pub async fn usage(&self) -> Result<Usage, StoreError> {
        let counts = sqlx::query!(
            r#"SELECT
                (SELECT count(*) FROM chats) AS "chats!: i64",
                (SELECT count(*) FROM messages) AS "messages!: i64",
                (SELECT count(*) FROM drafts) AS "drafts!: i64",
                (SELECT count(*) FROM outbox WHERE state <> 'confirmed') AS "unsent!: i64",
                (SELECT COALESCE(sum(size_bytes), 0) FROM pictures) AS "picture_bytes!: i64""#
        )
        .fetch_one(self.readers())
        .await?;
        Ok(Usage {
            file_bytes: self.file_bytes().await?,
            picture_bytes: counts.picture_bytes.unsigned_abs(),
            messages: counts.messages.unsigned_abs(),
            chats: counts.chats.unsigned_abs(),
            unsent: counts.unsent.unsigned_abs(),
            drafts: counts.drafts.unsigned_abs(),
        })
    }
}
