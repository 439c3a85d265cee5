//! What an export holds, decided once: a copy lies in its folder until it is finished, so that going on with it makes the
//! same files.
//!
//! The chats are cut into parts. A part is what is written, kept and checked as one; a table has one file a part. Parts are
//! whole chats of together [`PART_MESSAGES`], or one chat that has more: small enough that a spreadsheet opens each file
//! within seconds, large enough that most exports are one.

use std::{collections::HashSet, ops::Range};

use serde::{Deserialize, Serialize};
use zuoxi_model::{
    Assignee, ChatKey, ChatKind, ChatRow, ExportId, ExportPreview, ExportRequest, ExportScope, Interval, Timestamp,
};
use zuoxi_store::Store;

use super::{entry::Zone, names, words::Words};
use crate::{EngineError, Language};

/// How many messages a part is to have at most.
const PART_MESSAGES: u64 = 250_000;

/// The form of the plan and its journal. Another one is not gone on with.
pub(super) const FORM: u32 = 1;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Plan {
    pub form: u32,
    pub id: ExportId,
    pub requested_by: String,
    pub started_at: Timestamp,
    pub language: Language,
    pub request: ExportRequest,
    /// The time that is exported: fixed at the beginning, so that it does not grow while it runs.
    pub window: Interval,
    pub chats: Vec<PlannedChat>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PlannedChat {
    /// Counts from 1, in the order of the robots and then of the names.
    pub number: u32,
    pub key: ChatKey,
    /// What the list calls it.
    pub name: String,
    pub robot: String,
    pub kind: ChatKind,
    pub assignee: Option<Assignee>,
    /// As counted when the export began.
    pub messages: u64,
    pub first: Option<Timestamp>,
    pub last: Option<Timestamp>,
    /// Stretches of which messages may be missing.
    pub gaps: Vec<Interval>,
}

impl PlannedChat {
    pub fn stem(&self) -> String {
        names::stem(self.number, &self.name)
    }
}

impl Plan {
    pub fn words(&self) -> &'static Words {
        Words::of(self.language)
    }

    pub fn zone(&self) -> Zone {
        Zone::named(&self.request.time_zone)
    }

    /// The chats of each part. One without messages is in none.
    pub fn parts(&self) -> Vec<Range<usize>> {
        self.parts_of(PART_MESSAGES)
    }

    fn parts_of(&self, most: u64) -> Vec<Range<usize>> {
        let mut parts: Vec<Range<usize>> = Vec::new();
        let mut held = 0_u64;
        for (index, chat) in self.chats.iter().enumerate().filter(|(_, chat)| chat.messages > 0) {
            match parts.last_mut() {
                Some(part) if held.saturating_add(chat.messages) <= most => {
                    part.end = index + 1;
                    held += chat.messages;
                }
                _ => {
                    parts.push(index..index + 1);
                    held = chat.messages;
                }
            }
        }
        parts
    }

    pub fn preview(&self) -> ExportPreview {
        preview(&self.chats)
    }
}

fn preview(chats: &[PlannedChat]) -> ExportPreview {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    ExportPreview {
        chats: count(chats.iter().filter(|chat| chat.messages > 0).count()),
        messages: chats.iter().map(|chat| chat.messages).sum(),
        first: chats.iter().filter_map(|chat| chat.first).min(),
        last: chats.iter().filter_map(|chat| chat.last).max(),
        chats_not_complete: count(chats.iter().filter(|chat| !chat.gaps.is_empty()).count()),
    }
}

/// The chats of a scope, with what they hold and what may be missing. A chat without either is left out.
pub(super) async fn chats_of(
    store: &Store,
    robots: &[zuoxi_model::Robot],
    scope: &ExportScope,
    window: Interval,
) -> Result<Vec<PlannedChat>, EngineError> {
    let tagged = match scope.tags.as_slice() {
        [] => None,
        tags => {
            let mut tagged = HashSet::new();
            for tag in tags {
                tagged.extend(store.chats_with_tag(tag).await?);
            }
            Some(tagged)
        }
    };
    let chosen: HashSet<&ChatKey> = scope.chats.iter().collect();
    let wanted = |row: &ChatRow| {
        let chat = &row.chat;
        let is_agents = |agent: &Assignee| scope.agents.contains(agent);
        (scope.robots.is_empty() || scope.robots.contains(&chat.key.robot_key))
            && (chosen.is_empty() || chosen.contains(&chat.key))
            && (scope.agents.is_empty() || chat.assignee.as_ref().is_some_and(is_agents))
            && scope.kind.is_none_or(|kind| kind == chat.kind)
            && tagged.as_ref().is_none_or(|tagged| tagged.contains(&chat.key))
    };
    let rows: Vec<ChatRow> = store.chat_list().await?.into_iter().filter(wanted).collect();
    let asked: Vec<_> = rows.iter().map(|row| (row.chat.key.clone(), row.chat.last_active)).collect();
    let counts = store.export_counts(&asked, window).await?;
    let rows: std::collections::HashMap<ChatKey, ChatRow> =
        rows.into_iter().map(|row| (row.chat.key.clone(), row)).collect();
    let place = |chat: &PlannedChat| robots.iter().position(|robot| robot.key == chat.key.robot_key);
    let mut chats: Vec<PlannedChat> = counts
        .into_iter()
        .filter(|count| count.messages > 0 || !count.gaps.is_empty())
        .filter_map(|count| {
            let row = rows.get(&count.key)?;
            let robot = robots.iter().find(|robot| robot.key == count.key.robot_key);
            let robot = robot.map(|robot| robot.name.clone()).filter(|name| !name.is_empty());
            let remark = row.remark.clone().filter(|remark| !remark.is_empty());
            let name = remark.unwrap_or_else(|| row.chat.name.clone());
            Some(PlannedChat {
                number: 0,
                robot: robot.unwrap_or_else(|| count.key.robot_key.to_string()),
                name: if name.is_empty() { count.key.chat_user.to_string() } else { name },
                kind: row.chat.kind,
                assignee: row.chat.assignee.clone(),
                messages: count.messages,
                first: count.first,
                last: count.last,
                gaps: count.gaps,
                key: count.key,
            })
        })
        .collect();
    chats.sort_by_cached_key(|chat| (place(chat).unwrap_or(usize::MAX), chat.name.clone(), chat.key.clone()));
    for (number, chat) in (1..).zip(&mut chats) {
        chat.number = number;
    }
    Ok(chats)
}

/// What an export of this scope would hold.
pub(super) async fn preview_of(
    store: &Store,
    robots: &[zuoxi_model::Robot],
    scope: &ExportScope,
    now: Timestamp,
) -> Result<ExportPreview, EngineError> {
    Ok(preview(&chats_of(store, robots, scope, window(scope, now)?).await?))
}

/// The time a scope means, up to now.
pub(super) fn window(scope: &ExportScope, now: Timestamp) -> Result<Interval, EngineError> {
    let from = scope.since.unwrap_or(Timestamp(0));
    let to = scope.until.map_or(now, |until| until.min(now));
    if from > to {
        return Err(EngineError::InvalidInput("the export would end before it begins: choose other days".into()));
    }
    Ok(Interval { from, to })
}

#[cfg(test)]
pub(super) mod tests {
    use zuoxi_model::ExportFormat;

    use super::*;

    pub fn chat(number: u32, name: &str, messages: u64) -> PlannedChat {
        PlannedChat {
            number,
            key: ChatKey { robot_key: "rk".into(), chat_user: format!("788{number}").as_str().into() },
            name: name.into(),
            robot: "小助手".into(),
            kind: ChatKind::Single,
            assignee: None,
            messages,
            first: Some(Timestamp(1_583_138_140_000)),
            last: Some(Timestamp(1_583_138_140_000)),
            gaps: vec![],
        }
    }

    pub fn plan(chats: Vec<PlannedChat>) -> Plan {
        Plan {
            form: FORM,
            id: "one".into(),
            requested_by: "lead".into(),
            started_at: Timestamp(1_583_138_200_000),
            language: Language::ZhCn,
            request: ExportRequest {
                scope: ExportScope::default(),
                formats: vec![ExportFormat::Html, ExportFormat::Xlsx, ExportFormat::Csv, ExportFormat::Jsonl],
                media: false,
                folder: String::new(),
                time_zone: "Asia/Shanghai".into(),
            },
            window: Interval { from: Timestamp(0), to: Timestamp(1_583_138_200_000) },
            chats,
        }
    }

    #[test]
    fn parts_are_whole_chats_and_hold_every_chat_with_messages() {
        let sizes = [3, 0, 4, 3, 12, 1, 9, 0];
        let plan = plan((1..).zip(sizes).map(|(number, size)| chat(number, "x", size)).collect());
        assert_eq!(plan.parts_of(10), [0..4, 4..5, 5..7]);
        assert_eq!(plan.parts_of(1).len(), 6);
        assert_eq!(plan.parts_of(u64::MAX).first(), Some(&(0..7)));
    }

    #[test]
    fn a_time_that_ends_before_it_begins_is_refused() {
        let scope = |since, until| ExportScope { since, until, ..ExportScope::default() };
        let now = Timestamp(100);
        assert_eq!(window(&scope(None, None), now).unwrap(), Interval { from: Timestamp(0), to: now });
        assert_eq!(window(&scope(None, Some(Timestamp(500))), now).unwrap().to, now, "nothing has come yet");
        assert!(window(&scope(Some(Timestamp(101)), None), now).is_err());
    }
}
