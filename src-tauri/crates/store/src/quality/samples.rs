//! Random samples.

use serde::Serialize;
use zuoxi_model::{AgentKey, MessageId, Sample, SampleRequest, SampledChat, Timestamp};

use super::QualityBook;
use crate::rows::{chat_key, count, json, read_json};
use crate::store::begin;
use crate::{Reader, StoreError};

#[derive(Serialize)]
struct Drawn<'a>(&'a str, &'a str, &'a str, &'a str);

impl Reader {
    /// Every conversation of the period, once for each of us who answered in it, with that agent's first message.
    pub async fn answered_chats(&self, request: &SampleRequest) -> Result<Vec<SampledChat>, StoreError> {
        let robot = request.robot.as_ref().map(zuoxi_model::RobotKey::as_str);
        // With min(), SQLite takes the other columns from the row that has it.
        let rows = sqlx::query!(
            r#"SELECT
                chats.robot_key AS "robot_key!: String",
                chats.chat_user AS "chat_user!: String",
                chats.name AS "name!: String",
                messages.message_id AS "message_id!: String",
                min(messages.timestamp) AS "first!: i64",
                CASE
                    WHEN messages.origin = 'console' THEN 'console'
                    WHEN COALESCE(messages.assignee, '') <> '' THEN '=' || messages.assignee
                    WHEN messages.origin = 'phone' THEN 'phone'
                    ELSE 'unknown'
                END AS "agent!: String"
               FROM chats
               CROSS JOIN messages INDEXED BY messages_from_us
                    ON messages.chat = chats.id
                    AND messages.direction = 'out'
                    AND messages.timestamp BETWEEN ?2 AND ?3
               WHERE chats.last_timestamp >= ?2
                    AND (?1 IS NULL OR chats.robot_key = ?1)
                    AND messages.send_status IS NOT 'failed'
               GROUP BY chats.id, 6"#,
            robot,
            request.since.0,
            request.until.0
        )
        .fetch_all(self.readers())
        .await?;
        let chats = rows.into_iter().map(|row| SampledChat {
            agent: AgentKey(row.agent),
            chat: chat_key(row.robot_key, row.chat_user),
            chat_name: row.name,
            begin: MessageId::from(row.message_id),
            score: None,
        });
        Ok(chats.collect())
    }
}

impl QualityBook {
    /// Keeps a sample that was drawn.
    pub async fn keep_sample(
        &self,
        id: &str,
        request: &SampleRequest,
        drawn: &[SampledChat],
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let request = json(request)?;
        let drawn: Vec<Drawn> = drawn
            .iter()
            .map(|each| {
                let (robot, peer) = (each.chat.robot_key.as_str(), each.chat.chat_user.as_str());
                Drawn(each.agent.as_str(), robot, peer, each.begin.as_str())
            })
            .collect();
        let drawn = json(&drawn)?;
        let mut writer = self.store.writer().await?;
        let mut tx = begin(&mut writer).await?;
        sqlx::query!("INSERT INTO quality_samples (id, request_json, drawn_at) VALUES (?1, ?2, ?3)", id, request, at.0)
            .execute(&mut *tx)
            .await?;
        sqlx::query!(
            "INSERT INTO quality_sampled (sample, agent, robot_key, chat_user, begin_id)
             SELECT ?1, value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?2) ORDER BY key",
            id,
            drawn
        )
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Every sample, the newest first.
    pub async fn samples(&self) -> Result<Vec<Sample>, StoreError> {
        let rows = sqlx::query!(
            r#"SELECT
                samples.id, samples.request_json, samples.drawn_at,
                (SELECT count(*) FROM quality_sampled AS drawn WHERE drawn.sample = samples.id) AS "size!: i64",
                (SELECT count(*) FROM quality_scores AS scores WHERE scores.sample = samples.id) AS "scored!: i64"
               FROM quality_samples AS samples
               ORDER BY samples.drawn_at DESC, samples.id"#
        )
        .fetch_all(self.store.readers())
        .await?;
        rows.into_iter()
            .map(|row| {
                Ok(Sample {
                    request: read_json(&format!("the sample {}", row.id), &row.request_json)?,
                    id: row.id,
                    drawn_at: Timestamp(row.drawn_at),
                    size: count(row.size),
                    scored: count(row.scored),
                })
            })
            .collect()
    }

    /// The conversations of a sample, in the order they were drawn.
    pub async fn sampled(&self, sample: &str) -> Result<Vec<SampledChat>, StoreError> {
        let rows = sqlx::query!(
            r#"SELECT
                drawn.agent, drawn.robot_key, drawn.chat_user, drawn.begin_id,
                COALESCE(chats.name, '') AS "name!: String",
                scores.total AS "total?: i64"
               FROM quality_sampled AS drawn
               LEFT JOIN chats ON chats.robot_key = drawn.robot_key AND chats.chat_user = drawn.chat_user
               LEFT JOIN quality_scores AS scores
                    ON scores.sample = drawn.sample
                    AND scores.agent = drawn.agent
                    AND scores.robot_key = drawn.robot_key
                    AND scores.chat_user = drawn.chat_user
               WHERE drawn.sample = ?1
               ORDER BY drawn.sequence"#,
            sample
        )
        .fetch_all(self.store.readers())
        .await?;
        let chats = rows.into_iter().map(|row| SampledChat {
            agent: AgentKey(row.agent),
            chat: chat_key(row.robot_key, row.chat_user),
            chat_name: row.name,
            begin: MessageId::from(row.begin_id),
            score: row.total.map(count),
        });
        Ok(chats.collect())
    }

    /// Removes a sample; the scores that were made of it stay. False if there is no such sample.
    pub async fn delete_sample(&self, sample: &str) -> Result<bool, StoreError> {
        let mut writer = self.store.writer().await?;
        let mut tx = begin(&mut writer).await?;
        sqlx::query!("DELETE FROM quality_sampled WHERE sample = ?1", sample).execute(&mut *tx).await?;
        let done = sqlx::query!("DELETE FROM quality_samples WHERE id = ?1", sample).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(done.rows_affected() > 0)
    }
}
