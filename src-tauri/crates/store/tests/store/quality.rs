//! Rules, flags, samples and scores as they are kept.

use zuoxi_model::{
    AgentKey, FlagQuery, FlagStatus, ItemScore, QualityRule, RuleCheck, RuleSide, SampleRequest, Score, ScoreCard,
    ScoreEntry, ScoreItem, SendStatus, Timestamp,
};
use zuoxi_store::{AsideReason, Changed, Finding, Progress, Reached, Store};

use crate::samples::{Cache, chat, confirmed, from_us, raw_connection};

fn rule(id: &str, word: &str) -> QualityRule {
    let check = RuleCheck::Words { words: vec![word.into()], side: RuleSide::Us };
    QualityRule { id: id.into(), name: format!("规则 {id}"), check, scope: None, on: true }
}

fn finding(rule: &str, message: &str, at: i64) -> Finding {
    Finding {
        id: format!("{rule}/{message}"),
        rule: rule.into(),
        rule_name: format!("规则 {rule}"),
        robot_key: "robot".into(),
        chat_user: "1".into(),
        message_id: message.into(),
        message_at: at,
        agent: "=小红".into(),
        found: "返现".into(),
        wait_ms: None,
    }
}

/// The slice ended with this message, which is the one of this row.
fn up_to(rules: &[&str], row: i64, message: &str) -> Progress {
    Progress {
        rules: rules.iter().map(|id| rule(id, "返现")).collect(),
        reached: Some(Reached::Message { row, message_id: message.into() }),
        ..Progress::default()
    }
}

async fn open(cache: &Cache) -> Vec<String> {
    let query = FlagQuery { status: Some(FlagStatus::Open), limit: 50, ..FlagQuery::default() };
    let page = cache.store.quality_book().flags(&query).await.unwrap();
    assert_eq!(page.total as usize, page.flags.len());
    page.flags.into_iter().map(|flag| flag.id).collect()
}

#[tokio::test]
async fn a_message_is_flagged_once_by_each_rule_however_often_it_is_read() {
    let cache = Cache::new().await;
    let book = cache.store.quality_book();
    cache.say([from_us(&chat("1"), "给您返现", 10)]).await;
    for id in ["a", "b"] {
        book.save_rule(&rule(id, "返现"), Timestamp(1)).await.unwrap();
    }
    let found = [finding("a", "给您返现", 10), finding("b", "给您返现", 10)];
    assert_eq!(book.note(&found, &up_to(&["a", "b"], 1, "给您返现")).await.unwrap(), 2);
    assert_eq!(book.note(&found, &up_to(&["a", "b"], 1, "给您返现")).await.unwrap(), 0);
    assert_eq!(book.note(&[finding("gone", "给您返现", 10)], &up_to(&["gone"], 1, "给您返现")).await.unwrap(), 0);
    let page = book.flags(&FlagQuery { limit: 1, ..FlagQuery::default() }).await.unwrap();
    assert_eq!((page.total, page.flags[0].text.as_str()), (2, "给您返现"));
    let after = FlagQuery { after: page.next, limit: 1, ..FlagQuery::default() };
    let second = book.flags(&after).await.unwrap();
    assert_eq!(second.next, None);
    assert_ne!(second.flags[0].id, page.flags[0].id);
}

#[tokio::test]
async fn a_rule_that_is_changed_begins_anew_and_keeps_what_was_decided() {
    let cache = Cache::new().await;
    let book = cache.store.quality_book();
    cache.say([from_us(&chat("1"), "1", 10), from_us(&chat("1"), "2", 20)]).await;
    book.save_rule(&rule("a", "返现"), Timestamp(1)).await.unwrap();
    book.note(&[finding("a", "1", 10), finding("a", "2", 20)], &up_to(&["a"], 2, "2")).await.unwrap();
    book.decide_flags(&["a/1".into()], FlagStatus::Confirmed, "属实", "lead", Timestamp(30)).await.unwrap();
    let renamed = QualityRule { name: "返现承诺".into(), ..rule("a", "返现") };
    book.save_rule(&renamed, Timestamp(2)).await.unwrap();
    assert_eq!(open(&cache).await, ["a/2"], "a name changes nothing");
    assert_eq!(cache.store.reader().rule_marks().await.unwrap(), [("a".to_owned(), 2)]);
    book.save_rule(&rule("a", "红包"), Timestamp(3)).await.unwrap();
    assert_eq!(open(&cache).await, [""; 0]);
    assert_eq!(cache.store.reader().rule_marks().await.unwrap(), []);
    // A slice that was read by the rule as it was ends now.
    assert_eq!(book.note(&[finding("a", "2", 20)], &up_to(&["a"], 2, "2")).await.unwrap(), 0);
    assert_eq!(cache.store.reader().rule_marks().await.unwrap(), []);
    let history = book.flag_history("a/1").await.unwrap();
    assert_eq!((history[0].note.as_str(), history[0].by.as_str()), ("属实", "lead"));
}

#[tokio::test]
async fn what_is_confirmed_behind_the_marks_is_read_again() {
    let cache = Cache::new().await;
    let (book, reader) = (cache.store.quality_book(), cache.store.reader());
    let chat = chat("1");
    cache.send(&chat, "给您返现", 10).await;
    book.save_rule(&rule("a", "返现"), Timestamp(1)).await.unwrap();
    let first = reader.messages_behind(0, 10).await.unwrap();
    assert!(!first[0].counts, "nobody has it yet");
    // It is confirmed before the mark of the slice that was read is written.
    let echo = zuoxi_model::Message { msg_svr_id: Some("9".into()), ..from_us(&chat, "给您返现", 11) };
    cache
        .apply(|batch| {
            batch.messages.push(echo);
            batch.confirmed.push(confirmed("给您返现", None));
        })
        .await;
    book.note(&[], &up_to(&["a"], first[0].id, "给您返现")).await.unwrap();
    let again = reader.messages_to_read_again(10).await.unwrap();
    assert_eq!(again.len(), 1);
    assert!(again[0].message.counts);
    book.note(&[], &read_again(&again)).await.unwrap();
    assert_eq!(reader.messages_to_read_again(10).await.unwrap(), []);
}

fn read_again(changed: &[Changed]) -> Progress {
    let again = changed.iter().map(|each| (each.message.id, each.revision)).collect();
    Progress { again, ..Progress::default() }
}

#[tokio::test]
async fn what_changes_again_while_it_is_read_is_read_once_more() {
    let cache = Cache::new().await;
    let (book, reader) = (cache.store.quality_book(), cache.store.reader());
    book.save_rule(&rule("a", "返现"), Timestamp(1)).await.unwrap();
    let told = async |status| {
        let message = zuoxi_model::Message { send_status: Some(status), ..from_us(&chat("1"), "给您返现", 10) };
        cache.say([message]).await;
    };
    told(SendStatus::NotSent).await;
    told(SendStatus::Failed).await;
    let read = reader.messages_to_read_again(10).await.unwrap();
    assert!(!read[0].message.counts);
    // It arrives after all before the slice is put away.
    told(SendStatus::Sent).await;
    book.note(&[], &read_again(&read)).await.unwrap();
    let once_more = reader.messages_to_read_again(10).await.unwrap();
    assert_eq!(once_more.len(), 1, "the second change was not read");
    assert!(once_more[0].message.counts);
    book.note(&[], &read_again(&once_more)).await.unwrap();
    assert_eq!(reader.messages_to_read_again(10).await.unwrap(), []);
}

#[tokio::test]
async fn a_row_that_is_given_out_again_is_not_taken_for_the_one_that_was_read() {
    let cache = Cache::new().await;
    let (book, reader) = (cache.store.quality_book(), cache.store.reader());
    book.save_rule(&rule("a", "返现"), Timestamp(1)).await.unwrap();
    cache.say([from_us(&chat("1"), "旧", 10)]).await;
    let read = reader.messages_behind(0, 10).await.unwrap();
    let mut other = raw_connection(&cache.path(), &cache.key).await;
    sqlx::query("DELETE FROM messages").execute(&mut other).await.unwrap();
    cache.say([from_us(&chat("1"), "给您返现", 20)]).await;
    book.note(&[], &up_to(&["a"], read[0].id, "旧")).await.unwrap();
    assert_eq!(reader.rule_marks().await.unwrap(), []);
    let next = reader.messages_behind(0, 10).await.unwrap();
    assert_eq!((next[0].id, next[0].message_id.as_str()), (read[0].id, "给您返现"));
}

fn card() -> ScoreCard {
    let item = ScoreItem { id: "tone".into(), name: "态度".into(), weight: 1, most: 5 };
    ScoreCard { id: "card".into(), name: "日常".into(), items: vec![item] }
}

fn score(id: &str, sample: Option<&str>, points: u32) -> Score {
    let items = vec![ItemScore { item: "tone".into(), points, comment: "称呼到位".into() }];
    let total = card().total(&items).unwrap();
    let agent = AgentKey("=小红".into());
    let sample = sample.map(str::to_owned);
    let entry = ScoreEntry { chat: chat("1"), agent, sample, card: card(), items, comment: "好".into() };
    Score { id: id.into(), entry, chat_name: String::new(), total, at: Timestamp(50), by: "lead".into() }
}

async fn filled() -> Cache {
    let cache = Cache::new().await;
    let book = cache.store.quality_book();
    cache.say([zuoxi_model::Message { assignee: Some("小红".into()), ..from_us(&chat("1"), "给您返现", 10) }]).await;
    book.save_rule(&rule("a", "返现"), Timestamp(1)).await.unwrap();
    book.note(&[finding("a", "给您返现", 10)], &up_to(&["a"], 1, "给您返现")).await.unwrap();
    book.decide_flags(&["a/给您返现".into()], FlagStatus::Confirmed, "属实", "lead", Timestamp(30)).await.unwrap();
    let (since, until) = (Timestamp(0), Timestamp(100));
    let request = SampleRequest { name: "周检".into(), seed: 7, per_agent: 3, robot: None, since, until };
    let drawn = cache.store.reader().answered_chats(&request).await.unwrap();
    assert_eq!((drawn.len(), drawn[0].agent.as_str(), drawn[0].begin.as_str()), (1, "=小红", "给您返现"));
    book.keep_sample("sample", &request, &drawn, Timestamp(40)).await.unwrap();
    book.save_score_card(&card()).await.unwrap();
    book.save_score(&score("s1", Some("sample"), 4)).await.unwrap();
    book.save_score(&score("s2", Some("sample"), 5)).await.unwrap();
    cache
}

#[tokio::test]
async fn a_sample_knows_what_was_scored_and_a_second_score_takes_the_place_of_the_first() {
    let cache = filled().await;
    let book = cache.store.quality_book();
    let samples = book.samples().await.unwrap();
    assert_eq!((samples[0].size, samples[0].scored), (1, 1));
    assert_eq!(book.sampled("sample").await.unwrap()[0].score, Some(10_000));
    let report = book.report(Timestamp(0), Timestamp(100)).await.unwrap();
    assert_eq!((report.scores[0].scored, report.scores[0].average), (1, 10_000));
    assert_eq!((report.flags[0].status, report.flags[0].count), (FlagStatus::Confirmed, 1));
    assert!(book.delete_sample("sample").await.unwrap());
    assert_eq!(book.scores_of(&chat("1")).await.unwrap().len(), 1, "its scores stay");
}

#[tokio::test]
async fn what_was_judged_survives_a_cache_that_is_built_anew() {
    let cache = filled().await;
    let (path, key) = (cache.path(), &cache.key);
    let before = judged(&cache.store).await;
    cache.store.close().await;
    let (store, _) = Store::rebuild(&path, key, AsideReason::Damaged, Timestamp(60)).await.unwrap();
    assert_eq!(judged(&store).await, before);
    assert_eq!(store.reader().rule_marks().await.unwrap(), [], "every rule reads the new cache from its start");
    store.close().await;
}

async fn judged(store: &Store) -> Vec<String> {
    let book = store.quality_book();
    let rules = book.rules().await.unwrap().into_iter().map(|state| state.rule).collect::<Vec<_>>();
    let flags = book.flags(&FlagQuery { limit: 10, ..FlagQuery::default() }).await.unwrap().flags;
    let flags: Vec<_> = flags.into_iter().map(|flag| (flag.id, flag.status, flag.message)).collect();
    let sampled = book.sampled("sample").await.unwrap();
    let sampled: Vec<_> = sampled.into_iter().map(|each| (each.agent, each.chat, each.score)).collect();
    vec![
        format!("{rules:?}"),
        format!("{flags:?}"),
        format!("{:?}", book.flag_history("a/给您返现").await.unwrap()),
        format!("{sampled:?}"),
        format!("{:?}", book.score_cards().await.unwrap()),
        format!(
            "{:?}",
            book.scores_of(&chat("1")).await.unwrap().into_iter().map(|each| each.entry).collect::<Vec<_>>()
        ),
    ]
}
