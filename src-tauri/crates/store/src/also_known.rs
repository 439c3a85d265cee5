//! Other robots that know the same customer, and what was said there last.

use zuoxi_model::{AlsoKnown, ChatKey, Direction, LastMessage, Relationship, Timestamp};

use crate::rows::{chat_key, content};
use crate::words::Word as _;
use crate::{Store, StoreError};

impl Store {
    /// The other robots that know the customer of this chat; the one that talked last comes first. A group has none: every
    /// robot in it is a member like any other.
    pub async fn also_known(&self, chat: &ChatKey) -> Result<Vec<AlsoKnown>, StoreError> {
        if chat.chat_user.is_group() {
            return Ok(Vec::new());
        }
        let (robot_key, chat_user) = (chat.robot_key.as_str(), chat.chat_user.as_str());
        let rows = sqlx::query!(
            r#"SELECT customers.robot_key, customers.customer_id, customers.relationship,
                chats.id AS "chat?: i64",
                chats.last_timestamp AS "last_timestamp?", chats.last_direction AS "last_direction?",
                chats.last_sender_name AS "last_sender_name?", chats.last_content_json AS "last_content_json?"
               FROM customers
               LEFT JOIN chats
                ON chats.robot_key = customers.robot_key AND chats.chat_user = customers.customer_id
               WHERE customers.customer_id = ?2 AND customers.robot_key <> ?1
               ORDER BY COALESCE(chats.last_timestamp, 0) DESC, customers.robot_key"#,
            robot_key,
            chat_user
        )
        .fetch_all(self.readers())
        .await?;
        rows.into_iter()
            .map(|row| {
                let last_message = match (row.last_timestamp, row.last_direction, row.last_content_json) {
                    (Some(timestamp), Some(direction), Some(json)) => Some(LastMessage {
                        direction: Direction::read(&direction)?,
                        sender_name: row.last_sender_name.unwrap_or_default(),
                        content: content(json),
                        timestamp: Timestamp(timestamp),
                    }),
                    _ => None,
                };
                Ok(AlsoKnown {
                    robot_key: row.robot_key.clone().into(),
                    chat: row.chat.map(|_| chat_key(row.robot_key, row.customer_id)),
                    last_message,
                    relationship: Relationship::read(&row.relationship)?,
                })
            })
            .collect()
    }
}
