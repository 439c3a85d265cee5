//! What was missed while the line was down.

use serde_json::json;
use zuoxi_engine::Timing;
use zuoxi_model::{ChatKey, Timestamp};

use crate::seat::{Seat, brisk, quiet, texts};

#[tokio::test]
async fn q36_messages_missed_while_the_line_was_down_are_there_after_it_in_order_and_once() {
    let seat = Seat::live().await;
    let chat = seat.a_chat(|row| row.last.is_some()).await;
    seat.customer_says(&chat, "断线前").await;
    seat.until("the live message", async || texts(&seat.thread(&chat).await).contains(&"断线前".into()).then_some(()))
        .await;

    seat.network(false).await;
    seat.until_offline().await;
    for text in ["第一条", "第二条", "第三条"] {
        seat.customer_says(&chat, text).await;
    }
    assert!(!texts(&seat.thread(&chat).await).contains(&"第一条".into()));
    seat.network(true).await;
    seat.until_live().await;

    let thread = seat.engine().await.thread(&chat, None, 500).await.unwrap();
    let said = texts(&thread.messages);
    assert_eq!(said[said.len() - 4..], ["断线前", "第一条", "第二条", "第三条"]);
    assert!(thread.gaps.is_empty(), "{:?}", thread.gaps);
}

/// The platform's times are whole seconds: what was heard in one may be complete without what was missed in it.
#[tokio::test]
async fn what_was_missed_in_a_second_that_was_heard_is_shown_while_it_cannot_be_read_and_read_as_soon_as_it_can() {
    let seat = Seat::live().await;
    let chat = seat.a_chat(|row| row.last.is_some()).await;
    let until_said = async |text: &str| {
        seat.until(text, async || texts(&seat.thread(&chat).await).contains(&text.to_owned()).then_some(())).await;
    };
    for round in 0.. {
        seat.customer_says(&chat, &format!("听见了 {round}")).await;
        until_said(&format!("听见了 {round}")).await;
        seat.network(false).await;
        seat.customer_says(&chat, &format!("错过了 {round}")).await;
        if seconds_of_the_last_two(&seat, &chat).await {
            break;
        }
        seat.network(true).await;
        until_said(&format!("错过了 {round}")).await;
        seat.until_live().await;
    }
    let missed = texts(&seat.thread(&chat).await).last().unwrap().replace("听见了", "错过了");

    let broken = json!({ "always": { "path": "/wxworkapi/chat/message", "malformed": true } });
    seat.control("rest", broken).await;
    seat.until_offline().await;
    seat.network(true).await;
    seat.until_live().await;
    seat.customer_says(&chat, "还在吗").await;
    until_said("还在吗").await;
    let engine = seat.engine().await;
    let page = engine.thread(&chat, None, 500).await.unwrap();
    assert!(!texts(&page.messages).contains(&missed));
    assert_eq!(page.gaps.len(), 1, "{:?}", page.gaps);

    seat.control("rest", json!({})).await;
    until_said(&missed).await;
    let whole = async || engine.thread(&chat, None, 500).await.unwrap().gaps.is_empty().then_some(());
    seat.until("no gap is left", whole).await;
}

/// Whether the platform dates the last two messages of the chat alike.
async fn seconds_of_the_last_two(seat: &Seat, chat: &ChatKey) -> bool {
    let place = format!("chat?robotKey={}&chatUser={}", chat.robot_key, chat.chat_user);
    let said = seat.look(&place).await;
    let times: Vec<i64> = said["messages"].as_array().unwrap().iter().filter_map(|m| m["timestamp"].as_i64()).collect();
    matches!(times.as_slice(), [.., before, last] if before == last)
}

#[tokio::test]
async fn a_message_that_arrives_live_leaves_no_gap_in_any_chat() {
    let seat = Seat::live().await;
    for round in 0..3 {
        for row in seat.engine().await.chats().await.unwrap().iter().take(12) {
            seat.customer_says(&row.chat.key, &format!("在吗 {round}")).await;
        }
    }
    let chats = seat.engine().await.chats().await.unwrap();
    for row in chats.iter().take(12) {
        let arrived = async || texts(&seat.thread(&row.chat.key).await).contains(&"在吗 2".into()).then_some(());
        seat.until("the last message", arrived).await;
        let page = seat.engine().await.thread(&row.chat.key, None, 500).await.unwrap();
        assert!(page.gaps.is_empty(), "{}: {:?}", row.chat.name, page.gaps);
    }
}

#[tokio::test]
async fn scrolling_up_reaches_the_first_message_and_says_so() {
    let seat = Seat::live().await;
    let chat = seat.a_chat(|row| row.last.is_some()).await;
    let engine = seat.engine().await;
    for _ in 0..200 {
        if engine.thread(&chat, None, 500).await.unwrap().complete_to_start {
            break;
        }
        engine.load_older(&chat).await.unwrap();
    }
    let page = engine.thread(&chat, None, 500).await.unwrap();
    assert!(page.complete_to_start && !page.older_in_cache);
    let book = seat.look("book?history=true").await;
    let told = book["messages"].as_array().unwrap().iter().filter(|message| {
        message["robotKey"] == chat.robot_key.as_str() && message["chatUser"] == chat.chat_user.as_str()
    });
    assert_eq!(page.messages.len(), told.count());
    assert!(page.messages.is_sorted_by_key(|row| row.message.timestamp));
    assert!(page.messages[0].message.timestamp > Timestamp(0));
}

/// The platform writes whole seconds, so that chats of one page share their time with those of the next.
#[tokio::test]
async fn q28_pages_of_the_recent_list_overlap_and_end_when_nothing_new_comes() {
    let seat = Seat::live_with(quiet(), Timing { chat_page: 3, ..brisk() }).await;
    let mut known: Vec<String> =
        seat.engine().await.chats().await.unwrap().iter().map(|row| row.chat.chat_id.to_string()).collect();
    let world = seat.look("world").await;
    let mut there: Vec<String> =
        world["chats"].as_array().unwrap().iter().map(|chat| chat["chatId"].as_str().unwrap().to_owned()).collect();
    known.sort();
    there.sort();
    assert_eq!(known, there);
}
