//! Replies that are kept ready.

use sqlx::SqliteConnection;
use zuoxi_model::{QuickReply, Timestamp};

use crate::rows::{count, json};
use crate::store::begin;
use crate::{Store, StoreError};

impl Store {
    /// Every quick reply, by group, code and title.
    pub async fn quick_replies(&self) -> Result<Vec<QuickReply>, StoreError> {
        let rows = sqlx::query!(
            "SELECT id, group_name, code, title, content_json, used_at, uses FROM quick_replies
             ORDER BY group_name, code, title, id"
        )
        .fetch_all(self.readers())
        .await?;
        rows.into_iter()
            .map(|row| {
                let content = serde_json::from_str(&row.content_json)
                    .map_err(|error| StoreError::corrupt(format!("the quick reply {}: {error}", row.id)))?;
                Ok(QuickReply {
                    id: row.id,
                    group: row.group_name,
                    code: row.code,
                    title: row.title,
                    content,
                    used_at: row.used_at.map(Timestamp),
                    uses: count(row.uses),
                })
            })
            .collect()
    }

    /// Writes these replies, all or none. How often a known one was used stays as it is.
    pub async fn save_quick_replies(&self, replies: &[QuickReply]) -> Result<(), StoreError> {
        let mut writer = self.writer().await?;
        let mut tx = begin(&mut writer).await?;
        for reply in replies {
            write(&mut tx, reply).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// False if there is no such reply.
    pub async fn delete_quick_reply(&self, id: &str) -> Result<bool, StoreError> {
        let mut writer = self.writer().await?;
        let done = sqlx::query!("DELETE FROM quick_replies WHERE id = ?1", id).execute(&mut *writer).await?;
        Ok(done.rows_affected() > 0)
    }

    /// Notes that a reply was used. False if there is no such reply.
    pub async fn quick_reply_used(&self, id: &str, at: Timestamp) -> Result<bool, StoreError> {
        let mut writer = self.writer().await?;
        let done = sqlx::query!("UPDATE quick_replies SET uses = uses + 1, used_at = ?2 WHERE id = ?1", id, at.0)
            .execute(&mut *writer)
            .await?;
        Ok(done.rows_affected() > 0)
    }
}

async fn write(conn: &mut SqliteConnection, reply: &QuickReply) -> Result<(), StoreError> {
    let content = json(&reply.content)?;
    let used_at = reply.used_at.map(|at| at.0);
    sqlx::query!(
        "INSERT INTO quick_replies (id, group_name, code, title, content_json, used_at, uses)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (id) DO UPDATE SET
            group_name = excluded.group_name,
            code = excluded.code,
            title = excluded.title,
            content_json = excluded.content_json",
        reply.id,
        reply.group,
        reply.code,
        reply.title,
        content,
        used_at,
        reply.uses
    )
    .execute(conn)
    .await?;
    Ok(())
}
