//! The chat list.

use zuoxi_model::{Chat, ChatId, ChatKey, ChatRow, Timestamp};

use crate::rows::{ChatListRow, chat_key, chat_keys_json};
use crate::{Store, StoreError};

impl Store {
    /// Every chat, the one with the newest activity first. Reads one table from end to end and looks nothing else up,
    /// except in the drafts and the few sends that wait for a decision.
    pub async fn chat_list(&self) -> Result<Vec<ChatRow>, StoreError> {
        let rows = sqlx::query_file_as!(ChatListRow, "queries/chat_list.sql").fetch_all(self.readers()).await?;
        rows.into_iter().map(ChatRow::try_from).collect()
    }

    /// The rows of these chats, in the order of the list. A chat that is not known is left out.
    pub async fn chat_rows(&self, keys: &[ChatKey]) -> Result<Vec<ChatRow>, StoreError> {
        let keys = chat_keys_json(keys)?;
        let rows = sqlx::query_file_as!(ChatListRow, "queries/chat_rows.sql", keys).fetch_all(self.readers()).await?;
        rows.into_iter().map(ChatRow::try_from).collect()
    }

    /// The chat, if the cache knows it.
    pub async fn chat(&self, key: &ChatKey) -> Result<Option<Chat>, StoreError> {
        Ok(self.chat_rows(std::slice::from_ref(key)).await?.pop().map(|row| row.chat))
    }

    /// The chat the platform addresses by this id (Q15).
    pub async fn chat_by_id(&self, id: &ChatId) -> Result<Option<Chat>, StoreError> {
        let id = id.as_str();
        let key = sqlx::query!("SELECT robot_key, chat_user FROM chats WHERE chat_id = ?1 LIMIT 1", id)
            .fetch_optional(self.readers())
            .await?;
        match key {
            Some(key) => self.chat(&chat_key(key.robot_key, key.chat_user)).await,
            None => Ok(None),
        }
    }

    /// Notes how many messages are unread, after the platform was told. Spec 2.12.
    pub async fn set_unread(&self, key: &ChatKey, unread: u32) -> Result<(), StoreError> {
        let (robot_key, chat_user) = (key.robot_key.as_str(), key.chat_user.as_str());
        let mut writer = self.writer().await?;
        sqlx::query!(
            "UPDATE chats SET unread = ?3 WHERE robot_key = ?1 AND chat_user = ?2 AND unread <> ?3",
            robot_key,
            chat_user,
            unread
        )
        .execute(&mut *writer)
        .await?;
        Ok(())
    }

    /// The newest `lastMsgActive` the platform told; how far back a catch-up has to page. Spec 2.10.
    pub async fn latest_activity(&self) -> Result<Option<Timestamp>, StoreError> {
        let latest = sqlx::query_scalar!(r#"SELECT max(last_active) AS "latest?: i64" FROM chats"#)
            .fetch_one(self.readers())
            .await?;
        Ok(latest.map(Timestamp))
    }
}
