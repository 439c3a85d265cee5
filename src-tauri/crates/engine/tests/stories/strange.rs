//! Replies and events that are not what they should be: read as far as they go, and never taken for what they are not.

use std::time::Duration;

use serde_json::json;
use zuoxi_engine::Timing;
use zuoxi_model::{Action, ActionState, CustomerId};
use zuoxi_simulator::{Options, Quirks};

use crate::seat::{Seat, brisk, quiet, texts};

fn remark(customer: &CustomerId) -> Action {
    Action::SetRemark { customer: customer.clone(), name: Some("红儿".into()), description: None }
}

fn create(customer: CustomerId) -> Action {
    Action::CreateGroup { name: "售后群".into(), members: vec![customer] }
}

/// Where replies are pushed to everybody, the faults of pushes reach them too.
async fn overheard() -> Seat {
    let quirks = Quirks { replies_to_every_console: true, ..Quirks::default() };
    Seat::live_with(Options { quirks, ..quiet() }, brisk()).await
}

#[tokio::test]
async fn q18_half_a_message_ends_nothing_and_is_read_from_the_history() {
    let seat = Seat::live().await;
    let chat = seat.a_chat(|row| row.last.is_some()).await;
    let connects = async || seat.book().await["socketConnects"].as_array().map(Vec::len);
    let before = connects().await;
    seat.control("pushes", json!({"event": "message", "malformed": 1})).await;
    seat.customer_says(&chat, "半句话").await;
    seat.customer_says(&chat, "完整的话").await;
    let both = async || texts(&seat.thread(&chat).await).ends_with(&["半句话".into(), "完整的话".into()]).then_some(());
    seat.until("both messages", both).await;
    seat.until_live().await;
    assert_eq!(connects().await, before);
}

#[tokio::test]
async fn q41_half_a_reply_is_no_reply_and_what_may_be_repeated_is_repeated() {
    let seat = overheard().await;
    let (robot, customer) = seat.a_customer().await;
    seat.control("pushes", json!({"event": "action", "malformed": 1})).await;
    let row = seat.done(&robot, remark(&customer)).await;
    assert_eq!((row.state, row.attempts), (ActionState::Done, 2));
}

#[tokio::test]
async fn half_a_reply_to_what_must_not_be_done_twice_asks_a_person() {
    let seat = overheard().await;
    let (robot, customer) = seat.a_customer().await;
    seat.control("pushes", json!({"event": "action", "malformed": 1})).await;
    let row = seat.done(&robot, create(customer)).await;
    assert_eq!((row.state, row.attempts), (ActionState::Unknown, 1));
    assert_eq!(seat.book().await["actions"]["robot.create.group"], 1);
}

#[tokio::test]
async fn half_an_answer_over_http_to_what_must_not_be_done_twice_asks_a_person() {
    let timing = Timing { reconnect_floor: Duration::from_secs(15), reconnect_cap: Duration::from_secs(15), ..brisk() };
    let seat = Seat::live_with(quiet(), timing).await;
    let (robot, customer) = seat.a_customer().await;
    seat.network(false).await;
    seat.until_offline().await;
    seat.control("rest", json!({"next": [{"path": "/wxworkapi/bridge", "malformed": true}]})).await;
    let id = seat.engine().await.act(&robot, create(customer)).await.unwrap();
    seat.network(true).await;
    let row = seat.until_settled(&id).await;
    assert_eq!((row.state, row.attempts), (ActionState::Unknown, 1), "{row:?}");
}
