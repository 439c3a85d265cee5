//! How the robots and the line fared over time.

use std::collections::BTreeMap;

use zuoxi_model::health::{
    ChatGap, HealthReport, LagPoint, LineState, LineStretch, RobotTimeline, SendTrouble, StatusStretch, TroubledSend,
};
use zuoxi_model::metrics::Millis;
use zuoxi_model::{Interval, MessageKey, RobotStatus, Timestamp};

use crate::rows::{chat_key, count};
use crate::words::Word as _;
use crate::{Store, StoreError};

/// The most gaps and sends of a report; how many there are is told besides.
const MOST: i64 = 200;
const QUARTER_MS: i64 = 15 * 60 * 1000;
/// How much of a message stands in a list, in characters.
const WORDS: usize = 80;

impl Store {
    /// Writes down what the line is from now on.
    pub async fn note_line(&self, state: LineState, at: Timestamp) -> Result<(), StoreError> {
        let word = state.word();
        let mut writer = self.writer().await?;
        sqlx::query!(
            "INSERT INTO line_history (state, since) SELECT ?1, ?2
             WHERE ?1 IS NOT (SELECT state FROM line_history ORDER BY id DESC LIMIT 1)",
            word,
            at.0
        )
        .execute(&mut *writer)
        .await?;
        Ok(())
    }

    /// Writes down how late messages came.
    pub async fn note_lag(&self, at: Timestamp, messages: u32, sum: Millis, worst: Millis) -> Result<(), StoreError> {
        let quarter = at.0.div_euclid(QUARTER_MS);
        let mut writer = self.writer().await?;
        sqlx::query!(
            "INSERT INTO line_lag (quarter, messages, sum_ms, worst_ms) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (quarter) DO UPDATE SET
                messages = messages + excluded.messages,
                sum_ms = sum_ms + excluded.sum_ms,
                worst_ms = max(worst_ms, excluded.worst_ms)",
            quarter,
            messages,
            sum.0,
            worst.0
        )
        .execute(&mut *writer)
        .await?;
        Ok(())
    }

    /// How everything fared in a period that ends now or before.
    pub async fn health_report(&self, period: Interval) -> Result<HealthReport, StoreError> {
        let unrecognised = sqlx::query_scalar!(r#"SELECT count(*) AS "count!: i64" FROM unrecognised"#)
            .fetch_one(self.readers())
            .await?;
        let (gaps, gaps_total) = self.gaps(period).await?;
        let (sends, sends_total) = self.troubled_sends(period).await?;
        Ok(HealthReport {
            period,
            robots: self.robot_timelines(period).await?,
            line: self.line_stretches(period).await?,
            lag: self.lag(period).await?,
            gaps,
            gaps_total,
            sends,
            sends_total,
            unrecognised: count(unrecognised),
        })
    }

    async fn robot_timelines(&self, period: Interval) -> Result<Vec<RobotTimeline>, StoreError> {
        let rows = sqlx::query!(
            "SELECT robot_history.robot_key, robot_history.status, robot_history.since
             FROM robots CROSS JOIN robot_history ON robot_history.robot_key = robots.robot_key
             WHERE robot_history.since <= ?1
             ORDER BY robots.position, robots.robot_key, robot_history.since, robot_history.id",
            period.to.0
        )
        .fetch_all(self.readers())
        .await?;
        let mut robots: Vec<(String, Vec<(RobotStatus, i64)>)> = Vec::new();
        for row in rows {
            let moment = (RobotStatus::read(&row.status)?, row.since);
            match robots.last_mut() {
                Some((key, moments)) if *key == row.robot_key => moments.push(moment),
                _ => robots.push((row.robot_key, vec![moment])),
            }
        }
        Ok(robots
            .into_iter()
            .map(|(key, moments)| RobotTimeline {
                robot_key: key.into(),
                stretches: stretches(&moments, period)
                    .map(|(status, from, to)| StatusStretch { status, from, to })
                    .collect(),
            })
            .collect())
    }

    async fn line_stretches(&self, period: Interval) -> Result<Vec<LineStretch>, StoreError> {
        let rows = sqlx::query!(
            "SELECT state, since FROM line_history
             WHERE since <= ?2
                AND since >= COALESCE((SELECT max(since) FROM line_history WHERE since <= ?1), ?1)
             ORDER BY since, id",
            period.from.0,
            period.to.0
        )
        .fetch_all(self.readers())
        .await?;
        let moments: Result<Vec<_>, StoreError> =
            rows.into_iter().map(|row| Ok((LineState::read(&row.state)?, row.since))).collect();
        Ok(stretches(&moments?, period).map(|(state, from, to)| LineStretch { state, from, to }).collect())
    }

    async fn lag(&self, period: Interval) -> Result<Vec<LagPoint>, StoreError> {
        let (from, to) = (period.from.0.div_euclid(QUARTER_MS), period.to.0.div_euclid(QUARTER_MS));
        let rows = sqlx::query!(
            "SELECT quarter, messages, sum_ms, worst_ms FROM line_lag WHERE quarter BETWEEN ?1 AND ?2 ORDER BY quarter",
            from,
            to
        )
        .fetch_all(self.readers())
        .await?;
        Ok(rows
            .into_iter()
            .map(|row| LagPoint {
                at: Timestamp(row.quarter.saturating_mul(QUARTER_MS)),
                messages: count(row.messages),
                mean: Millis(row.sum_ms / row.messages.max(1)),
                worst: Millis(row.worst_ms),
            })
            .collect())
    }

    /// Between two stretches of a chat that are known to be complete something may be missing.
    async fn gaps(&self, period: Interval) -> Result<(Vec<ChatGap>, u32), StoreError> {
        let rows = sqlx::query!(
            r#"SELECT holes.robot_key AS "robot_key!: String", holes.chat_user AS "chat_user!: String",
                COALESCE(chats.name, '') AS "name!: String",
                holes.begins AS "begins!: i64", holes.ends AS "ends!: i64", count(*) OVER () AS "total!: i64"
               FROM (
                SELECT robot_key, chat_user, to_ts AS begins,
                    lead(from_ts) OVER (PARTITION BY robot_key, chat_user ORDER BY from_ts) AS ends
                FROM coverage
               ) AS holes
               LEFT JOIN chats ON chats.robot_key = holes.robot_key AND chats.chat_user = holes.chat_user
               WHERE holes.ends >= ?1 AND holes.begins <= ?2
               ORDER BY holes.begins DESC
               LIMIT ?3"#,
            period.from.0,
            period.to.0,
            MOST
        )
        .fetch_all(self.readers())
        .await?;
        let total = rows.first().map_or(0, |row| count(row.total));
        let gaps = rows
            .into_iter()
            .map(|row| ChatGap {
                chat: chat_key(row.robot_key, row.chat_user),
                chat_name: row.name,
                gap: Interval::new(Timestamp(row.begins), Timestamp(row.ends)),
            })
            .collect();
        Ok((gaps, total))
    }

    async fn troubled_sends(&self, period: Interval) -> Result<(Vec<TroubledSend>, u32), StoreError> {
        let rows = sqlx::query!(
            r#"SELECT robot_key AS "robot_key!: String", chat_user AS "chat_user!: String", name AS "name!: String",
                message_id AS "message_id!: String", at AS "at!: i64", text AS "text!: String",
                trouble AS "trouble!: String", count(*) OVER () AS "total!: i64"
               FROM (
                SELECT chats.robot_key, chats.chat_user, chats.name, m.message_id, m.timestamp AS at, m.text,
                    'refused' AS trouble
                FROM messages AS m INDEXED BY messages_refused CROSS JOIN chats ON chats.id = m.chat
                WHERE m.send_status = 'failed' AND m.direction = 'out' AND m.timestamp BETWEEN ?1 AND ?2
                UNION ALL
                SELECT outbox.robot_key, outbox.chat_user, COALESCE(chats.name, ''), outbox.id, outbox.created_at,
                    COALESCE(outbox.content_json ->> 'text', ''), outbox.state
                FROM outbox
                LEFT JOIN chats ON chats.robot_key = outbox.robot_key AND chats.chat_user = outbox.chat_user
                WHERE outbox.state IN ('failed', 'unconfirmed')
                    AND outbox.created_at BETWEEN ?1 AND ?2
                    AND NOT EXISTS (
                        SELECT 1 FROM messages AS m
                        WHERE m.chat = chats.id AND m.message_id = outbox.id AND m.send_status = 'failed'
                    )
               )
               ORDER BY at DESC
               LIMIT ?3"#,
            period.from.0,
            period.to.0,
            MOST
        )
        .fetch_all(self.readers())
        .await?;
        let total = rows.first().map_or(0, |row| count(row.total));
        let sends: Result<Vec<_>, StoreError> = rows
            .into_iter()
            .map(|row| {
                Ok(TroubledSend {
                    key: MessageKey {
                        robot_key: row.robot_key.into(),
                        chat_user: row.chat_user.into(),
                        message_id: row.message_id.into(),
                    },
                    chat_name: row.name,
                    at: Timestamp(row.at),
                    text: row.text.chars().take(WORDS).collect(),
                    trouble: SendTrouble::read(&row.trouble)?,
                })
            })
            .collect();
        Ok((sends?, total))
    }
}

/// What held from when to when within a period, of moments at which something else began. Oldest first.
fn stretches<T: Copy + PartialEq>(
    moments: &[(T, i64)],
    period: Interval,
) -> impl Iterator<Item = (T, Timestamp, Timestamp)> {
    let mut joined: BTreeMap<i64, (T, i64)> = BTreeMap::new();
    for (at, (what, since)) in moments.iter().enumerate() {
        let ends = moments.get(at + 1).map_or(period.to.0, |(_, next)| *next).min(period.to.0);
        let begins = (*since).max(period.from.0);
        if begins >= ends {
            continue;
        }
        match joined.last_entry() {
            Some(mut last) if last.get().0 == *what && last.get().1 == begins => last.get_mut().1 = ends,
            _ => {
                joined.insert(begins, (*what, ends));
            }
        }
    }
    joined.into_iter().map(|(from, (what, to))| (what, Timestamp(from), Timestamp(to)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_end_where_the_next_begins_and_stay_in_the_period() {
        let period = Interval::new(Timestamp(10), Timestamp(100));
        let moments = [('a', 0), ('b', 20), ('b', 30), ('a', 50), ('c', 200)];
        let found: Vec<_> = stretches(&moments, period).map(|(what, from, to)| (what, from.0, to.0)).collect();
        assert_eq!(found, [('a', 10, 20), ('b', 20, 50), ('a', 50, 100)]);
    }
}
