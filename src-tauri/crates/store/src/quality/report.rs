//! What was found and judged in a period.

use zuoxi_model::{AgentKey, AgentScores, FlagCount, FlagStatus, QualityReport, Timestamp};

use super::QualityBook;
use crate::StoreError;
use crate::rows::count;
use crate::words::Word as _;

impl QualityBook {
    /// Scores made and flags of messages written between two times, both included, by agent.
    pub async fn report(&self, since: Timestamp, until: Timestamp) -> Result<QualityReport, StoreError> {
        let mut tx = self.store.readers().begin().await?;
        let scores = sqlx::query!(
            r#"SELECT
                agent AS "agent!: String",
                count(*) AS "scored!: i64",
                CAST(round(avg(total)) AS INTEGER) AS "average!: i64",
                min(total) AS "lowest!: i64",
                max(total) AS "highest!: i64"
               FROM quality_scores WHERE scored_at BETWEEN ?1 AND ?2
               GROUP BY agent ORDER BY agent"#,
            since.0,
            until.0
        )
        .fetch_all(&mut *tx)
        .await?;
        let flags = sqlx::query!(
            r#"SELECT agent AS "agent!: String", rule AS "rule!: String", max(rule_name) AS "rule_name!: String",
                status AS "status!: String", count(*) AS "count!: i64"
               FROM quality_flags WHERE message_at BETWEEN ?1 AND ?2
               GROUP BY agent, rule, status ORDER BY agent, rule, status"#,
            since.0,
            until.0
        )
        .fetch_all(&mut *tx)
        .await?;
        tx.commit().await?;
        let scores = scores.into_iter().map(|row| AgentScores {
            agent: AgentKey(row.agent),
            scored: count(row.scored),
            average: count(row.average),
            lowest: count(row.lowest),
            highest: count(row.highest),
        });
        let flags = flags.into_iter().map(|row| {
            Ok(FlagCount {
                agent: AgentKey(row.agent),
                rule: row.rule,
                rule_name: row.rule_name,
                status: FlagStatus::read(&row.status)?,
                count: count(row.count),
            })
        });
        Ok(QualityReport { since, until, scores: scores.collect(), flags: flags.collect::<Result<_, StoreError>>()? })
    }
}
