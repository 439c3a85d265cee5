//! What can go wrong with a line that is up, or that nobody saw go down: pushes that never come, clocks that disagree, a
//! night's sleep, a token that ends, a robot that goes away, and everybody writing at once.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use serde_json::json;
use zuoxi_engine::{Clock, SystemClock, Timing};
use zuoxi_model::{ChatKey, OutboxState, RobotStatus, SessionState, Timestamp};
use zuoxi_simulator::{Options, WorldSize};

use crate::seat::{Seat, brisk, quiet, texts, words};

const MINUTE_MS: i64 = 60_000;

/// A clock that is off by so many milliseconds.
struct Off(AtomicI64);

impl Off {
    fn by(ms: i64) -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(ms)))
    }
}

impl Clock for Off {
    fn now(&self) -> Timestamp {
        SystemClock.now().plus_ms(self.0.load(Ordering::SeqCst))
    }
}

async fn until_said(seat: &Seat, chat: &ChatKey, text: &str) {
    seat.until(text, async || texts(&seat.thread(chat).await).iter().any(|said| said == text).then_some(())).await;
}

async fn has_no_gap(seat: &Seat, chat: &ChatKey) {
    let page = seat.engine().await.thread(chat, None, 500).await.unwrap();
    assert!(page.gaps.is_empty(), "{:?}", page.gaps);
}

#[tokio::test]
async fn a_message_whose_push_is_lost_is_read_because_its_chat_was_told_to_have_moved() {
    let seat = Seat::live().await;
    let chat = seat.a_chat(|row| row.last.is_some()).await;
    seat.control("pushes", json!({ "event": "message", "drop": 1 })).await;
    seat.customer_says(&chat, "没推送的一句").await;
    until_said(&seat, &chat, "没推送的一句").await;
    has_no_gap(&seat, &chat).await;
    assert_eq!(seat.engine().await.chats_in_doubt().await, 0);
}

#[tokio::test]
async fn the_next_message_does_not_hide_one_whose_push_was_lost() {
    let seat = Seat::live().await;
    let chat = seat.a_chat(|row| row.last.is_some()).await;
    seat.control("pushes", json!({ "event": "message", "drop": 1 })).await;
    for text in ["丢了", "到了", "也到了"] {
        seat.customer_says(&chat, text).await;
    }
    until_said(&seat, &chat, "丢了").await;
    let said = texts(&seat.thread(&chat).await);
    assert_eq!(said[said.len() - 3..], ["丢了", "到了", "也到了"]);
    has_no_gap(&seat, &chat).await;
}

#[tokio::test]
async fn a_message_of_which_nothing_at_all_was_pushed_is_found_in_the_recent_list() {
    let timing = Timing { relist: Duration::from_millis(200), ..brisk() };
    let seat = Seat::live_with(quiet(), timing).await;
    let chat = seat.a_chat(|row| row.last.is_some()).await;
    seat.control("pushes", json!({ "drop": 2 })).await;
    seat.customer_says(&chat, "谁也没告诉").await;
    until_said(&seat, &chat, "谁也没告诉").await;
    has_no_gap(&seat, &chat).await;
}

#[tokio::test]
async fn the_unread_count_of_the_next_message_tells_of_one_of_which_nothing_was_pushed() {
    let seat = Seat::live().await;
    let chat = seat.a_chat(|row| row.last.is_some()).await;
    seat.customer_says(&chat, "听见").await;
    until_said(&seat, &chat, "听见").await;
    seat.control("pushes", json!({ "drop": 2 })).await;
    seat.customer_says(&chat, "没听见").await;
    seat.customer_says(&chat, "又听见").await;
    until_said(&seat, &chat, "没听见").await;
    let said = texts(&seat.thread(&chat).await);
    assert_eq!(said[said.len() - 3..], ["听见", "没听见", "又听见"]);
}

/// The echo's own push is lost, and history has it under another id: only its time and words tell whose it is.
#[tokio::test]
async fn q25_an_echo_under_another_id_is_found_in_history_however_wrong_our_clock_is() {
    for off_ms in [-24 * 60 * MINUTE_MS, -10 * MINUTE_MS, 10 * MINUTE_MS, 24 * 60 * MINUTE_MS] {
        let seat = Seat::live_by(Off::by(off_ms)).await;
        let chat = seat.a_chat(|row| row.last.is_some()).await;
        seat.control("echo", json!({ "mode": "otherId" })).await;
        seat.control("pushes", json!({ "drop": 2 })).await;
        seat.engine().await.send(&chat, &words("钟不准"), 0).await.unwrap();
        seat.until("confirmed", async || {
            let thread = seat.thread(&chat).await;
            let rows: Vec<_> = thread.iter().filter(|row| row.message.content.text() == "钟不准").collect();
            (rows.len() == 1 && rows[0].delivery == Some(OutboxState::Confirmed)).then_some(())
        })
        .await;
        assert_eq!(seat.thread(&chat).await.last().unwrap().message.content.text(), "钟不准", "{off_ms} ms off");
    }
}

/// As above, with the platform's clock in place of ours.
#[tokio::test]
async fn q25_the_platforms_clock_is_what_counts_when_it_is_the_wrong_one() {
    let seat = Seat::open().await;
    seat.control("clock", json!({ "skewMs": -30 * MINUTE_MS })).await;
    seat.sign_in("practice").await.unwrap();
    seat.until_live().await;
    let chat = seat.a_chat(|row| row.last.is_some()).await;
    seat.control("echo", json!({ "mode": "otherId" })).await;
    seat.control("pushes", json!({ "drop": 2 })).await;
    let id = seat.engine().await.send(&chat, &words("平台慢了半小时"), 0).await.unwrap();
    let confirmed = async || {
        let thread = seat.thread(&chat).await;
        thread.iter().any(|row| row.delivery == Some(OutboxState::Confirmed)).then_some(())
    };
    seat.until("confirmed", confirmed).await;
    assert_eq!(seat.times_sent(&id).await, 1);
}

#[tokio::test]
async fn two_sends_keep_their_order_while_the_clock_is_set_back() {
    let clock = Off::by(0);
    let seat = Seat::live_by(Arc::clone(&clock) as Arc<dyn Clock>).await;
    let chat = seat.a_chat(|_| true).await;
    seat.network(false).await;
    seat.until_offline().await;
    let engine = seat.engine().await;
    let first = engine.send(&chat, &words("先"), 0).await.unwrap();
    clock.0.store(-MINUTE_MS / 4, Ordering::SeqCst);
    let second = engine.send(&chat, &words("后"), 0).await.unwrap();
    seat.network(true).await;
    for id in [&first, &second] {
        seat.until_delivery(&chat, id, OutboxState::Confirmed).await;
    }
    let book = seat.book().await;
    let sends: Vec<&str> =
        book["sends"].as_array().unwrap().iter().filter_map(|send| send["messageId"].as_str()).collect();
    assert_eq!(sends, [first.as_str(), second.as_str()]);
}

/// While a machine sleeps its sockets look well and nothing comes.
#[tokio::test]
async fn what_was_said_while_the_machine_slept_is_there_after_it_woke() {
    let clock = Off::by(0);
    let seat = Seat::live_by(Arc::clone(&clock) as Arc<dyn Clock>).await;
    let chat = seat.a_chat(|row| row.last.is_some()).await;
    let connects = seat.book().await["socketConnects"].as_array().unwrap().len();
    seat.control("pushes", json!({ "drop": 6 })).await;
    for text in ["夜里一", "夜里二", "夜里三"] {
        seat.customer_says(&chat, text).await;
    }
    clock.0.store(8 * 60 * MINUTE_MS, Ordering::SeqCst);
    until_said(&seat, &chat, "夜里三").await;
    seat.until_live().await;
    let said = texts(&seat.thread(&chat).await);
    assert_eq!(said[said.len() - 3..], ["夜里一", "夜里二", "夜里三"]);
    has_no_gap(&seat, &chat).await;
    assert!(seat.book().await["socketConnects"].as_array().unwrap().len() > connects, "the line was made anew");
}

#[tokio::test]
async fn a_token_that_ends_in_the_middle_of_catching_up_leaves_no_hole() {
    let seat = Seat::live().await;
    let chats: Vec<ChatKey> =
        seat.engine().await.chats().await.unwrap().into_iter().take(8).map(|row| row.chat.key).collect();
    seat.network(false).await;
    seat.until_offline().await;
    for chat in &chats {
        seat.customer_says(chat, "断线时说的").await;
    }
    seat.control("rest", json!({ "always": { "delayMs": 60, "path": "/wxworkapi/chat/message" } })).await;
    seat.network(true).await;
    let under_way = async || {
        let session = seat.engine().await.session();
        matches!(session, SessionState::CatchingUp { done, total } if done > 0 && done < total).then_some(())
    };
    seat.until("catching up", under_way).await;
    seat.control("token", json!({ "expire": true })).await;
    seat.control("rest", json!({})).await;
    for chat in &chats {
        until_said(&seat, chat, "断线时说的").await;
    }
    seat.until_live().await;
    for chat in &chats {
        has_no_gap(&seat, chat).await;
    }
}

#[tokio::test]
async fn a_robot_that_goes_away_is_shown_so_and_what_waits_for_it_arrives_once_when_it_is_back() {
    let seat = Seat::live().await;
    let robot = seat.online().await.remove(0);
    let chat = seat.a_chat(|row| row.chat.key.robot_key == robot).await;
    seat.network(false).await;
    seat.until_offline().await;
    seat.control("robot", json!({ "robotKey": robot, "status": 2 })).await;
    seat.customer_says(&chat, "还在吗").await;
    seat.network(true).await;
    seat.until_live().await;
    until_said(&seat, &chat, "还在吗").await;
    has_no_gap(&seat, &chat).await;
    let status = async || {
        let robots = seat.engine().await.robots();
        robots.into_iter().find(|known| known.key == robot).map(|known| known.status)
    };
    assert_eq!(status().await, Some(RobotStatus::Offline));

    let id = seat.engine().await.send(&chat, &words("回来就发"), 0).await.unwrap();
    let asked = async || (seat.times_sent(&id).await > 0).then_some(());
    seat.until("the platform took it and did not send it", asked).await;
    assert_ne!(seat.delivery(&chat, &id).await, Some(OutboxState::Confirmed));
    seat.control("robot", json!({ "robotKey": robot, "status": 1 })).await;
    seat.until_delivery(&chat, &id, OutboxState::Confirmed).await;
    let book = seat.book().await;
    let listed = book["messages"].as_array().unwrap().iter();
    let arrived = listed.filter(|message| message["text"] == "回来就发" && message["sendStatus"] == 1).count();
    assert_eq!(arrived, 1);
}

#[tokio::test]
async fn five_hundred_chats_that_moved_at_once_are_all_read() {
    let world = WorldSize { conversations: (1, 1), ..WorldSize::of_chats(520) };
    let timing = Timing { chat_page: 100, history_page: 100, ..brisk() };
    let seat = Seat::live_with(Options { world, ..quiet() }, timing).await;
    let chats: Vec<ChatKey> =
        seat.engine().await.chats().await.unwrap().into_iter().take(500).map(|row| row.chat.key).collect();
    assert_eq!(chats.len(), 500);
    seat.network(false).await;
    seat.until_offline().await;
    for chat in &chats {
        seat.customer_says(chat, "都来了").await;
    }
    seat.network(true).await;
    // A step at a time, so that a slow machine is given more of it.
    for part in 1..=10 {
        let so_far = async || match seat.engine().await.session() {
            SessionState::CatchingUp { done, total } => (done * 10 >= total * part && total >= 500).then_some(()),
            SessionState::Live { .. } => Some(()),
            _ => None,
        };
        seat.until("another tenth of the chats", so_far).await;
    }
    seat.until_live().await;
    for chat in &chats {
        let page = seat.engine().await.thread(chat, None, 20).await.unwrap();
        assert_eq!(page.messages.last().map(|row| row.message.content.text()), Some("都来了"));
    }
}
