//! The rules' way through the messages.

use serde::Serialize;
use zuoxi_model::{ChatKind, Direction, Timestamp};

use super::QualityBook;
use crate::rows::json;
use crate::store::begin;
use crate::words::Word as _;
use crate::{Reader, StoreError};

/// A message as rules read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examined {
    /// Its row.
    pub id: i64,
    pub robot_key: String,
    pub chat_user: String,
    pub kind: ChatKind,
    pub message_id: String,
    pub at: Timestamp,
    pub direction: Direction,
    pub agent: String,
    pub text: String,
    /// False for a send of this console that has not reached anybody: it is read when it has.
    pub counts: bool,
}

/// What a rule found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// For the flag, if it is new.
    pub id: String,
    pub rule: String,
    pub rule_name: String,
    pub robot_key: String,
    pub chat_user: String,
    pub message_id: String,
    pub message_at: i64,
    pub agent: String,
    pub found: String,
    pub wait_ms: Option<i64>,
}

/// How far a slice of reading came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// These rules have read everything up to this row. A mark never goes back by it.
    pub rules: Vec<String>,
    pub up_to: i64,
    /// These were read again.
    pub again: Vec<i64>,
}

impl Reader {
    /// The next messages behind a row, in the order the cache took them in.
    pub async fn messages_behind(&self, row: i64, limit: u32) -> Result<Vec<Examined>, StoreError> {
        let ids = sqlx::query_scalar!(
            r#"SELECT id AS "id!: i64" FROM messages WHERE id > ?1 ORDER BY id LIMIT ?2"#,
            row,
            limit
        )
        .fetch_all(self.readers())
        .await?;
        self.examined(&ids).await
    }

    /// Messages that have to be read again.
    pub async fn messages_to_read_again(&self, limit: u32) -> Result<Vec<Examined>, StoreError> {
        let ids = sqlx::query_scalar!("SELECT message FROM quality_again ORDER BY message LIMIT ?1", limit)
            .fetch_all(self.readers())
            .await?;
        self.examined(&ids).await
    }

    async fn examined(&self, ids: &[i64]) -> Result<Vec<Examined>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let ids = json(ids)?;
        let rows = sqlx::query!(
            r#"SELECT
                messages.id AS "id!: i64",
                chats.robot_key AS "robot_key!: String",
                chats.chat_user AS "chat_user!: String",
                chats.kind AS "kind!: String",
                messages.message_id AS "message_id!: String",
                messages.timestamp AS "timestamp!: i64",
                messages.direction AS "direction!: String",
                messages.text AS "text!: String",
                CASE
                    WHEN messages.origin = 'console' THEN 'console'
                    WHEN COALESCE(messages.assignee, '') <> '' THEN '=' || messages.assignee
                    WHEN messages.origin = 'phone' THEN 'phone'
                    ELSE 'unknown'
                END AS "agent!: String",
                (
                    messages.send_status IS NOT 'failed'
                    AND NOT (messages.origin = 'console' AND messages.msg_svr_id IS NULL AND EXISTS (
                        SELECT 1 FROM outbox
                        WHERE outbox.id = messages.message_id
                            AND outbox.robot_key = chats.robot_key
                            AND outbox.chat_user = chats.chat_user
                            AND outbox.state <> 'confirmed'
                    ))
                ) AS "counts!: bool"
               FROM json_each(?1) AS wanted
               CROSS JOIN messages ON messages.id = wanted.value
               CROSS JOIN chats ON chats.id = messages.chat
               ORDER BY wanted.key"#,
            ids
        )
        .fetch_all(self.readers())
        .await?;
        rows.into_iter()
            .map(|row| {
                Ok(Examined {
                    id: row.id,
                    robot_key: row.robot_key,
                    chat_user: row.chat_user,
                    kind: ChatKind::read(&row.kind)?,
                    message_id: row.message_id,
                    at: Timestamp(row.timestamp),
                    direction: Direction::read(&row.direction)?,
                    agent: row.agent,
                    text: row.text,
                    counts: row.counts,
                })
            })
            .collect()
    }

    /// How far each rule has read; a rule without a mark has read nothing.
    pub async fn rule_marks(&self) -> Result<Vec<(String, i64)>, StoreError> {
        let rows = sqlx::query!("SELECT rule, up_to FROM quality_marks").fetch_all(self.readers()).await?;
        Ok(rows.into_iter().map(|row| (row.rule, row.up_to)).collect())
    }
}

impl QualityBook {
    /// Writes what a slice found and how far it came, in one transaction. What is known already is not written again, nor
    /// anything of a rule that was changed or removed meanwhile; returns how many flags are new.
    pub async fn note(&self, found: &[Finding], progress: &Progress) -> Result<u64, StoreError> {
        let found = json(found)?;
        let rules = json(&progress.rules)?;
        let again = json(&progress.again)?;
        let mut writer = self.store.writer().await?;
        let mut tx = begin(&mut writer).await?;
        let done = sqlx::query!(
            "INSERT INTO quality_flags
                (id, rule, rule_name, robot_key, chat_user, message_id, message_at, agent, found, wait_ms)
             SELECT
                value ->> 'id', value ->> 'rule', value ->> 'ruleName', value ->> 'robotKey', value ->> 'chatUser',
                value ->> 'messageId', value ->> 'messageAt', value ->> 'agent', value ->> 'found', value ->> 'waitMs'
             FROM json_each(?1)
             WHERE value ->> 'rule' IN (SELECT id FROM quality_rules)
             ON CONFLICT (rule, robot_key, chat_user, message_id) DO NOTHING",
            found
        )
        .execute(&mut *tx)
        .await?;
        sqlx::query!(
            "INSERT INTO quality_marks (rule, up_to)
             SELECT value, ?2 FROM json_each(?1) WHERE value IN (SELECT id FROM quality_rules)
             ON CONFLICT (rule) DO UPDATE SET up_to = max(up_to, excluded.up_to)",
            rules,
            progress.up_to
        )
        .execute(&mut *tx)
        .await?;
        sqlx::query!("DELETE FROM quality_again WHERE message IN (SELECT value FROM json_each(?1))", again)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(done.rows_affected())
    }

    /// Takes back the flags of a rule about customers who wait, where the customer has an answer by now: all but these,
    /// given by their message. What somebody decided about stays. Returns how many went.
    pub async fn withdraw_answered(&self, rule: &str, waiting: &[Finding]) -> Result<u64, StoreError> {
        let waiting: Vec<[&str; 3]> =
            waiting.iter().map(|each| [&*each.robot_key, &*each.chat_user, &*each.message_id]).collect();
        let waiting = json(&waiting)?;
        let mut writer = self.store.writer().await?;
        let done = sqlx::query!(
            "DELETE FROM quality_flags
             WHERE rule = ?1 AND status = 'open'
                AND NOT EXISTS (SELECT 1 FROM quality_decisions WHERE flag = quality_flags.id)
                AND (robot_key, chat_user, message_id) NOT IN (
                    SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?2)
                )",
            rule,
            waiting
        )
        .execute(&mut *writer)
        .await?;
        Ok(done.rows_affected())
    }
}
