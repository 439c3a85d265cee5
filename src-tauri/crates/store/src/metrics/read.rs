//! Taking a period's rows out of the cache: a string for each day, of numbers with blanks between them.

use std::collections::HashMap;

use zuoxi_model::metrics::Answerer;
use zuoxi_model::{Interval, RobotKey};

use super::fold::{CONSOLE, PHONE};
use crate::{Store, StoreError};

/// What volume is counted by.
pub const QUARTER_MS: i64 = 15 * 60 * 1000;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// A turn as it was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountedTurn {
    pub id: i64,
    pub chat: i64,
    pub started_at: i64,
    pub quiet_ms: Option<i64>,
    pub mentioned_at: Option<i64>,
    pub messages: i64,
    pub answered_at: Option<i64>,
    /// Row of `answerers`.
    pub answerer: Option<i64>,
}

/// Messages of a chat in a quarter of an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountedVolume {
    pub quarter: i64,
    pub chat: i64,
    /// Row of `answerers`, or the customer.
    pub answerer: i64,
    pub messages: i64,
}

/// What figures need to know of a chat.
#[derive(Debug, Clone)]
pub struct CountedChat {
    pub robot_key: RobotKey,
    pub is_group: bool,
}

/// What the rows of a period name.
#[derive(Debug, Clone, Default)]
pub struct Names {
    pub chats: HashMap<i64, CountedChat>,
    pub answerers: HashMap<i64, Answerer>,
}

/// Everything that was counted of a period.
#[derive(Debug, Clone, Default)]
pub struct Counted {
    pub turns: Vec<CountedTurn>,
    pub volume: Vec<CountedVolume>,
}

impl Store {
    pub(super) async fn counted_names(&self) -> Result<Names, StoreError> {
        let chats = sqlx::query!("SELECT id, robot_key, kind = 'group' AS \"is_group!: bool\" FROM chats")
            .fetch_all(self.readers())
            .await?;
        let answerers = sqlx::query!("SELECT id, kind, assignee FROM answerers").fetch_all(self.readers()).await?;
        Ok(Names {
            chats: chats
                .into_iter()
                .map(|row| (row.id, CountedChat { robot_key: row.robot_key.into(), is_group: row.is_group }))
                .collect(),
            answerers: answerers
                .into_iter()
                .map(|row| {
                    let who = match row.id {
                        CONSOLE => Answerer::Console,
                        PHONE => Answerer::Phone,
                        _ if row.kind == "assignee" => Answerer::Assignee { assignee: row.assignee.into() },
                        _ => Answerer::Unattributed,
                    };
                    (row.id, who)
                })
                .collect(),
        })
    }

    /// The turns that began in a period, or in which the robot was named in it, and the messages of it.
    pub(super) async fn counted(&self, period: Interval) -> Result<Counted, StoreError> {
        let mut counted = Counted::default();
        let (mut from, to) = (period.from.0, period.to.0);
        let earlier: Option<String> = sqlx::query_scalar!(
            r#"SELECT group_concat(format('%d %d %d %d %d %d %d %d', id, chat, started_at, COALESCE(quiet_ms, -1),
                    mentioned_at, messages, COALESCE(answered_at, -1), COALESCE(answerer, -1)), ' ') AS "packed?: String"
               FROM turns WHERE mentioned_at BETWEEN ?1 AND ?2 AND started_at < ?1"#,
            from,
            to
        )
        .fetch_one(self.readers())
        .await?;
        take_turns(earlier.as_deref().unwrap_or_default(), &mut counted.turns)?;
        while from <= to {
            let until = to.min(from.saturating_add(DAY_MS - 1));
            let packed: Option<String> = sqlx::query_scalar!(
                r#"SELECT group_concat(format('%d %d %d %d %d %d %d %d', id, chat, started_at, COALESCE(quiet_ms, -1),
                        COALESCE(mentioned_at, -1), messages, COALESCE(answered_at, -1), COALESCE(answerer, -1)), ' ')
                        AS "packed?: String"
                   FROM turns INDEXED BY turns_by_time WHERE started_at BETWEEN ?1 AND ?2"#,
                from,
                until
            )
            .fetch_one(self.readers())
            .await?;
            take_turns(packed.as_deref().unwrap_or_default(), &mut counted.turns)?;
            let quarters = (ceil_quarter(from), until.div_euclid(QUARTER_MS));
            let packed: Option<String> = sqlx::query_scalar!(
                r#"SELECT group_concat(format('%d %d %d %d', quarter, chat, answerer, messages), ' ') AS "packed?: String"
                   FROM volume WHERE quarter BETWEEN ?1 AND ?2"#,
                quarters.0,
                quarters.1
            )
            .fetch_one(self.readers())
            .await?;
            take_volume(packed.as_deref().unwrap_or_default(), &mut counted.volume)?;
            from = until.saturating_add(1);
        }
        Ok(counted)
    }
}

/// The first quarter that begins at this moment or later.
fn ceil_quarter(at: i64) -> i64 {
    at.saturating_add(QUARTER_MS - 1).div_euclid(QUARTER_MS)
}

fn numbers(packed: &str) -> impl Iterator<Item = Option<i64>> {
    packed.split_ascii_whitespace().map(|number| number.parse().ok())
}

fn some(number: i64) -> Option<i64> {
    (number >= 0).then_some(number)
}

fn take_turns(packed: &str, turns: &mut Vec<CountedTurn>) -> Result<(), StoreError> {
    let mut numbers = numbers(packed);
    let broken = || StoreError::corrupt("a row of turns is no row of numbers");
    while let Some(id) = numbers.next() {
        let mut next = || numbers.next().flatten().ok_or_else(broken);
        turns.push(CountedTurn {
            id: id.ok_or_else(broken)?,
            chat: next()?,
            started_at: next()?,
            quiet_ms: some(next()?),
            mentioned_at: some(next()?),
            messages: next()?,
            answered_at: some(next()?),
            answerer: some(next()?),
        });
    }
    Ok(())
}

fn take_volume(packed: &str, volume: &mut Vec<CountedVolume>) -> Result<(), StoreError> {
    let mut numbers = numbers(packed);
    let broken = || StoreError::corrupt("a row of volume is no row of numbers");
    while let Some(quarter) = numbers.next() {
        let mut next = || numbers.next().flatten().ok_or_else(broken);
        volume.push(CountedVolume {
            quarter: quarter.ok_or_else(broken)?,
            chat: next()?,
            answerer: next()?,
            messages: next()?,
        });
    }
    Ok(())
}
