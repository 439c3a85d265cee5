//! Private notes of a customer or group of one robot. They are never sent.

use zuoxi_model::{ChatKey, Note, Timestamp};

use crate::{Store, StoreError};

impl Store {
    /// The notes of a chat, the newest first.
    pub async fn notes(&self, chat: &ChatKey) -> Result<Vec<Note>, StoreError> {
        let (robot_key, chat_user) = (chat.robot_key.as_str(), chat.chat_user.as_str());
        let rows = sqlx::query!(
            "SELECT id, text, written_at, written_by FROM notes
             WHERE robot_key = ?1 AND chat_user = ?2
             ORDER BY written_at DESC, id DESC",
            robot_key,
            chat_user
        )
        .fetch_all(self.readers())
        .await?;
        let notes = rows.into_iter().map(|row| Note {
            id: row.id,
            text: row.text,
            at: Timestamp(row.written_at),
            by: row.written_by,
        });
        Ok(notes.collect())
    }

    /// Writes a note of a chat, or writes it anew. False if a note of this id belongs to another chat.
    pub async fn save_note(&self, chat: &ChatKey, note: &Note) -> Result<bool, StoreError> {
        let (robot_key, chat_user) = (chat.robot_key.as_str(), chat.chat_user.as_str());
        let mut writer = self.writer().await?;
        let done = sqlx::query!(
            "INSERT INTO notes (id, robot_key, chat_user, text, written_at, written_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (id) DO UPDATE SET
                text = excluded.text, written_at = excluded.written_at, written_by = excluded.written_by
             WHERE robot_key = excluded.robot_key AND chat_user = excluded.chat_user",
            note.id,
            robot_key,
            chat_user,
            note.text,
            note.at.0,
            note.by
        )
        .execute(&mut *writer)
        .await?;
        Ok(done.rows_affected() > 0)
    }

    /// False if the chat has no such note.
    pub async fn delete_note(&self, chat: &ChatKey, id: &str) -> Result<bool, StoreError> {
        let (robot_key, chat_user) = (chat.robot_key.as_str(), chat.chat_user.as_str());
        let mut writer = self.writer().await?;
        let done = sqlx::query!(
            "DELETE FROM notes WHERE id = ?1 AND robot_key = ?2 AND chat_user = ?3",
            id,
            robot_key,
            chat_user
        )
        .execute(&mut *writer)
        .await?;
        Ok(done.rows_affected() > 0)
    }
}
