//! Turns as rules about time judge them: those the figures count, by the same measure (docs/METRICS.md). Nothing here says
//! what a turn is or which time counts; [`crate::metrics`] does.

use std::collections::BTreeSet;

use zuoxi_model::metrics::{GroupRule, Millis, WorkHours};
use zuoxi_model::{ChatKind, Timestamp};

use crate::metrics::Measure;
use crate::rows::json;
use crate::words::Word as _;
use crate::{MetricsError, QualityBook, Reader, StoreError};

/// A turn with what rules about time go by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgedTurn {
    /// Its row; a turn that is counted anew gets another one, and later ones are greater.
    pub id: i64,
    pub robot_key: String,
    pub chat_user: String,
    pub kind: ChatKind,
    /// The message the wait began with: the first one, or in groups the one that named the robot.
    pub message_id: String,
    pub began: Timestamp,
    pub is_answered: bool,
    /// In working time, until the answer or until now.
    pub waited: Millis,
    /// Who answered, or else whom the chat is assigned to.
    pub agent: String,
}

/// What was counted behind a mark.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CountedSlice {
    /// The last row of it; none if nothing was counted.
    pub last: Option<i64>,
    pub turns: Vec<JudgedTurn>,
}

/// A flag that nobody has decided about, and what became of the turn it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlaggedTurn {
    pub flag: String,
    /// None if no turn begins with its message any more.
    pub turn: Option<JudgedTurn>,
}

fn begins_with_mention(hours: &WorkHours) -> bool {
    hours.groups == GroupRule::Mentioned
}

impl Reader {
    /// The next turns behind a row, in the order they were counted.
    pub async fn turns_behind(
        &self,
        row: i64,
        limit: u32,
        hours: &WorkHours,
        now: Timestamp,
    ) -> Result<CountedSlice, MetricsError> {
        let ids =
            sqlx::query_scalar!(r#"SELECT id AS "id!: i64" FROM turns WHERE id > ?1 ORDER BY id LIMIT ?2"#, row, limit)
                .fetch_all(self.readers())
                .await
                .map_err(StoreError::from)?;
        Ok(CountedSlice { last: ids.last().copied(), turns: self.judged(&ids, hours, now).await? })
    }

    /// The turns that began at `until` or before, that nobody has answered and that the rule has not flagged.
    pub async fn turns_unflagged(
        &self,
        rule: &str,
        until: Timestamp,
        hours: &WorkHours,
        now: Timestamp,
    ) -> Result<Vec<JudgedTurn>, MetricsError> {
        let by_mention = begins_with_mention(hours);
        let ids = sqlx::query_file_scalar!("queries/turns_unflagged.sql", rule, until.0, by_mention)
            .fetch_all(self.readers())
            .await
            .map_err(StoreError::from)?;
        self.judged(&ids, hours, now).await
    }

    /// The rule's flags in the chats of these turns that nobody has decided about.
    pub async fn turns_flagged(
        &self,
        rule: &str,
        turns: &[JudgedTurn],
        hours: &WorkHours,
        now: Timestamp,
    ) -> Result<Vec<FlaggedTurn>, MetricsError> {
        let chats: BTreeSet<[&str; 2]> = turns.iter().map(|turn| [&*turn.robot_key, &*turn.chat_user]).collect();
        let chats = json(&chats)?;
        let by_mention = begins_with_mention(hours);
        let flags = sqlx::query_file!("queries/turns_flagged.sql", rule, chats, by_mention)
            .fetch_all(self.readers())
            .await
            .map_err(StoreError::from)?;
        let ids: Vec<i64> = flags.iter().filter_map(|flag| flag.turn).collect();
        let turns = self.judged(&ids, hours, now).await?;
        let of = |id: Option<i64>| turns.iter().find(|turn| Some(turn.id) == id).cloned();
        Ok(flags.into_iter().map(|row| FlaggedTurn { turn: of(row.turn), flag: row.id }).collect())
    }

    /// These turns, without those that do not count.
    async fn judged(&self, ids: &[i64], hours: &WorkHours, now: Timestamp) -> Result<Vec<JudgedTurn>, MetricsError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let ids = json(ids)?;
        let by_mention = begins_with_mention(hours);
        let rows = sqlx::query_file!("queries/turns_judged.sql", ids, by_mention)
            .fetch_all(self.readers())
            .await
            .map_err(StoreError::from)?;
        let earliest = rows.iter().map(|row| row.started_at).min().map_or(now, Timestamp);
        let measure = Measure::since(hours, earliest, now)?;
        let mut turns = Vec::with_capacity(rows.len());
        for row in rows {
            let kind = ChatKind::read(&row.kind)?;
            let Some(start) = measure.start(kind == ChatKind::Group, row.started_at, row.mentioned_at) else {
                continue;
            };
            turns.push(JudgedTurn {
                id: row.id,
                robot_key: row.robot_key,
                chat_user: row.chat_user,
                kind,
                message_id: row.message_id,
                began: start.at,
                is_answered: row.answered_at.is_some(),
                waited: measure.waited(start.at, row.answered_at),
                agent: row.agent,
            });
        }
        Ok(turns)
    }
}

impl QualityBook {
    /// Rules about time judge every turn anew, because another time counts.
    pub async fn judge_time_anew(&self) -> Result<(), StoreError> {
        let mut writer = self.store.writer().await?;
        sqlx::query!("DELETE FROM quality_marks WHERE reads = 'turns'").execute(&mut *writer).await?;
        Ok(())
    }
}
