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
