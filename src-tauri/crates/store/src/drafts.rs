//! What was typed and not sent. A draft is saved while one types and has to survive a kill.

use sqlx::SqliteConnection;
use zuoxi_model::{ChatKey, Content, Draft, DraftContent, OutboxEntry, Timestamp};

use crate::rows::{json, read_json};
use crate::store::begin;
use crate::{Store, StoreError};

impl Store {
    /// Keeps a draft. One without a text and without attachments is no draft and removes the one there was.
    pub async fn save_draft(&self, draft: &Draft) -> Result<(), StoreError> {
        let mut writer = self.writer().await?;
        let mut tx = begin(&mut writer).await?;
        write(&mut tx, draft).await?;
        tx.commit().await?;
        Ok(())
    }

    pub async fn draft(&self, chat: &ChatKey) -> Result<Option<Draft>, StoreError> {
        let mut reader = self.readers().acquire().await?;
        read(&mut reader, chat).await
    }
}

/// Takes out of a chat's draft what leaves with `entry`: the text, or the one file. The rest of it stays.
pub(crate) async fn sent(conn: &mut SqliteConnection, entry: &OutboxEntry) -> Result<(), StoreError> {
    let Some(mut draft) = read(conn, &entry.chat).await? else { return Ok(()) };
    if let Some(attachment) = &entry.attachment {
        draft.content.attachments.retain(|kept| kept.path != attachment.path);
    } else if matches!(entry.content, Content::Text { .. }) {
        draft.content.text.clear();
        draft.content.mentions.clear();
    }
    write(conn, &draft).await
}

async fn read(conn: &mut SqliteConnection, chat: &ChatKey) -> Result<Option<Draft>, StoreError> {
    let (robot_key, chat_user) = (chat.robot_key.as_str(), chat.chat_user.as_str());
    let row = sqlx::query!(
        "SELECT text, mentions_json, attachments_json, updated_at FROM drafts WHERE robot_key = ?1 AND chat_user = ?2",
        robot_key,
        chat_user
    )
    .fetch_optional(conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let content = DraftContent {
        text: row.text,
        mentions: read_json("the mentions of a draft", &row.mentions_json)?,
        attachments: read_json("the files of a draft", &row.attachments_json)?,
    };
    Ok(Some(Draft { chat: chat.clone(), content, updated_at: Timestamp(row.updated_at) }))
}

async fn write(conn: &mut SqliteConnection, draft: &Draft) -> Result<(), StoreError> {
    let (robot_key, chat_user) = (draft.chat.robot_key.as_str(), draft.chat.chat_user.as_str());
    if draft.content.is_empty() {
        sqlx::query!("DELETE FROM drafts WHERE robot_key = ?1 AND chat_user = ?2", robot_key, chat_user)
            .execute(conn)
            .await?;
        return Ok(());
    }
    let (mentions, attachments) = (json(&draft.content.mentions)?, json(&draft.content.attachments)?);
    sqlx::query!(
        "INSERT INTO drafts (robot_key, chat_user, text, mentions_json, attachments_json, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (robot_key, chat_user) DO UPDATE SET
            text = excluded.text,
            mentions_json = excluded.mentions_json,
            attachments_json = excluded.attachments_json,
            updated_at = excluded.updated_at",
        robot_key,
        chat_user,
        draft.content.text,
        mentions,
        attachments,
        draft.updated_at.0
    )
    .execute(conn)
    .await?;
    Ok(())
}
