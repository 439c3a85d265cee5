//! Rules that read along, and what is made of what they find.

use std::{sync::Arc, time::Duration};

use zuoxi_engine::{Engine, EngineError, Timing};
use zuoxi_model::metrics::{MinuteSpan, WorkHours};
use zuoxi_model::{
    Flag, FlagQuery, FlagStatus, ItemScore, OutboxState, QualityRule, RuleCheck, RuleSide, SampleRequest, ScoreEntry,
    Timestamp,
};

use crate::seat::{Seat, brisk, quiet, words};

fn rule(name: &str, check: RuleCheck) -> QualityRule {
    QualityRule { id: String::new(), name: name.into(), check, scope: None, on: true }
}

fn saying(word: &str, side: RuleSide) -> QualityRule {
    rule(word, RuleCheck::Words { words: vec![word.into()], side })
}

async fn flags(engine: &Engine, rule: &QualityRule) -> Vec<Flag> {
    let query = FlagQuery { rule: Some(rule.id.clone()), limit: 100, ..FlagQuery::default() };
    engine.quality().flags(query).await.unwrap().flags
}

async fn until_flagged(seat: &Seat, rule: &QualityRule, count: usize) -> Vec<Flag> {
    let engine: Arc<Engine> = seat.engine().await;
    let flagged = async || {
        let found = flags(&engine, rule).await;
        (found.len() == count).then_some(found)
    };
    seat.until(&format!("{count} flags of {}", rule.name), flagged).await
}

/// As the product, but it looks for customers who wait as often as a test can want it.
async fn watchful() -> Seat {
    Seat::live_with(quiet(), Timing { rules_look: Duration::from_millis(50), ..brisk() }).await
}

#[tokio::test]
async fn a_rule_reads_what_comes_and_what_was_there_before() {
    let seat = watchful().await;
    let chat = seat.a_chat(|_| true).await;
    seat.customer_says(&chat, "独角兽在吗").await;
    let heard =
        async || seat.thread(&chat).await.iter().any(|m| m.message.content.text() == "独角兽在吗").then_some(());
    seat.until("heard", heard).await;
    let rule = seat.engine().await.quality().save_rule(saying("独角兽", RuleSide::Customer)).await.unwrap();
    let found = until_flagged(&seat, &rule, 1).await;
    assert_eq!((found[0].text.as_str(), found[0].found.as_str()), ("独角兽在吗", "独角兽"));
    seat.customer_says(&chat, "还是想要独角兽").await;
    until_flagged(&seat, &rule, 2).await;
}

#[tokio::test]
async fn our_own_words_count_once_they_have_left() {
    let seat = watchful().await;
    let engine = seat.engine().await;
    let online = seat.online().await;
    let chat = seat.a_chat(|row| online.contains(&row.chat.key.robot_key)).await;
    let rule = engine.quality().save_rule(saying("给您返现", RuleSide::Us)).await.unwrap();
    let id = engine.send(&chat, &words("好评给您返现"), 0).await.unwrap();
    seat.until_delivery(&chat, &id, OutboxState::Confirmed).await;
    let found = until_flagged(&seat, &rule, 1).await;
    assert_eq!(found[0].agent.as_str(), "console");
}

/// Somebody is always there, whenever the test runs.
fn around_the_clock() -> WorkHours {
    WorkHours { hours: MinuteSpan { from_minute: 0, to_minute: 1440 }, ..WorkHours::default() }
}

#[tokio::test]
async fn who_waits_is_flagged_until_somebody_answers() {
    let seat = watchful().await;
    let engine = seat.engine().await;
    engine.set_work_hours(around_the_clock()).await.unwrap();
    let online = seat.online().await;
    let waiting = |row: &zuoxi_model::ChatRow| {
        online.contains(&row.chat.key.robot_key)
            && row.waiting_since.is_some_and(|since| since.0 < now_ms() - 3 * 60_000)
    };
    let chat = seat.a_chat(waiting).await;
    let unanswered = rule("没回复", RuleCheck::Unanswered { minutes: 2 });
    let late = rule("回复慢", RuleCheck::Late { minutes: 2 });
    let unanswered = engine.quality().save_rule(unanswered).await.unwrap();
    let late = engine.quality().save_rule(late).await.unwrap();
    let of_chat = async |rule: &QualityRule| {
        let (chat, rule) = (Some(chat.clone()), Some(rule.id.clone()));
        let query = FlagQuery { rule, chat, limit: 100, ..FlagQuery::default() };
        engine.quality().flags(query).await.unwrap().flags
    };
    let since = seat.row(&chat).await.waiting_since;
    let flag = seat.until("flagged", async || of_chat(&unanswered).await.pop()).await;
    assert_eq!((Some(flag.at), flag.wait_ms), (since, None));
    engine.send(&chat, &words("久等了"), 0).await.unwrap();
    let answered = async || of_chat(&unanswered).await.is_empty().then_some(());
    seat.until("no longer unanswered", answered).await;
    let was_late = async || of_chat(&late).await.into_iter().find(|each| each.message == flag.message);
    let flag = seat.until("late", was_late).await;
    assert!(flag.wait_ms.unwrap() > 120_000);
    assert_eq!(flag.agent.as_str(), "console");
}

#[tokio::test]
async fn other_working_hours_have_every_turn_judged_anew() {
    let seat = watchful().await;
    let engine = seat.engine().await;
    engine.set_work_hours(around_the_clock()).await.unwrap();
    let late = engine.quality().save_rule(rule("回复慢", RuleCheck::Late { minutes: 1 })).await.unwrap();
    let flagged = async || (!flags(&engine, &late).await.is_empty()).then_some(());
    seat.until("history has late answers", flagged).await;
    let decided = flags(&engine, &late).await.remove(0);
    engine.quality().decide(std::slice::from_ref(&decided.id), FlagStatus::Confirmed, "").await.unwrap();

    let nobody_works = WorkHours { days: Vec::new(), ..WorkHours::default() };
    engine.set_work_hours(nobody_works).await.unwrap();
    let left = until_flagged(&seat, &late, 1).await;
    assert_eq!(left[0].id, decided.id, "nobody was late, but what was decided stays");
    engine.set_work_hours(around_the_clock()).await.unwrap();
    let again = async || (flags(&engine, &late).await.len() > 1).then_some(());
    seat.until("late again", again).await;
}

#[tokio::test]
async fn what_was_decided_is_kept_with_who_and_why() {
    let seat = watchful().await;
    let chat = seat.a_chat(|_| true).await;
    let quality = seat.engine().await.quality();
    let rule = quality.save_rule(saying("独角兽", RuleSide::Customer)).await.unwrap();
    seat.customer_says(&chat, "独角兽在吗").await;
    let flag = until_flagged(&seat, &rule, 1).await.remove(0);
    quality.decide(std::slice::from_ref(&flag.id), FlagStatus::Confirmed, " 属实 ").await.unwrap();
    quality.decide(std::slice::from_ref(&flag.id), FlagStatus::Resolved, "").await.unwrap();
    let history = quality.history(&flag.id).await.unwrap();
    let said: Vec<_> = history.iter().map(|each| (each.status, each.note.as_str(), each.by.as_str())).collect();
    assert_eq!(said, [(FlagStatus::Confirmed, "属实", "practice"), (FlagStatus::Resolved, "", "practice")]);
    let missing = quality.decide(&["none".into()], FlagStatus::Confirmed, "").await;
    assert!(matches!(missing, Err(EngineError::NotFound(_))));
    quality.delete_rule(&rule.id).await.unwrap();
    assert_eq!(until_flagged(&seat, &rule, 1).await[0].status, FlagStatus::Resolved, "what was decided stays");
}

#[tokio::test]
async fn a_rule_that_makes_no_sense_is_refused() {
    let seat = Seat::live().await;
    let quality = seat.engine().await.quality();
    for check in [
        RuleCheck::Words { words: vec!["  ".into()], side: RuleSide::Us },
        RuleCheck::Pattern { pattern: "(".into(), side: RuleSide::Us },
        RuleCheck::Late { minutes: 0 },
    ] {
        let refused = quality.save_rule(rule("规则", check.clone())).await;
        assert!(matches!(refused, Err(EngineError::InvalidInput(_))), "{check:?}");
    }
    let nameless = quality.save_rule(rule(" ", RuleCheck::Late { minutes: 5 })).await;
    assert!(matches!(nameless, Err(EngineError::InvalidInput(_))));
}

#[tokio::test]
async fn a_sample_is_drawn_scored_and_reported() {
    let seat = Seat::live().await;
    let quality = seat.engine().await.quality();
    let (since, until) = (Timestamp(0), Timestamp(now_ms()));
    let request = |seed| SampleRequest { name: "周检".into(), seed, per_agent: 2, robot: None, since, until };
    let first = quality.draw_sample(request(7)).await.unwrap();
    let second = quality.draw_sample(request(7)).await.unwrap();
    let drawn = quality.sampled(&first).await.unwrap();
    assert!(!drawn.is_empty());
    assert_eq!(drawn, quality.sampled(&second).await.unwrap(), "the same seed draws the same");

    let card = quality.score_cards().await.unwrap().remove(0);
    let items: Vec<ItemScore> = card
        .items
        .iter()
        .map(|item| ItemScore { item: item.id.clone(), points: item.most, comment: String::new() })
        .collect();
    let entry = ScoreEntry {
        chat: drawn[0].chat.clone(),
        agent: drawn[0].agent.clone(),
        sample: Some(first.clone()),
        card,
        items,
        comment: "很好".into(),
    };
    let unfilled = ScoreEntry { items: vec![], ..entry.clone() };
    assert!(matches!(quality.save_score(unfilled).await, Err(EngineError::InvalidInput(_))));
    assert_eq!(quality.save_score(entry).await.unwrap().total, 10_000);
    assert_eq!(quality.sampled(&first).await.unwrap()[0].score, Some(10_000));
    let report = quality.report(since, Timestamp(now_ms())).await.unwrap();
    assert_eq!((report.scores.len(), report.scores[0].average), (1, 10_000));
    assert!(seat.book().await["sends"].as_array().unwrap().is_empty());
}

fn now_ms() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    i64::try_from(since.as_millis()).unwrap()
}
