//! The figures as somebody would find them who reads each thread and counts working time minute by minute.

use std::collections::BTreeSet;

use zuoxi_model::metrics::{Answerer, Figures, GroupRule, Millis, MinuteSpan, Spread, TimeBasis, WorkHours};
use zuoxi_model::{ChatKey, Content, Direction, Message, Origin, OutboxState, SendStatus, ThreadMessage};

use super::{MIDNIGHT, MINUTE, WEEK, chats};
use crate::samples::Cache;

/// A turn as somebody with a pencil would write it down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Slow {
    pub(super) chat: ChatKey,
    pub(super) message: String,
    pub(super) start: i64,
    pub(super) answered: Option<(i64, Answerer)>,
    pub(super) messages: u32,
    pub(super) first: bool,
    pub(super) waited: i64,
}

pub(super) fn answerer(message: &Message) -> Answerer {
    match (message.origin, &message.assignee) {
        (Origin::Console, _) => Answerer::Console,
        (_, Some(assignee)) => Answerer::Assignee { assignee: assignee.clone() },
        (Origin::Phone, None) => Answerer::Phone,
        _ => Answerer::Unattributed,
    }
}

fn counts(message: &ThreadMessage) -> bool {
    message.message.direction == Direction::In
        || (message.message.send_status != Some(SendStatus::Failed)
            && !matches!(message.delivery, Some(OutboxState::Failed { .. })))
}

fn works(hours: &WorkHours, minute: i64) -> bool {
    let weekday = WEEK[usize::try_from(minute.div_euclid(1440).rem_euclid(7)).unwrap()];
    let of_day = u16::try_from(minute.rem_euclid(1440)).unwrap();
    let date = format!("2026-11-{}", 20 + minute.div_euclid(1440));
    let inside = |span: MinuteSpan| (span.from_minute..span.to_minute).contains(&of_day);
    !hours.holidays.contains(&date)
        && (hours.extra_days.contains(&date) || hours.days.contains(&weekday))
        && inside(hours.hours)
        && !hours.lunch.is_some_and(inside)
}

fn waited(hours: &WorkHours, basis: TimeBasis, from: i64, to: i64) -> i64 {
    let minutes = ((from - MIDNIGHT) / MINUTE)..((to - MIDNIGHT) / MINUTE).max((from - MIDNIGHT) / MINUTE);
    let counted = minutes.filter(|minute| basis == TimeBasis::All || works(hours, *minute)).count();
    i64::try_from(counted).unwrap() * MINUTE
}

/// Every turn, and every message that counts.
pub(super) async fn slowly(
    cache: &Cache,
    hours: &WorkHours,
    basis: TimeBasis,
    now: i64,
) -> (Vec<Slow>, Vec<(ChatKey, Message)>) {
    let (mut turns, mut all) = (Vec::new(), Vec::new());
    for chat in chats() {
        let page = cache.store.thread_page(&chat, None, 500).await.unwrap();
        let thread: Vec<Message> = page.messages.into_iter().filter(counts).map(|m| m.message).collect();
        for (n, message) in thread.iter().enumerate() {
            let begins = message.direction == Direction::In && (n == 0 || thread[n - 1].direction == Direction::Out);
            if !begins {
                continue;
            }
            let burst: Vec<&Message> = thread[n..].iter().take_while(|m| m.direction == Direction::In).collect();
            let answer = thread.get(n + burst.len());
            let names_robot =
                |m: &&&Message| matches!(&m.content, Content::Text { mentions, .. } if !mentions.is_empty());
            let start = match (chat.chat_user.is_group(), hours.groups) {
                (true, GroupRule::LeaveOut) => continue,
                (true, GroupRule::Mentioned) => match burst.iter().find(names_robot) {
                    Some(mention) => mention,
                    None => continue,
                },
                _ => message,
            };
            let quiet = n.checked_sub(1).map(|before| message.timestamp.0 - thread[before].timestamp.0);
            let end = answer.map_or(now, |answer| answer.timestamp.0);
            turns.push(Slow {
                chat: chat.clone(),
                message: start.key.message_id.to_string(),
                start: start.timestamp.0,
                answered: answer.map(|answer| (answer.timestamp.0, answerer(answer))),
                messages: u32::try_from(burst.len()).unwrap(),
                first: quiet.is_none_or(|quiet| quiet >= i64::from(hours.silence_hours) * 60 * MINUTE),
                waited: waited(hours, basis, start.timestamp.0, end),
            });
        }
        all.extend(thread.into_iter().map(|message| (chat.clone(), message)));
    }
    (turns, all)
}

fn spread(mut values: Vec<i64>) -> Spread {
    values.sort_unstable();
    let rank = |percent: usize| {
        let needed = values.len() * percent;
        // The smallest value that so many percent of all do not exceed.
        (0..values.len()).find(|n| (n + 1) * 100 >= needed).map(|n| Millis(values[n]))
    };
    Spread { count: u32::try_from(values.len()).unwrap(), median: rank(50), p90: rank(90) }
}

pub(super) fn figures(hours: &WorkHours, turns: &[&Slow], all: &[&(ChatKey, Message)], of_agent: bool) -> Figures {
    let number = |count: usize| u32::try_from(count).unwrap();
    let limit = i64::from(hours.limit_minutes) * MINUTE;
    let answered: Vec<&&Slow> = turns.iter().filter(|turn| turn.answered.is_some()).collect();
    let received: Vec<_> = all.iter().filter(|(_, m)| m.direction == Direction::In).collect();
    let active: BTreeSet<&ChatKey> = if of_agent {
        turns.iter().map(|turn| &turn.chat).collect()
    } else {
        received.iter().map(|(chat, _)| chat).collect()
    };
    Figures {
        turns: number(turns.len()),
        answered: number(answered.len()),
        waiting: number(turns.len() - answered.len()),
        late: number(turns.iter().filter(|turn| turn.waited > limit).count()),
        unattributed: number(
            turns.iter().filter(|turn| matches!(turn.answered, Some((_, Answerer::Unattributed)))).count(),
        ),
        first_response: spread(answered.iter().filter(|turn| turn.first).map(|turn| turn.waited).collect()),
        response: spread(answered.iter().map(|turn| turn.waited).collect()),
        received: if of_agent { turns.iter().map(|turn| turn.messages).sum() } else { number(received.len()) },
        sent: number(all.iter().filter(|(_, m)| m.direction == Direction::Out).count()),
        active_chats: number(active.len()),
    }
}
