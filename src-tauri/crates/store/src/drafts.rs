//! What was typed and not sent. A draft is saved while one types and has to survive a kill.

use sqlx::SqliteConnection;
use zuoxi_model::{ChatKey, Draft, Timestamp};

use crate::{Store, StoreError};

impl Store {
    /// Keeps a draft. An empty text is no draft and removes the one there was.
    pub async fn save_draft(&self, draft: &Draft) -> Result<(), StoreError> {
        let mut writer = self.writer().await?;
        if draft.text.is_empty() {
            return remove(&mut writer, &draft.chat).await;
        }
        let (robot_key, chat_user) = (draft.chat.robot_key.as_str(), draft.chat.chat_user.as_str());
        sqlx::query!(
            "INSERT INTO drafts (robot_key, chat_user, text, updated_at) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (robot_key, chat_user) DO UPDATE SET text = excluded.text, updated_at = excluded.updated_at",
            robot_key,
            chat_user,
            draft.text,
            draft.updated_at.0
        )
        .execute(&mut *writer)
        .await?;
        Ok(())
    }

    pub async fn draft(&self, chat: &ChatKey) -> Result<Option<Draft>, StoreError> {
        let (robot_key, chat_user) = (chat.robot_key.as_str(), chat.chat_user.as_str());
        let row = sqlx::query!(
            "SELECT text, updated_at FROM drafts WHERE robot_key = ?1 AND chat_user = ?2",
            robot_key,
            chat_user
        )
        .fetch_optional(self.readers())
        .await?;
        Ok(row.map(|row| Draft { chat: chat.clone(), text: row.text, updated_at: Timestamp(row.updated_at) }))
    }
}

pub(crate) async fn remove(conn: &mut SqliteConnection, chat: &ChatKey) -> Result<(), StoreError> {
    let (robot_key, chat_user) = (chat.robot_key.as_str(), chat.chat_user.as_str());
    sqlx::query!("DELETE FROM drafts WHERE robot_key = ?1 AND chat_user = ?2", robot_key, chat_user)
        .execute(conn)
        .await?;
    Ok(())
}
