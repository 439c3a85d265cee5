//! How much is unread in all, for an account that is not looked at.

use crate::rows::count;
use crate::{Store, StoreError};

impl Store {
    /// Unread messages of the chats that are not muted.
    pub async fn unread(&self) -> Result<u32, StoreError> {
        let unread = sqlx::query_scalar!(
            r#"SELECT COALESCE(sum(chats.unread), 0) AS "unread!: i64"
               FROM chats
               LEFT JOIN chat_marks AS marks
                  ON marks.robot_key = chats.robot_key AND marks.chat_user = chats.chat_user
               WHERE chats.unread > 0 AND COALESCE(marks.is_muted, 0) = 0"#
        )
        .fetch_one(self.readers())
        .await?;
        Ok(count(unread))
    }
}
