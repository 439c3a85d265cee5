//! Turns: a customer's burst of messages up to our first answer. The one place where that is said in SQL; whatever keeps
//! turns in a table of its own can stand in for these two statements.

use zuoxi_model::{ChatKind, Timestamp};

use crate::rows::json;
use crate::words::Word as _;
use crate::{Reader, StoreError};

/// A burst of a customer's messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenTurn {
    /// The row of our first answer; none while there is none.
    pub answer: Option<i64>,
    pub robot_key: String,
    pub chat_user: String,
    pub kind: ChatKind,
    /// The first message of the burst.
    pub message_id: String,
    pub began: Timestamp,
    pub answered: Option<Timestamp>,
    /// Who answered, or else whom the chat is assigned to.
    pub agent: String,
}

impl Reader {
    /// The turns that these messages, by row, are the first answers to. An answer that failed is none.
    pub async fn turns_answered(&self, messages: &[i64]) -> Result<Vec<SeenTurn>, StoreError> {
        let messages = json(messages)?;
        let rows = sqlx::query!(
            r#"SELECT
                answer.id AS "answer!: i64",
                answer.timestamp AS "answered!: i64",
                opening.message_id AS "message_id!: String",
                opening.timestamp AS "began!: i64",
                chats.robot_key AS "robot_key!: String",
                chats.chat_user AS "chat_user!: String",
                chats.kind AS "kind!: String",
                CASE
                    WHEN answer.origin = 'console' THEN 'console'
                    WHEN COALESCE(answer.assignee, '') <> '' THEN '=' || answer.assignee
                    WHEN answer.origin = 'phone' THEN 'phone'
                    ELSE 'unknown'
                END AS "agent!: String"
               FROM json_each(?1) AS wanted
               CROSS JOIN messages AS answer ON answer.id = wanted.value
               CROSS JOIN chats ON chats.id = answer.chat
               LEFT JOIN messages AS earlier ON earlier.id = (
                    SELECT ours.id FROM messages AS ours INDEXED BY messages_from_us
                    WHERE ours.chat = answer.chat
                        AND ours.direction = 'out'
                        AND ours.send_status IS NOT 'failed'
                        AND (ours.timestamp, ours.svr_order, ours.message_id)
                            < (answer.timestamp, answer.svr_order, answer.message_id)
                    ORDER BY ours.timestamp DESC, ours.svr_order DESC, ours.message_id DESC
                    LIMIT 1
               )
               CROSS JOIN messages AS opening ON opening.id = (
                    SELECT theirs.id FROM messages AS theirs INDEXED BY messages_in_thread_order
                    WHERE theirs.chat = answer.chat
                        AND theirs.direction = 'in'
                        AND (theirs.timestamp, theirs.svr_order, theirs.message_id)
                            < (answer.timestamp, answer.svr_order, answer.message_id)
                        AND (theirs.timestamp, theirs.svr_order, theirs.message_id)
                            > (COALESCE(earlier.timestamp, -1), COALESCE(earlier.svr_order, 0), COALESCE(earlier.message_id, ''))
                    ORDER BY theirs.timestamp, theirs.svr_order, theirs.message_id
                    LIMIT 1
               )
               WHERE answer.direction = 'out' AND answer.send_status IS NOT 'failed'"#,
            messages
        )
        .fetch_all(self.readers())
        .await?;
        rows.into_iter()
            .map(|row| {
                Ok(SeenTurn {
                    answer: Some(row.answer),
                    robot_key: row.robot_key,
                    chat_user: row.chat_user,
                    kind: ChatKind::read(&row.kind)?,
                    message_id: row.message_id,
                    began: Timestamp(row.began),
                    answered: Some(Timestamp(row.answered)),
                    agent: row.agent,
                })
            })
            .collect()
    }

    /// The turns nobody has answered that began at `until` or before.
    pub async fn turns_unanswered(&self, until: Timestamp) -> Result<Vec<SeenTurn>, StoreError> {
        let rows = sqlx::query!(
            r#"SELECT
                chats.robot_key, chats.chat_user, chats.kind,
                opening.message_id AS "message_id!: String",
                opening.timestamp AS "began!: i64",
                CASE
                    WHEN COALESCE(chats.assignee, '') <> '' THEN '=' || chats.assignee ELSE 'unknown'
                END AS "agent!: String"
               FROM chats
               CROSS JOIN messages AS opening ON opening.id = (
                    SELECT theirs.id FROM messages AS theirs INDEXED BY messages_in_thread_order
                    WHERE theirs.chat = chats.id AND theirs.timestamp = chats.waiting_since AND theirs.direction = 'in'
                    ORDER BY theirs.timestamp, theirs.svr_order, theirs.message_id
                    LIMIT 1
               )
               WHERE chats.waiting_since <= ?1"#,
            until.0
        )
        .fetch_all(self.readers())
        .await?;
        rows.into_iter()
            .map(|row| {
                Ok(SeenTurn {
                    answer: None,
                    robot_key: row.robot_key,
                    chat_user: row.chat_user,
                    kind: ChatKind::read(&row.kind)?,
                    message_id: row.message_id,
                    began: Timestamp(row.began),
                    answered: None,
                    agent: row.agent,
                })
            })
            .collect()
    }
}
