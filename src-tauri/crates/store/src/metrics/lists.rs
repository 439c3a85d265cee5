//! The turns and chats behind a figure. The same rules choose them that count them.

use std::collections::BTreeMap;

use zuoxi_model::metrics::{
    Answerer, ChatVolume, ChatVolumePage, TurnOrder, TurnPage, TurnPick, TurnQuery, TurnRow, VolumeQuery, WorkHours,
};
use zuoxi_model::{ChatKind, Timestamp, Weekday};

use super::figures::{Case, MetricsError, Rules, time_of};
use super::fold::CUSTOMER;
use crate::rows::{chat_key, json};
use crate::words::Word as _;
use crate::{Store, StoreError};

/// How much of a message stands in a list, in characters.
const WORDS: usize = 80;

/// A place in the tables and charts.
struct Place<'a> {
    date: Option<&'a str>,
    weekday: Option<Weekday>,
    hour: Option<u8>,
}

impl Place<'_> {
    fn has(&self, rules: &Rules<'_>, at: Timestamp) -> bool {
        let (weekday, hour) = rules.measure.calendar().hour(at);
        self.date.is_none_or(|date| rules.measure.calendar().date(at).to_string() == date)
            && self.weekday.is_none_or(|wanted| wanted == weekday)
            && self.hour.is_none_or(|wanted| wanted == hour)
    }
}

fn is_picked(pick: &TurnPick, case: &Case<'_>) -> bool {
    match pick {
        TurnPick::All => true,
        TurnPick::Answered => case.answerer.is_some(),
        TurnPick::Waiting => case.answerer.is_none(),
        TurnPick::Late => case.is_late,
        TurnPick::First => case.is_first && case.answerer.is_some(),
        TurnPick::Unattributed => case.answerer == Some(&Answerer::Unattributed),
    }
}

fn page<T>(items: &[T], skip: u32, limit: u32) -> impl Iterator<Item = &T> {
    let (skip, limit) = (usize::try_from(skip).unwrap_or(usize::MAX), usize::try_from(limit).unwrap_or(usize::MAX));
    items.iter().skip(skip).take(limit)
}

fn total<T>(items: &[T]) -> u32 {
    u32::try_from(items.len()).unwrap_or(u32::MAX)
}

/// The beginning of a text.
pub(super) fn beginning(text: &str) -> String {
    text.chars().take(WORDS).collect()
}

impl Store {
    /// A page of the turns behind a figure.
    pub async fn turns(&self, query: &TurnQuery, hours: &WorkHours, now: Timestamp) -> Result<TurnPage, MetricsError> {
        let period = query.metrics.period;
        let rules = Rules::new(&query.metrics, hours, period, now)?;
        let names = self.counted_names().await?;
        let counted = self.counted(period).await?;
        let place = Place { date: query.date.as_deref(), weekday: query.weekday, hour: query.hour };
        let mut cases: Vec<Case<'_>> = counted
            .turns
            .iter()
            .filter_map(|turn| rules.case(*turn, period, &names))
            .filter(|case| is_picked(&query.pick, case) && place.has(&rules, case.start))
            .collect();
        match query.order {
            TurnOrder::Newest => cases.sort_by_key(|case| std::cmp::Reverse((case.start, case.turn.id))),
            TurnOrder::Slowest => cases.sort_by_key(|case| std::cmp::Reverse((case.waited, case.start, case.turn.id))),
        }
        let shown: Vec<&Case<'_>> = page(&cases, query.skip, query.limit).collect();
        Ok(TurnPage { turns: self.turn_rows(&shown).await?, total: total(&cases) })
    }

    async fn turn_rows(&self, cases: &[&Case<'_>]) -> Result<Vec<TurnRow>, StoreError> {
        let wanted: Vec<(i64, u8)> =
            cases.iter().map(|case| (case.turn.id, u8::from(case.begins_with_mention))).collect();
        let wanted = json(&wanted)?;
        let rows = sqlx::query_file!("queries/turn_details.sql", wanted).fetch_all(self.readers()).await?;
        cases
            .iter()
            .zip(rows)
            .map(|(case, row)| {
                Ok(TurnRow {
                    chat: chat_key(row.robot_key, row.chat_user),
                    chat_name: row.name,
                    kind: ChatKind::read(&row.kind)?,
                    started_at: case.start,
                    message_id: row.message_id.into(),
                    text: beginning(&row.text),
                    answered_at: case.turn.answered_at.map(Timestamp),
                    answerer: case.answerer.cloned(),
                    waited: case.waited,
                    is_late: case.is_late,
                    is_first: case.is_first,
                })
            })
            .collect()
    }

    /// A page of the chats behind a number of messages, the busiest first.
    pub async fn chat_volumes(
        &self,
        query: &VolumeQuery,
        hours: &WorkHours,
        now: Timestamp,
    ) -> Result<ChatVolumePage, MetricsError> {
        let period = query.metrics.period;
        let rules = Rules::new(&query.metrics, hours, period, now)?;
        let names = self.counted_names().await?;
        let counted = self.counted(period).await?;
        let place = Place { date: query.date.as_deref(), weekday: query.weekday, hour: query.hour };
        // By chat: received, sent, the first time.
        let mut chats: BTreeMap<i64, (i64, i64, i64)> = BTreeMap::new();
        for row in &counted.volume {
            let at = time_of(row);
            if rules.robot_of(row, &names).is_none() || !place.has(&rules, at) {
                continue;
            }
            let (received, sent, first) = chats.entry(row.chat).or_insert((0, 0, at.0));
            *first = at.0.min(*first);
            if row.answerer == CUSTOMER {
                *received += row.messages;
            } else {
                *sent += row.messages;
            }
        }
        let mut chats: Vec<_> = chats.into_iter().collect();
        chats.sort_by_key(|(chat, (received, sent, _))| (std::cmp::Reverse(received + sent), *chat));
        let shown: Vec<_> = page(&chats, query.skip, query.limit).collect();
        let wanted = json(&shown.iter().map(|(chat, (.., first))| (chat, first)).collect::<Vec<_>>())?;
        let rows = sqlx::query_file!("queries/volume_details.sql", wanted)
            .fetch_all(self.readers())
            .await
            .map_err(StoreError::from)?;
        let small = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
        let listed: Result<Vec<_>, StoreError> = shown
            .iter()
            .zip(rows)
            .map(|((_, (received, sent, _)), row)| {
                Ok(ChatVolume {
                    chat: chat_key(row.robot_key, row.chat_user),
                    chat_name: row.name,
                    kind: ChatKind::read(&row.kind)?,
                    received: small(*received),
                    sent: small(*sent),
                    message_id: row.message_id.map(Into::into),
                })
            })
            .collect();
        Ok(ChatVolumePage { chats: listed?, total: total(&chats) })
    }
}
