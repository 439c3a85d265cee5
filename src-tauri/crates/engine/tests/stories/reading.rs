//! When unread counts are cleared, and when not.

use zuoxi_engine::View;

use crate::seat::Seat;

#[tokio::test]
async fn q31_unread_clears_on_the_platform_only_for_a_thread_in_a_focused_window() {
    let seat = Seat::live().await;
    let chat = seat.a_chat(|row| row.chat.unread > 0).await;
    let engine = seat.engine().await;
    let chat_id = seat.row(&chat).await.chat.chat_id;

    engine.show(View { chat: Some(chat.clone()), focused: false, newest_visible: true });
    engine.show(View { chat: Some(chat.clone()), focused: true, newest_visible: false });
    // Something else happens on the way, so that a clearing would have had its chance.
    engine.load_older(&chat).await.unwrap();
    assert!(seat.row(&chat).await.chat.unread > 0);
    assert!(seat.book().await["unreadCleared"].as_array().unwrap().is_empty());

    engine.show(View { chat: Some(chat.clone()), focused: true, newest_visible: true });
    seat.until("read", async || (seat.row(&chat).await.chat.unread == 0).then_some(())).await;
    assert_eq!(seat.book().await["unreadCleared"].as_array().unwrap(), &[serde_json::json!(chat_id)]);
}

#[tokio::test]
async fn a_message_that_arrives_in_the_thread_being_read_is_read() {
    let seat = Seat::live().await;
    let chat = seat.a_chat(|row| row.chat.unread == 0).await;
    let engine = seat.engine().await;
    engine.show(View { chat: Some(chat.clone()), focused: true, newest_visible: true });
    seat.customer_says(&chat, "还在吗").await;
    let cleared = async || (!seat.book().await["unreadCleared"].as_array().unwrap().is_empty()).then_some(());
    seat.until("cleared", cleared).await;
}

/// The call is repeated while the platform is busy, and goes on for seconds.
#[tokio::test]
async fn q31_a_clearing_that_is_being_repeated_ends_when_the_person_looks_away() {
    let seat = Seat::live().await;
    let chat = seat.a_chat(|row| row.chat.unread > 0).await;
    let other = seat.a_chat(|row| row.chat.unread > 0 && row.chat.key != chat).await;
    let other_id = seat.row(&other).await.chat.chat_id;
    let engine = seat.engine().await;
    let clean = "/wxworkapi/unreadmsg/clean";
    seat.control("rest", serde_json::json!({ "always": { "path": clean, "status": 502 } })).await;
    engine.show(View { chat: Some(chat.clone()), focused: true, newest_visible: true });
    let tried = async || (seat.book().await["requests"][clean].as_u64()? > 0).then_some(());
    seat.until("the first attempt", tried).await;
    engine.show(View { chat: None, focused: true, newest_visible: true });
    seat.customer_says(&chat, "没人看").await;
    seat.control("rest", serde_json::json!({})).await;
    // Chats are cleared one after another: when this one is, the first has had its chance.
    engine.show(View { chat: Some(other.clone()), focused: true, newest_visible: true });
    seat.until("read", async || (seat.row(&other).await.chat.unread == 0).then_some(())).await;
    assert_eq!(seat.book().await["unreadCleared"].as_array().unwrap(), &[serde_json::json!(other_id)]);
    assert!(seat.row(&chat).await.chat.unread > 0);
}
