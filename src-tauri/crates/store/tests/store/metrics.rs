//! Figures over random histories equal what a slow implementation finds, which reads the threads as a person would and
//! counts working time minute by minute. Messages come out of order, twice, fail, and are counted at any moment.

mod slow;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use zuoxi_model::metrics::{
    Answerer, GroupRule, Metrics, MetricsQuery, Millis, MinuteSpan, TimeBasis, TurnOrder, TurnPick, TurnQuery,
    VolumeQuery, WorkHours,
};
use zuoxi_model::{
    ChatKey, Content, Direction, FailureReason, Interval, Message, Origin, OutboxState, SendStatus, Timestamp, Weekday,
};

use self::slow::{Slow, answerer, figures, slowly};
use crate::samples::{Cache, chat, confirmed, from_customer, from_us, key};

/// Friday, 20 November 2026, midnight in Shanghai.
const MIDNIGHT: i64 = 1_795_104_000_000;
const MINUTE: i64 = 60_000;
const DAYS: i64 = 4;
const WEEK: [Weekday; 7] = [
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
];

#[derive(Debug, Clone)]
enum Step {
    Say { chat: usize, id: u16, minute: i64, origin: usize, assignee: usize, failed: bool },
    Send { chat: usize, id: u16, minute: i64, end: usize },
    Count,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    // Few minutes and few ids, so that messages meet.
    let minute = || prop_oneof![0_i64..40, 500_i64..620, 0_i64..DAYS * 1440];
    let say = (0_usize..3, 0_u16..60, minute(), 0_usize..6, 0_usize..3, 0_u8..8).prop_map(
        |(chat, id, minute, origin, assignee, failed)| Step::Say {
            chat,
            id,
            minute,
            origin,
            assignee,
            failed: failed == 0,
        },
    );
    let send = (0_usize..3, 100_u16..160, minute(), 0_usize..4).prop_map(|(chat, id, minute, end)| Step::Send {
        chat,
        id,
        minute,
        end,
    });
    prop::collection::vec(prop_oneof![8 => say, 2 => send, 2 => Just(Step::Count)], 1..60)
}

fn chats() -> [ChatKey; 3] {
    [chat("7881"), chat("7882"), chat("R:9")]
}

fn at(minute: i64) -> i64 {
    MIDNIGHT + minute * MINUTE
}

fn said(chat: &ChatKey, id: u16, step: &Step) -> Message {
    let Step::Say { minute, origin, assignee, failed, .. } = step else { unreachable!() };
    let (word, when) = (id.to_string(), at(*minute));
    let mut message = if *origin < 3 { from_customer(chat, &word, when) } else { from_us(chat, &word, when) };
    message.origin = match origin {
        0..3 => Origin::Customer,
        3 => Origin::Phone,
        _ => Origin::Elsewhere,
    };
    if message.direction == Direction::Out {
        message.assignee = [None, Some("小红"), Some("小兰")][*assignee].map(Into::into);
        message.send_status = Some(if *failed { SendStatus::Failed } else { SendStatus::Sent });
    } else if id.is_multiple_of(2) {
        // A message that is told of again has the same words (Q54).
        message.content = Content::Text { text: "@客服 在吗".into(), mentions: vec!["wxid".into()] };
    }
    message
}

async fn live(cache: &Cache, steps: &[Step]) {
    let mut sent = BTreeSet::new();
    for step in steps {
        match step {
            Step::Say { chat, id, .. } => {
                cache.say([said(&chats()[*chat], *id, step)]).await;
            }
            Step::Send { chat, id, minute, end } => {
                if !sent.insert(*id) {
                    continue;
                }
                let chat = &chats()[*chat];
                let entry = cache.send(chat, &id.to_string(), at(*minute)).await;
                match end {
                    0 => {}
                    1 => {
                        cache.apply(|batch| batch.confirmed.push(confirmed(entry.id.as_str(), None))).await;
                    }
                    2 => {
                        let failed = OutboxState::Failed { reason: FailureReason::Refused };
                        assert!(cache.store.move_send(&entry.id, &OutboxState::Queued, &failed, 1).await.unwrap());
                    }
                    _ => {
                        // The platform knows it under another id, and a minute later.
                        let echo = from_us(chat, &format!("echo-{id}"), at(minute + 1));
                        let known = key(chat, &format!("echo-{id}"));
                        cache
                            .apply(|batch| {
                                batch.messages.push(echo);
                                batch.confirmed.push(confirmed(entry.id.as_str(), Some(known)));
                            })
                            .await;
                    }
                }
            }
            Step::Count => while cache.store.fold_turns(2, 0).await.unwrap().is_some() {},
        }
    }
    while cache.store.fold_turns(2, 0).await.unwrap().is_some() {}
}

fn check(hours: &WorkHours, metrics: &Metrics, turns: &[Slow], all: &[(ChatKey, Message)]) {
    let day = |ms: i64| (ms - MIDNIGHT).div_euclid(1440 * MINUTE);
    let within = |ms: i64| (0..DAYS).contains(&day(ms));
    let turns: Vec<&Slow> = turns.iter().filter(|turn| within(turn.start)).collect();
    let all: Vec<&(ChatKey, Message)> = all.iter().filter(|(_, m)| within(m.timestamp.0)).collect();
    assert_eq!(metrics.total, figures(hours, &turns, &all, false));
    assert_eq!(metrics.days.len(), usize::try_from(DAYS).unwrap());
    for (n, shown) in metrics.days.iter().enumerate() {
        let n = i64::try_from(n).unwrap();
        assert_eq!(shown.date, format!("2026-11-{}", 20 + n));
        let turns: Vec<_> = turns.iter().copied().filter(|turn| day(turn.start) == n).collect();
        let all: Vec<_> = all.iter().copied().filter(|(_, m)| day(m.timestamp.0) == n).collect();
        assert_eq!(shown.figures, figures(hours, &turns, &all, false), "{}", shown.date);
    }
    let who: BTreeSet<Answerer> = turns
        .iter()
        .filter_map(|turn| turn.answered.clone().map(|(_, who)| who))
        .chain(all.iter().filter(|(_, m)| m.direction == Direction::Out).map(|(_, m)| answerer(m)))
        .collect();
    assert_eq!(metrics.agents.iter().map(|agent| agent.answerer.clone()).collect::<BTreeSet<_>>(), who);
    for agent in &metrics.agents {
        let theirs = |turn: &&&Slow| turn.answered.as_ref().is_some_and(|(_, who)| *who == agent.answerer);
        let turns: Vec<_> = turns.iter().filter(theirs).copied().collect();
        let all: Vec<_> = all
            .iter()
            .copied()
            .filter(|(_, m)| m.direction == Direction::Out && answerer(m) == agent.answerer)
            .collect();
        assert_eq!(agent.figures, figures(hours, &turns, &all, true), "{:?}", agent.answerer);
    }
    let mut by_hour: BTreeMap<(Weekday, u8), (u32, u32)> = BTreeMap::new();
    let hour = |ms: i64| {
        let minutes = (ms - MIDNIGHT).div_euclid(MINUTE);
        let weekday = WEEK[usize::try_from(minutes.div_euclid(1440).rem_euclid(7)).unwrap()];
        (weekday, u8::try_from(minutes.rem_euclid(1440) / 60).unwrap())
    };
    for turn in &turns {
        by_hour.entry(hour(turn.start)).or_default().0 += 1;
    }
    for (_, message) in &all {
        by_hour.entry(hour(message.timestamp.0)).or_default().1 += u32::from(message.direction == Direction::In);
    }
    let shown: BTreeMap<_, _> =
        metrics.hours.iter().map(|each| ((each.weekday, each.hour), (each.turns, each.received))).collect();
    assert_eq!(shown, by_hour);
}

fn some_hours(groups: usize, limit_minutes: u32) -> WorkHours {
    WorkHours {
        days: vec![Weekday::Friday, Weekday::Monday],
        lunch: Some(MinuteSpan { from_minute: 12 * 60, to_minute: 13 * 60 }),
        holidays: vec!["2026-11-23".into()],
        extra_days: vec!["2026-11-22".into()],
        limit_minutes,
        groups: [GroupRule::LeaveOut, GroupRule::Mentioned, GroupRule::Every][groups],
        ..WorkHours::default()
    }
}

fn asked(basis: TimeBasis) -> MetricsQuery {
    MetricsQuery {
        period: Interval::new(Timestamp(MIDNIGHT), Timestamp(MIDNIGHT + DAYS * 1440 * MINUTE - 1)),
        compare: None,
        robots: Vec::new(),
        answerer: None,
        basis,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn figures_equal_a_slow_count(
        steps in steps(),
        groups in 0_usize..3,
        limit in 1_u32..90,
        everything in any::<bool>(),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let cache = Cache::new().await;
            live(&cache, &steps).await;
            let hours = some_hours(groups, limit);
            let basis = if everything { TimeBasis::All } else { TimeBasis::Working };
            let now = at(DAYS * 1440);
            let (turns, all) = slowly(&cache, &hours, basis, now).await;
            let metrics = cache.store.metrics(&asked(basis), &hours, Timestamp(now)).await.unwrap();
            check(&hours, &metrics, &turns, &all);

            let list = TurnQuery {
                metrics: asked(basis),
                pick: TurnPick::All,
                date: None,
                weekday: None,
                hour: None,
                order: TurnOrder::Newest,
                skip: 0,
                limit: 500,
            };
            let page = cache.store.turns(&list, &hours, Timestamp(now)).await.unwrap();
            let shown: BTreeSet<_> = page
                .turns
                .iter()
                .map(|turn| (turn.chat.clone(), turn.message_id.to_string(), turn.waited.0, turn.answerer.clone()))
                .collect();
            let expected: BTreeSet<_> = turns
                .iter()
                .filter(|turn| turn.start < now)
                .map(|turn| {
                    (turn.chat.clone(), turn.message.clone(), turn.waited, turn.answered.clone().map(|(_, who)| who))
                })
                .collect();
            prop_assert_eq!(shown, expected);
            let late = cache.store.turns(&TurnQuery { pick: TurnPick::Late, ..list }, &hours, Timestamp(now)).await.unwrap();
            prop_assert_eq!(late.total, metrics.total.late);

            // The quality rules about time judge the same turns, by the working hours.
            let (turns, _) = slowly(&cache, &hours, TimeBasis::Working, now).await;
            let judged = cache.store.reader().turns_behind(0, 500, &hours, Timestamp(now)).await.unwrap().turns;
            let judged: BTreeSet<_> = judged
                .iter()
                .map(|turn| (turn.chat_user.clone(), turn.message_id.clone(), turn.waited.0, turn.is_answered))
                .collect();
            let expected: BTreeSet<_> = turns
                .iter()
                .map(|turn| {
                    (turn.chat.chat_user.to_string(), turn.message.clone(), turn.waited, turn.answered.is_some())
                })
                .collect();
            prop_assert_eq!(judged, expected);
            Ok(())
        })?;
    }
}

#[tokio::test]
async fn what_is_counted_opens_and_names_its_first_message() {
    let cache = Cache::new().await;
    let [chat, ..] = chats();
    let question = from_customer(&chat, "在吗", at(600));
    cache.say([question, from_us(&chat, "在的", at(605)), from_customer(&chat, "谢谢", at(606))]).await;
    while cache.store.fold_turns(10, 0).await.unwrap().is_some() {}
    let (hours, now) = (WorkHours::default(), Timestamp(at(700)));
    let metrics = cache.store.metrics(&asked(TimeBasis::Working), &hours, now).await.unwrap();
    assert_eq!((metrics.total.received, metrics.total.sent, metrics.total.waiting), (2, 1, 1));
    assert_eq!(metrics.total.response.median, Some(Millis(5 * MINUTE)));
    assert!(metrics.building.is_none());
    let volume = VolumeQuery {
        metrics: asked(TimeBasis::Working),
        date: Some("2026-11-20".into()),
        weekday: None,
        hour: Some(10),
        skip: 0,
        limit: 10,
    };
    let page = cache.store.chat_volumes(&volume, &hours, now).await.unwrap();
    assert_eq!(page.total, 1);
    assert_eq!((page.chats[0].received, page.chats[0].sent), (2, 1));
    assert_eq!(page.chats[0].message_id.as_ref().unwrap().as_str(), "在吗");
}

#[tokio::test]
async fn a_pass_ends_though_messages_keep_arriving() {
    let cache = Cache::new().await;
    for (chat, id) in chats().iter().zip(["一", "二", "三"]) {
        cache.say([from_customer(chat, id, at(600))]).await;
    }
    let (mut behind, mut slices) = (0, 0);
    while let Some(last) = cache.store.fold_turns(1, behind).await.unwrap() {
        (behind, slices) = (last, slices + 1);
        cache.say([from_customer(&chats()[0], &format!("又{slices}"), at(600 + slices))]).await;
    }
    assert_eq!(slices, 3);
    let received = async || {
        let metrics = cache.store.metrics(&asked(TimeBasis::Working), &WorkHours::default(), Timestamp(at(700))).await;
        metrics.unwrap().total.received
    };
    assert_eq!(received().await, 3);
    // The next pass begins with the first chat again.
    assert_eq!(cache.store.fold_turns(10, 0).await.unwrap(), None);
    assert_eq!(received().await, 6);
}

#[tokio::test]
async fn whoever_waits_is_listed_with_the_time_the_limit_falls_due() {
    let cache = Cache::new().await;
    let [one, other, group] = chats();
    // Five to six; the working day ends at six.
    cache.say([from_customer(&one, "急", at(17 * 60 + 55)), from_customer(&other, "早", at(16 * 60))]).await;
    cache.say([from_us(&other, "好", at(16 * 60 + 1)), from_customer(&group, "闲聊", at(17 * 60))]).await;
    let hours = some_hours(1, 10);
    let evening = Timestamp(at(20 * 60));
    let waiting = cache.store.waiting_now(&hours, Timestamp(MIDNIGHT), evening).await.unwrap();
    assert_eq!(
        waiting.chats.iter().map(|chat| &chat.chat).collect::<Vec<_>>(),
        [&one],
        "nobody was named in the group"
    );
    assert_eq!((waiting.late, waiting.is_working_time), (0, false));
    assert_eq!(waiting.chats[0].waited, Millis(5 * MINUTE));
    // Saturday is free, Sunday is worked.
    assert_eq!(waiting.chats[0].due_at, Some(Timestamp(at(2 * 1440 + 9 * 60 + 5))));
    let every = cache.store.waiting_now(&some_hours(2, 10), Timestamp(MIDNIGHT), evening).await.unwrap();
    assert_eq!(every.chats.iter().map(|chat| &chat.chat).collect::<Vec<_>>(), [&group, &one]);
}
