//! Which stretches of a chat's history are known to be complete, so that no gap stays unseen.

use std::collections::HashMap;

use serde::Serialize;
use sqlx::{Connection as _, SqliteConnection};
use zuoxi_model::{ChatKey, Interval, Timestamp};

use crate::rows::{chat_key, chat_keys_json, json};
use crate::{Store, StoreError};

impl Store {
    /// The complete stretches of a chat, oldest first. No two of them touch.
    pub async fn coverage(&self, chat: &ChatKey) -> Result<Vec<Interval>, StoreError> {
        let mut reader = self.readers().acquire().await?;
        of_chat(&mut reader, chat).await
    }

    /// Takes back that a chat is complete from `from` on: more was said there, and could not be read.
    pub async fn uncover(&self, chat: &ChatKey, from: Timestamp) -> Result<(), StoreError> {
        let mut writer = self.writer().await?;
        let mut tx = writer.begin().await?;
        let known = of_chat(&mut tx, chat).await?;
        let left = known
            .into_iter()
            .filter(|interval| interval.from < from)
            .map(|interval| Interval { to: interval.to.min(from.plus_ms(-1)), ..interval })
            .collect();
        replace(&mut tx, &[(chat, left)]).await?;
        Ok(tx.commit().await?)
    }
}

pub(crate) async fn of_chat(conn: &mut SqliteConnection, chat: &ChatKey) -> Result<Vec<Interval>, StoreError> {
    let (robot_key, chat_user) = (chat.robot_key.as_str(), chat.chat_user.as_str());
    let rows = sqlx::query!(
        "SELECT from_ts, to_ts FROM coverage WHERE robot_key = ?1 AND chat_user = ?2 ORDER BY from_ts",
        robot_key,
        chat_user
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| Interval { from: Timestamp(row.from_ts), to: Timestamp(row.to_ts) }).collect())
}

/// The complete stretches of several chats, given as `[[robot_key, chat_user]]`. One without any is left out.
pub(crate) async fn of_chats(
    conn: &mut SqliteConnection,
    keys: &str,
) -> Result<HashMap<ChatKey, Vec<Interval>>, StoreError> {
    let mut known: HashMap<ChatKey, Vec<Interval>> = HashMap::new();
    let rows = sqlx::query!(
        r#"SELECT coverage.robot_key, coverage.chat_user, coverage.from_ts AS "from_ts!: i64", coverage.to_ts AS "to_ts!: i64"
           FROM json_each(?1) AS wanted
           CROSS JOIN coverage
              ON coverage.robot_key = wanted.value ->> 0 AND coverage.chat_user = wanted.value ->> 1
           ORDER BY wanted.key, coverage.from_ts"#,
        keys
    )
    .fetch_all(conn)
    .await?;
    for row in rows {
        let interval = Interval { from: Timestamp(row.from_ts), to: Timestamp(row.to_ts) };
        known.entry(chat_key(row.robot_key, row.chat_user)).or_default().push(interval);
    }
    Ok(known)
}

/// Adds complete stretches to what is known of their chats.
pub(crate) async fn add(conn: &mut SqliteConnection, covered: &[(ChatKey, Interval)]) -> Result<(), StoreError> {
    if covered.is_empty() {
        return Ok(());
    }
    let mut added: HashMap<&ChatKey, Vec<Interval>> = HashMap::new();
    for (chat, interval) in covered {
        added.entry(chat).or_default().push(*interval);
    }
    let keys = chat_keys_json(added.keys().copied())?;
    let mut known = of_chats(conn, &keys).await?;
    let mut changed = Vec::new();
    for (chat, mut intervals) in added {
        let before = known.remove(chat).unwrap_or_default();
        intervals.extend(&before);
        let after = merged(intervals);
        if after != before {
            changed.push((chat, after));
        }
    }
    replace(conn, &changed).await
}

/// Puts these stretches in the place of what was known of their chats.
async fn replace(conn: &mut SqliteConnection, chats: &[(&ChatKey, Vec<Interval>)]) -> Result<(), StoreError> {
    #[derive(Serialize)]
    struct Row<'a>(&'a str, &'a str, i64, i64);

    if chats.is_empty() {
        return Ok(());
    }
    let keys = chat_keys_json(chats.iter().map(|(chat, _)| *chat))?;
    sqlx::query!(
        "DELETE FROM coverage
         WHERE (robot_key, chat_user) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?1))",
        keys
    )
    .execute(&mut *conn)
    .await?;
    let rows: Vec<Row> = chats
        .iter()
        .flat_map(|(chat, intervals)| {
            intervals.iter().map(|i| Row(chat.robot_key.as_str(), chat.chat_user.as_str(), i.from.0, i.to.0))
        })
        .collect();
    let rows = json(&rows)?;
    sqlx::query!(
        "INSERT INTO coverage (robot_key, chat_user, from_ts, to_ts)
         SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?1)",
        rows
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The same stretches with those joined that touch, oldest first.
pub(crate) fn merged(mut intervals: Vec<Interval>) -> Vec<Interval> {
    intervals.sort_by_key(|interval| interval.from);
    let mut joined: Vec<Interval> = Vec::with_capacity(intervals.len());
    for next in intervals {
        match joined.last_mut() {
            Some(last) if last.touches(next) => last.to = last.to.max(next.to),
            _ => joined.push(next),
        }
    }
    joined
}

/// The parts of `window` outside `covered`, which is sorted and disjoint. A single instant is no stretch: there is no
/// telling a message that is missing from one that has the same time, and every live message would have one before it.
pub(crate) fn uncovered(window: Interval, covered: &[Interval]) -> Vec<Interval> {
    let mut gaps = Vec::new();
    let mut from = window.from;
    for interval in covered.iter().filter(|interval| interval.to >= window.from && interval.from <= window.to) {
        if from < interval.from {
            gaps.push(Interval { from, to: interval.from.plus_ms(-1) });
        }
        from = from.max(interval.to.plus_ms(1));
    }
    if from <= window.to {
        gaps.push(Interval { from, to: window.to });
    }
    gaps.retain(|gap| gap.from < gap.to);
    gaps
}

/// Whether everything from the beginning of time up to `at` is covered.
pub(crate) fn reaches_start(at: Timestamp, covered: &[Interval]) -> bool {
    reaches(at, Timestamp(0), covered)
}

/// Whether everything from `start` up to `at` is covered.
pub(crate) fn reaches(at: Timestamp, start: Timestamp, covered: &[Interval]) -> bool {
    covered.iter().any(|interval| interval.from <= start && at <= interval.to.plus_ms(1))
}

/// Where a thread begins whose oldest message is at `at`: whether that is known, and since when its messages are let go.
pub(crate) fn beginning(at: Timestamp, cleared: Option<Timestamp>, covered: &[Interval]) -> (bool, Option<Timestamp>) {
    if reaches_start(at, covered) {
        return (true, None);
    }
    let cleared = cleared.filter(|cleared| reaches(at, *cleared, covered));
    (cleared.is_some(), cleared)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn interval(from: i64, to: i64) -> Interval {
        Interval::new(Timestamp(from), Timestamp(to))
    }

    fn instants(intervals: &[Interval]) -> BTreeSet<i64> {
        intervals.iter().flat_map(|i| i.from.0..=i.to.0).collect()
    }

    fn intervals() -> impl Strategy<Value = Vec<Interval>> {
        prop::collection::vec((0..60_i64, 0..60_i64).prop_map(|(a, b)| interval(a, b)), 0..8)
    }

    proptest! {
        #[test]
        fn merging_keeps_every_instant_and_leaves_no_two_stretches_that_touch(given in intervals()) {
            let joined = merged(given.clone());
            prop_assert_eq!(instants(&joined), instants(&given));
            for pair in joined.windows(2) {
                prop_assert!(pair[0].to < pair[1].from && !pair[0].touches(pair[1]));
            }
        }

        #[test]
        fn merging_in_steps_ends_where_merging_at_once_ends(first in intervals(), second in intervals()) {
            let at_once = merged([first.clone(), second.clone()].concat());
            let in_steps = merged([merged(first), second].concat());
            prop_assert_eq!(at_once, in_steps);
        }

        #[test]
        fn gaps_are_the_instants_of_the_window_that_are_not_covered(given in intervals(), a in 0..60_i64, b in 0..60_i64) {
            let covered = merged(given);
            let window = interval(a, b);
            let missing: BTreeSet<i64> = instants(&[window]).difference(&instants(&covered)).copied().collect();
            let gaps = uncovered(window, &covered);
            let shown = instants(&gaps);
            prop_assert!(shown.is_subset(&missing));
            for instant in missing.difference(&shown) {
                prop_assert!(!missing.contains(&(instant - 1)) && !missing.contains(&(instant + 1)), "{} was lost", instant);
            }
        }
    }

    #[test]
    fn coverage_reaches_the_start_only_without_a_hole() {
        let at = Timestamp(50);
        assert!(reaches_start(at, &[interval(0, 50)]));
        assert!(reaches_start(at, &[interval(0, 49)]));
        assert!(!reaches_start(at, &[interval(0, 48), interval(50, 60)]));
        assert!(!reaches_start(at, &[interval(1, 60)]));
        assert!(!reaches_start(at, &[]));
    }
}
