//! How long a month of a million messages takes to be counted, how long its figures take to open, and how long a lead waits
//! for a page of conversations to review.
//! `cargo run --release -p zuoxi-store --example metrics`
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement")]

use std::time::Instant;

use rand::{Rng as _, SeedableRng as _, rngs::StdRng};
use zuoxi_model::metrics::{MetricsQuery, TimeBasis, WorkHours};
use zuoxi_model::{
    AgentKey, ChatId, Content, Direction, Interval, Message, MessageKey, Origin, ReviewQuery, SendStatus, Sender,
    Timestamp,
};
use zuoxi_store::{Batch, CacheKey, Store};

const MESSAGES: u32 = 1_000_000;
const CHATS: u32 = 10_000;
const ROBOTS: u32 = 8;
const BATCH: u32 = 5_000;
/// 1 November 2026, midnight in Shanghai.
const MONTH: i64 = 1_793_462_400_000;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

fn message(chance: &mut StdRng, number: u32) -> Message {
    let peer = chance.random_range(0..CHATS);
    let robot = format!("robot-{}", peer % ROBOTS);
    let day = chance.random_range(0..30_i64);
    let at = MONTH + day * DAY_MS + chance.random_range(9 * 60..21 * 60_i64) * 60_000 + i64::from(number % 60_000);
    let is_ours = chance.random_bool(0.45);
    let agent = chance.random_range(0..14_u32);
    Message {
        key: MessageKey {
            robot_key: robot.as_str().into(),
            chat_user: format!("78813{peer:08}").as_str().into(),
            message_id: format!("{number:032x}").as_str().into(),
        },
        chat_id: ChatId::from(format!("S:{robot}_78813{peer:08}")),
        chat_name: Some(format!("客户{peer}")),
        msg_svr_id: Some(number.to_string().as_str().into()),
        timestamp: Timestamp(at),
        direction: if is_ours { Direction::Out } else { Direction::In },
        origin: if is_ours { Origin::Elsewhere } else { Origin::Customer },
        sender: Sender { id: "7881".into(), name: "小王".into(), avatar_url: None },
        content: Content::Text { text: "请问我的订单什么时候发货？".into(), mentions: Vec::new() },
        send_status: is_ours.then_some(SendStatus::Sent),
        assignee: (is_ours && agent > 0).then(|| format!("坐席{agent}").as_str().into()),
        raw: r#"{"contentType":7}"#.into(),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cache.db");
    let key = CacheKey::random();
    let store = Store::open(&path, &key).await.unwrap();
    let mut chance = StdRng::seed_from_u64(1);

    let begun = Instant::now();
    for first in (0..MESSAGES).step_by(usize::try_from(BATCH).unwrap()) {
        let mut batch = Batch::new(Timestamp(MONTH));
        batch.messages = (first..first + BATCH).map(|number| message(&mut chance, number)).collect();
        store.apply(&batch).await.unwrap();
    }
    println!("{MESSAGES} messages written in {:.1} s", begun.elapsed().as_secs_f64());

    let begun = Instant::now();
    while store.fold_turns(64, 0).await.unwrap().is_some() {}
    println!("counted for the first time in {:.1} s", begun.elapsed().as_secs_f64());

    store.close().await;
    let store = Store::open(&path, &key).await.unwrap();
    let query = MetricsQuery {
        period: Interval::new(Timestamp(MONTH), Timestamp(MONTH + 30 * DAY_MS - 1)),
        compare: None,
        robots: Vec::new(),
        answerer: None,
        basis: TimeBasis::Working,
    };
    for what in ["first opening", "again"] {
        let begun = Instant::now();
        let now = Timestamp(MONTH + 30 * DAY_MS);
        let metrics = store.metrics(&query, &WorkHours::default(), now).await.unwrap();
        println!(
            "{what}: {} turns, {} received, {} agents in {:.0} ms",
            metrics.total.turns,
            metrics.total.received,
            metrics.agents.len(),
            begun.elapsed().as_secs_f64() * 1000.0
        );
    }

    let conversations = || ReviewQuery { limit: 100, ..ReviewQuery::default() };
    for (what, query) in [
        ("the newest", conversations()),
        ("of an agent", ReviewQuery { agent: Some(AgentKey("=坐席3".into())), ..conversations() }),
        ("of a name", ReviewQuery { customer: "客户77".into(), ..conversations() }),
        ("with flags, of which there are none", ReviewQuery { flagged: true, ..conversations() }),
    ] {
        let begun = Instant::now();
        let page = store.reader().review_chats(&query).await.unwrap();
        let milliseconds = begun.elapsed().as_secs_f64() * 1000.0;
        println!("conversations {what}: {} in {milliseconds:.1} ms", page.chats.len());
    }

    let mut batch = Batch::new(Timestamp(MONTH));
    batch.messages = vec![message(&mut chance, MESSAGES)];
    store.apply(&batch).await.unwrap();
    let begun = Instant::now();
    while store.fold_turns(64, 0).await.unwrap().is_some() {}
    println!("one message more counted in {:.1} ms", begun.elapsed().as_secs_f64() * 1000.0);
    store.close().await;
}
