//! Broadcasts: planned, confirmed, handed over once, and seen to arrive.

use std::collections::BTreeMap;

use serde_json::json;
use zuoxi_engine::ErrorCode;
use zuoxi_model::{
    Audience, BroadcastConfirmation, BroadcastContent, BroadcastDraft, BroadcastId, BroadcastPace, BroadcastPlan,
    BroadcastRecord, BroadcastSchedule, BroadcastState, ChatKey, CustomerId, LeftOutReason, Recipients, RobotKey,
    Timestamp,
};
use zuoxi_simulator::Options;

use crate::seat::{Seat, brisk, quiet};

const SAVE: &str = "/wxworkapi/multiple/task/save";

fn hasty() -> Options {
    Options { mass_send_speed: 30_000, ..quiet() }
}

fn draft(to: &[ChatKey]) -> BroadcastDraft {
    let mut robots: BTreeMap<RobotKey, Vec<CustomerId>> = BTreeMap::new();
    for key in to {
        robots.entry(key.robot_key.clone()).or_default().push(key.chat_user.as_str().into());
    }
    let recipients = robots.into_iter().map(|(robot_key, to)| Recipients { robot_key, to });
    BroadcastDraft {
        name: "双十二通知".into(),
        contents: vec![
            BroadcastContent::Text { text: "双十二活动开始啦".into() },
            BroadcastContent::Text { text: "回复 1 领券".into() },
        ],
        audience: Audience::Customers(recipients.collect()),
        schedule: BroadcastSchedule::Now,
        pace: BroadcastPace::Default,
    }
}

/// Customers of robots that are online, in the order of the list.
async fn customers(seat: &Seat) -> Vec<ChatKey> {
    let online = seat.online().await;
    let rows = seat.engine().await.chats().await.unwrap();
    let keys = rows.into_iter().map(|row| row.chat.key);
    keys.filter(|key| !key.chat_user.is_group() && online.contains(&key.robot_key)).collect()
}

fn yes(plan: &BroadcastPlan) -> BroadcastConfirmation {
    BroadcastConfirmation { recipients: plan.recipients, cannot_be_undone: true }
}

async fn record(seat: &Seat, id: &BroadcastId) -> BroadcastRecord {
    seat.engine().await.broadcast(id).await.unwrap().expect("the broadcast is kept").record
}

async fn asked(seat: &Seat) -> u64 {
    seat.book().await["requests"][SAVE].as_u64().unwrap_or(0)
}

#[tokio::test]
async fn q58_a_broadcast_leaves_when_it_is_confirmed_and_is_seen_to_arrive() {
    let mut seat = Seat::live_with(hasty(), brisk()).await;
    let to: Vec<ChatKey> = customers(&seat).await.into_iter().take(5).collect();
    let engine = seat.engine().await;
    let plan = engine.plan_broadcast(draft(&to)).await.unwrap();
    assert_eq!((plan.recipients, plan.left_out.len()), (5, 0));
    assert_eq!(plan.ends_at_latest.0 - plan.starts_at.0, 4 * 30_000);

    for wrong in [
        BroadcastConfirmation { recipients: 6, ..yes(&plan) },
        BroadcastConfirmation { cannot_be_undone: false, ..yes(&plan) },
    ] {
        let error = engine.start_broadcast(&plan.id, wrong).await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::InvalidInput);
    }
    assert_eq!(asked(&seat).await, 0);
    assert_eq!(engine.start_broadcast(&plan.id, yes(&plan)).await.unwrap().state, BroadcastState::Sent);
    let error = engine.start_broadcast(&plan.id, yes(&plan)).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::InvalidInput);
    assert_eq!(asked(&seat).await, 1);

    let arrived = async || (record(&seat, &plan.id).await.delivered == 5).then_some(());
    seat.until("everyone has it", arrived).await;
    seat.restart().await;
    let detail = seat.engine().await.broadcast(&plan.id).await.unwrap().unwrap();
    assert_eq!((detail.record.state, detail.record.delivered), (BroadcastState::Sent, 5));
    assert!(detail.audience.iter().all(|one| one.parts_seen == 2 && one.delivered_at.is_some()));
}

#[tokio::test]
async fn q58_a_customer_of_two_robots_is_written_to_once_by_the_one_that_spoke_last() {
    let seat = Seat::live_with(hasty(), brisk()).await;
    let all = customers(&seat).await;
    let twice = |key: &&ChatKey| all.iter().filter(|other| other.chat_user == key.chat_user).count() == 2;
    let user = all.iter().find(twice).expect("somebody knows two robots").chat_user.clone();
    let both: Vec<ChatKey> = all.into_iter().filter(|key| key.chat_user == user).collect();
    // The one that is to have spoken last speaks now.
    let text = "在的，请说";
    let said = json!({"robotKey": both[1].robot_key, "chatUser": user, "text": text, "fromPhone": true});
    seat.control("say", said).await;
    let spoken =
        async || seat.thread(&both[1]).await.last().is_some_and(|row| row.message.content.text() == text).then_some(());
    seat.until("the robot spoke", spoken).await;

    let plan = seat.engine().await.plan_broadcast(draft(&both)).await.unwrap();
    assert_eq!(plan.recipients, 1);
    let by = LeftOutReason::WrittenToBy { robot_key: both[1].robot_key.clone() };
    assert_eq!((&plan.left_out[0].robot_key, &plan.left_out[0].why), (&both[0].robot_key, &by));
}

#[tokio::test]
async fn q58_after_a_time_out_nothing_is_repeated_and_a_person_is_asked() {
    let mut seat = Seat::live_with(hasty(), brisk()).await;
    let to: Vec<ChatKey> = customers(&seat).await.into_iter().take(2).collect();
    let engine = seat.engine().await;
    let plan = engine.plan_broadcast(draft(&to)).await.unwrap();
    seat.control("rest", json!({"next": [{"path": SAVE, "status": 504}]})).await;
    let row = engine.start_broadcast(&plan.id, yes(&plan)).await.unwrap();
    assert!(row.state == BroadcastState::Unknown && row.needs_decision() && !row.answer.is_empty());
    drop(engine);
    seat.restart().await;
    seat.until_live().await;
    assert_eq!((record(&seat, &plan.id).await.state, asked(&seat).await), (BroadcastState::Unknown, 1));
    assert_eq!(seat.desk.watch().await.unwrap().0.broadcasts, 1);
    seat.engine().await.dismiss_broadcast(&plan.id).await.unwrap();
    assert_eq!(seat.desk.watch().await.unwrap().0.broadcasts, 0);
}

#[tokio::test]
async fn q58_a_console_that_ends_while_a_broadcast_leaves_does_not_send_it_again() {
    let mut seat = Seat::live_with(hasty(), brisk()).await;
    let to: Vec<ChatKey> = customers(&seat).await.into_iter().take(2).collect();
    let engine = seat.engine().await;
    let plan = engine.plan_broadcast(draft(&to)).await.unwrap();
    seat.control("rest", json!({"next": [{"path": SAVE, "delayMs": 3_000}]})).await;
    let starting = {
        let (engine, plan) = (engine.clone(), plan.clone());
        tokio::spawn(async move { engine.start_broadcast(&plan.id, yes(&plan)).await })
    };
    let leaving = async || (record(&seat, &plan.id).await.state == BroadcastState::Sending).then_some(());
    seat.until("it leaves", leaving).await;
    starting.abort();
    drop(engine);
    seat.restart().await;
    let row = record(&seat, &plan.id).await;
    assert!(row.state == BroadcastState::Unknown && !row.answer.is_empty());
}

#[tokio::test]
async fn q58_a_refusal_says_why_and_that_nothing_was_sent() {
    let seat = Seat::live_with(hasty(), brisk()).await;
    let to: Vec<ChatKey> = customers(&seat).await.into_iter().take(2).collect();
    let engine = seat.engine().await;
    let plan = engine.plan_broadcast(draft(&to)).await.unwrap();
    seat.control("rest", json!({"next": [{"path": SAVE, "code": "7"}]})).await;
    let row = engine.start_broadcast(&plan.id, yes(&plan)).await.unwrap();
    assert!(row.state == BroadcastState::Refused && row.answer.contains("code 7"), "{row:?}");

    // Without a network nothing is begun, and the plan is still there.
    let plan = engine.plan_broadcast(draft(&to)).await.unwrap();
    seat.network(false).await;
    let error = engine.start_broadcast(&plan.id, yes(&plan)).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::Unreachable);
    assert_eq!(record(&seat, &plan.id).await.state, BroadcastState::Planned);
    engine.dismiss_broadcast(&plan.id).await.unwrap();
    assert_eq!(record(&seat, &plan.id).await.state, BroadcastState::Discarded);
}

#[tokio::test]
async fn q58_a_draft_beyond_the_limits_is_no_plan() {
    let seat = Seat::live_with(hasty(), brisk()).await;
    let to: Vec<ChatKey> = customers(&seat).await.into_iter().take(2).collect();
    let engine = seat.engine().await;
    let too_fast = BroadcastDraft { pace: BroadcastPace::Between { min_s: 44, max_s: 60 }, ..draft(&to) };
    let past = BroadcastDraft { schedule: BroadcastSchedule::Once { at: Timestamp(1) }, ..draft(&to) };
    let nobody = draft(&[ChatKey { robot_key: to[0].robot_key.clone(), chat_user: "1".into() }]);
    for draft in [too_fast, past, nobody] {
        assert_eq!(engine.plan_broadcast(draft).await.unwrap_err().code(), ErrorCode::InvalidInput);
    }
    assert!(engine.broadcasts().await.unwrap().is_empty());
}
