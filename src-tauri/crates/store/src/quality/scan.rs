//! The rules' way through the messages.

use std::collections::BTreeMap;

use serde::Serialize;
use sqlx::SqliteConnection;
use zuoxi_model::{ChatKind, Direction, QualityRule, Timestamp};

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

/// How far a slice came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reached {
    /// Up to this message, by its row. The row names another message if this one has gone meanwhile; then the mark stays.
    Message { row: i64, message_id: String },
    /// Up to this row of `turns`.
    Turn(i64),
}

/// What a slice of reading was, besides what it found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// The rules as they were when they read it. Nothing is written of one that is another by now.
    pub rules: Vec<QualityRule>,
    /// These rules have read everything up to here. A mark never goes back by it.
    pub reached: Option<Reached>,
    /// Changes that were read: each a message and the number of its change.
    pub again: Vec<(i64, i64)>,
    /// Flags that are none any more. What somebody decided about stays.
    pub withdrawn: Vec<String>,
}

/// A message that was changed, and the number of the change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    pub revision: i64,
    pub message: Examined,
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
    pub async fn messages_to_read_again(&self, limit: u32) -> Result<Vec<Changed>, StoreError> {
        // Their numbers are read before their words: a change in between is read twice, and none is missed.
        let changes = sqlx::query!("SELECT message, revision FROM quality_again ORDER BY message LIMIT ?1", limit)
            .fetch_all(self.readers())
            .await?;
        let ids: Vec<i64> = changes.iter().map(|change| change.message).collect();
        let messages = self.examined(&ids).await?;
        let revisions: BTreeMap<i64, i64> =
            changes.into_iter().map(|change| (change.message, change.revision)).collect();
        let numbered = messages.into_iter().filter_map(|message| {
            let revision = *revisions.get(&message.id)?;
            Some(Changed { revision, message })
        });
        Ok(numbered.collect())
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
    /// anything of a rule that was changed or removed meanwhile; returns how many flags came, went or say something else.
    pub async fn note(&self, found: &[Finding], progress: &Progress) -> Result<u64, StoreError> {
        let found = json(found)?;
        let rules: Vec<(&str, String, Option<&str>)> = progress
            .rules
            .iter()
            .map(|rule| Ok((rule.id.as_str(), json(&rule.check)?, rule.scope.as_ref().map(ChatKind::word))))
            .collect::<Result<_, StoreError>>()?;
        let rules = json(&rules)?;
        let withdrawn = json(&progress.withdrawn)?;
        let again = json(&progress.again)?;
        let mut writer = self.store.writer().await?;
        let mut tx = begin(&mut writer).await?;
        let unchanged = sqlx::query_scalar!(
            r#"SELECT rules.id AS "id!: String"
               FROM json_each(?1) AS wanted
               CROSS JOIN quality_rules AS rules
                    ON rules.id = wanted.value ->> 0
                    AND rules.check_json = wanted.value ->> 1
                    AND rules.scope IS wanted.value ->> 2"#,
            rules
        )
        .fetch_all(&mut *tx)
        .await?;
        let unchanged = json(&unchanged)?;
        let gone = sqlx::query!(
            "DELETE FROM quality_flags
             WHERE id IN (SELECT value FROM json_each(?1))
                AND rule IN (SELECT value FROM json_each(?2))
                AND status = 'open'
                AND NOT EXISTS (SELECT 1 FROM quality_decisions WHERE flag = quality_flags.id)",
            withdrawn,
            unchanged
        )
        .execute(&mut *tx)
        .await?;
        let done = sqlx::query!(
            "INSERT INTO quality_flags
                (id, rule, rule_name, robot_key, chat_user, message_id, message_at, agent, found, wait_ms)
             SELECT
                value ->> 'id', value ->> 'rule', value ->> 'ruleName', value ->> 'robotKey', value ->> 'chatUser',
                value ->> 'messageId', value ->> 'messageAt', value ->> 'agent', value ->> 'found', value ->> 'waitMs'
             FROM json_each(?1)
             WHERE value ->> 'rule' IN (SELECT value FROM json_each(?2))
             ON CONFLICT (rule, robot_key, chat_user, message_id) DO UPDATE SET
                agent = excluded.agent,
                wait_ms = excluded.wait_ms
             WHERE status = 'open'
                AND (agent <> excluded.agent OR wait_ms IS NOT excluded.wait_ms)
                AND NOT EXISTS (SELECT 1 FROM quality_decisions WHERE flag = quality_flags.id)",
            found,
            unchanged
        )
        .execute(&mut *tx)
        .await?;
        match &progress.reached {
            Some(Reached::Message { row, message_id }) => mark_messages(&mut tx, &unchanged, *row, message_id).await?,
            Some(Reached::Turn(row)) => mark_turns(&mut tx, &unchanged, *row).await?,
            None => {}
        }
        sqlx::query!(
            "DELETE FROM quality_again
             WHERE (message, revision) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?1))",
            again
        )
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(gone.rows_affected() + done.rows_affected())
    }
}

async fn mark_messages(conn: &mut SqliteConnection, rules: &str, row: i64, message_id: &str) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO quality_marks (rule, up_to, reads)
         SELECT value, ?2, 'messages' FROM json_each(?1)
         WHERE EXISTS (SELECT 1 FROM messages WHERE messages.id = ?2 AND messages.message_id = ?3)
         ON CONFLICT (rule) DO UPDATE SET up_to = max(up_to, excluded.up_to)",
        rules,
        row,
        message_id
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn mark_turns(conn: &mut SqliteConnection, rules: &str, row: i64) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO quality_marks (rule, up_to, reads) SELECT value, ?2, 'turns' FROM json_each(?1) WHERE true
         ON CONFLICT (rule) DO UPDATE SET up_to = max(up_to, excluded.up_to)",
        rules,
        row
    )
    .execute(conn)
    .await?;
    Ok(())
}
