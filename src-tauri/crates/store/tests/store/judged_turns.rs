//! Rules about time judge the turns of the figures, by the team's own hours.

use zuoxi_model::metrics::{GroupRule, Millis, MinuteSpan, WorkHours};
use zuoxi_model::{ChatKey, Message, QualityRule, RuleCheck, Timestamp, Weekday};
use zuoxi_store::{Finding, JudgedTurn, Progress, Reached};

use crate::samples::{Cache, chat, from_customer, from_us, raw_connection};

const MINUTE: i64 = 60_000;

fn at(text: &str) -> i64 {
    text.parse::<jiff::Timestamp>().unwrap().as_millisecond()
}

/// Nine to six on weekdays, with an hour for lunch; the 23rd, a Monday, is free, and the 22nd is worked instead.
fn office(zone: &str) -> WorkHours {
    use Weekday::{Friday, Monday, Thursday, Tuesday, Wednesday};
    WorkHours {
        zone: zone.into(),
        days: vec![Monday, Tuesday, Wednesday, Thursday, Friday],
        lunch: Some(MinuteSpan { from_minute: 12 * 60, to_minute: 13 * 60 }),
        holidays: vec!["2026-11-23".into()],
        extra_days: vec!["2026-11-22".into()],
        ..WorkHours::default()
    }
}

async fn counted(cache: &Cache) {
    while cache.store.fold_turns(10, 0).await.unwrap().is_some() {}
}

async fn judged(cache: &Cache, hours: &WorkHours, now: i64) -> Vec<JudgedTurn> {
    counted(cache).await;
    cache.store.reader().turns_behind(0, 100, hours, Timestamp(now)).await.unwrap().turns
}

#[tokio::test]
async fn a_wait_is_measured_by_the_calendar() {
    for (zone, asked, answered, minutes) in [
        // Friday over lunch, and over the evening into the Sunday that is worked.
        ("Asia/Shanghai", "2026-11-20T11:55:00+08:00", "2026-11-20T13:10:00+08:00", 15),
        ("Asia/Shanghai", "2026-11-20T17:50:00+08:00", "2026-11-22T09:05:00+08:00", 15),
        // The holiday, from beginning to end.
        ("Asia/Shanghai", "2026-11-23T09:00:00+08:00", "2026-11-24T09:07:00+08:00", 7),
        ("Asia/Shanghai", "2026-11-24T02:00:00+08:00", "2026-11-24T03:00:00+08:00", 0),
        // The same moments on other clocks: in the morning of Berlin, and over the lunch there.
        ("Europe/Berlin", "2026-11-20T17:50:00+08:00", "2026-11-20T18:10:00+08:00", 20),
        ("Europe/Berlin", "2026-11-20T11:55:00+01:00", "2026-11-20T13:10:00+01:00", 15),
        ("America/New_York", "2026-11-20T17:50:00+08:00", "2026-11-20T18:10:00+08:00", 0),
    ] {
        let cache = Cache::new().await;
        let chat = chat("1");
        cache.say([from_customer(&chat, "在吗", at(asked)), from_us(&chat, "在的", at(answered))]).await;
        let turns = judged(&cache, &office(zone), at("2026-11-30T00:00:00Z")).await;
        assert_eq!(turns.len(), 1);
        assert_eq!(turns[0].waited, Millis(minutes * MINUTE), "{zone}, {asked} to {answered}");
        assert!(turns[0].is_answered);
    }
}

#[tokio::test]
async fn a_wait_of_years_is_measured_as_well() {
    let cache = Cache::new().await;
    let (old, new) = (chat("1"), chat("2"));
    cache.say([from_customer(&old, "早", at("2015-03-02T10:00:00+08:00"))]).await;
    cache.say([from_us(&old, "来了", at("2015-03-02T10:20:00+08:00")), from_customer(&new, "刚才", 0)]).await;
    let hours = WorkHours { holidays: Vec::new(), extra_days: Vec::new(), ..office("Asia/Shanghai") };
    let turns = judged(&cache, &hours, at("2026-11-24T10:00:00+08:00")).await;
    let of = |chat: &ChatKey| turns.iter().find(|turn| turn.chat_user == chat.chat_user.as_str()).unwrap();
    assert_eq!(of(&old).waited, Millis(20 * MINUTE));
    assert!(of(&new).waited > Millis(365 * 24 * MINUTE));
}

#[tokio::test]
async fn in_a_group_the_wait_begins_where_the_robot_was_named() {
    let cache = Cache::new().await;
    let group = chat("R:9");
    let named = Message {
        content: zuoxi_model::Content::Text { text: "@客服 在吗".into(), mentions: vec!["wxid".into()] },
        ..from_customer(&group, "named", at("2026-11-20T10:10:00+08:00"))
    };
    let chatter = from_customer(&group, "chatter", at("2026-11-20T10:00:00+08:00"));
    cache.say([chatter, named, from_us(&group, "在的", at("2026-11-20T10:15:00+08:00"))]).await;
    let now = at("2026-11-24T00:00:00Z");
    for (groups, expected) in [
        (GroupRule::LeaveOut, None),
        (GroupRule::Mentioned, Some(("named", 5))),
        (GroupRule::Every, Some(("chatter", 15))),
    ] {
        let turns = judged(&cache, &WorkHours { groups, ..office("Asia/Shanghai") }, now).await;
        let found = turns.first().map(|turn| (turn.message_id.as_str(), turn.waited.0 / MINUTE));
        assert_eq!(found, expected, "{groups:?}");
    }
}

#[tokio::test]
async fn a_turn_that_is_counted_anew_lies_behind_the_mark_again() {
    let cache = Cache::new().await;
    let (reader, book, chat) = (cache.store.reader(), cache.store.quality_book(), chat("1"));
    let late = QualityRule {
        id: "late".into(),
        name: "慢".into(),
        check: RuleCheck::Late { minutes: 10 },
        scope: None,
        on: true,
    };
    book.save_rule(&late, Timestamp(1)).await.unwrap();
    let (hours, now) = (office("Asia/Shanghai"), Timestamp(at("2026-11-24T00:00:00Z")));
    cache.say([from_customer(&chat, "在吗", at("2026-11-20T10:00:00+08:00"))]).await;
    counted(&cache).await;
    let open = reader.turns_behind(0, 10, &hours, now).await.unwrap();
    assert!(!open.turns[0].is_answered);
    cache.say([from_us(&chat, "久等了", at("2026-11-20T10:30:00+08:00"))]).await;
    counted(&cache).await;
    let answered = reader.turns_behind(open.last.unwrap(), 10, &hours, now).await.unwrap();
    assert_eq!((answered.turns[0].is_answered, answered.turns[0].waited), (true, Millis(30 * MINUTE)));

    let turn = &answered.turns[0];
    let flag = Finding {
        id: "flag".into(),
        rule: late.id.clone(),
        rule_name: late.name.clone(),
        robot_key: turn.robot_key.clone(),
        chat_user: turn.chat_user.clone(),
        message_id: turn.message_id.clone(),
        message_at: turn.began.0,
        agent: turn.agent.clone(),
        found: String::new(),
        wait_ms: Some(turn.waited.0),
    };
    let progress =
        Progress { rules: vec![late.clone()], reached: answered.last.map(Reached::Turn), ..Progress::default() };
    assert_eq!(book.note(&[flag], &progress).await.unwrap(), 1);
    let flagged = reader.turns_flagged("late", &answered.turns, &hours, now).await.unwrap();
    assert_eq!((flagged[0].flag.as_str(), flagged[0].turn.as_ref()), ("flag", Some(turn)));

    // A gap is filled: the customer had written earlier, so that no turn begins with that message any more.
    cache.say([from_customer(&chat, "有人吗", at("2026-11-20T09:50:00+08:00"))]).await;
    counted(&cache).await;
    let anew = reader.turns_behind(answered.last.unwrap(), 10, &hours, now).await.unwrap();
    assert_eq!(anew.turns[0].waited, Millis(40 * MINUTE));
    let flagged = reader.turns_flagged("late", &anew.turns, &hours, now).await.unwrap();
    assert_eq!(flagged[0].turn, None);
    let withdrawn = Progress { rules: vec![late], withdrawn: vec!["flag".into()], ..Progress::default() };
    assert_eq!(book.note(&[], &withdrawn).await.unwrap(), 1);

    // The last turn goes and another one is counted: its row is a new one.
    let mut other = raw_connection(&cache.path(), &cache.key).await;
    sqlx::query("DELETE FROM messages").execute(&mut other).await.unwrap();
    counted(&cache).await;
    cache.say([from_customer(&chat, "又来了", at("2026-11-20T11:00:00+08:00"))]).await;
    counted(&cache).await;
    let next = reader.turns_behind(anew.last.unwrap(), 10, &hours, now).await.unwrap();
    assert_eq!(next.turns[0].message_id, "又来了");
}

#[tokio::test]
async fn who_waits_is_found_until_the_rule_has_flagged_it() {
    let cache = Cache::new().await;
    let (reader, book) = (cache.store.reader(), cache.store.quality_book());
    let rule = QualityRule {
        id: "none".into(),
        name: "没回复".into(),
        check: RuleCheck::Unanswered { minutes: 10 },
        scope: None,
        on: true,
    };
    book.save_rule(&rule, Timestamp(1)).await.unwrap();
    let hours = office("Asia/Shanghai");
    let asked = at("2026-11-20T17:55:00+08:00");
    cache.say([from_customer(&chat("1"), "在吗", asked)]).await;
    counted(&cache).await;
    let look = async |now: &str| {
        let now = Timestamp(at(now));
        reader.turns_unflagged("none", now, &hours, now).await.unwrap()
    };
    let in_the_night = look("2026-11-20T23:00:00+08:00").await;
    assert_eq!(in_the_night[0].waited, Millis(5 * MINUTE), "nobody works at that time");
    let later = look("2026-11-22T09:06:00+08:00").await;
    assert_eq!(later[0].waited, Millis(11 * MINUTE));
    let flag = Finding {
        id: "flag".into(),
        rule: rule.id.clone(),
        rule_name: rule.name.clone(),
        robot_key: "robot".into(),
        chat_user: "1".into(),
        message_id: "在吗".into(),
        message_at: asked,
        agent: later[0].agent.clone(),
        found: String::new(),
        wait_ms: None,
    };
    book.note(&[flag], &Progress { rules: vec![rule], ..Progress::default() }).await.unwrap();
    assert_eq!(look("2026-11-24T10:00:00+08:00").await, []);
}
