//! Looking through conversations leaves no trace on the platform.

use zuoxi_model::{ChatKey, ReviewQuery};

use crate::seat::Seat;

/// What somebody looks at in an hour who gives every conversation a few seconds.
const LOOKED_AT: usize = 900;

#[tokio::test]
async fn an_hour_of_reviewing_writes_nothing_to_the_platform() {
    let seat = Seat::live().await;
    let engine = seat.engine().await;
    let (review, quality) = (engine.review(), engine.quality());
    let before = seat.book().await;
    let unread: Vec<u32> = engine.chats().await.unwrap().iter().map(|row| row.chat.unread).collect();
    assert!(unread.iter().any(|count| *count > 0), "there is something that could be cleared");

    let chats: Vec<ChatKey> = {
        let page = review.chats(ReviewQuery { limit: 200, ..ReviewQuery::default() }).await.unwrap();
        page.chats.into_iter().map(|chat| chat.row.chat.key).collect()
    };
    assert!(chats.len() > 20);
    let mut looked_at = 0;
    for chat in chats.iter().cycle().take(LOOKED_AT) {
        let newest = review.thread(chat, None, 50).await.unwrap();
        if let Some(first) = newest.messages.first() {
            let id = &first.message.key.message_id;
            review.thread(chat, Some(id), 50).await.unwrap();
            review.around(chat, id, 50).await.unwrap();
            review.after(chat, id, 50).await.unwrap();
        }
        quality.scores_of(chat).await.unwrap();
        looked_at += 1;
    }
    assert_eq!(looked_at, LOOKED_AT);

    let after = seat.book().await;
    for wrote in ["unreadCleared", "sends", "actions", "forwards", "broadcasts", "uploads"] {
        assert_eq!(after[wrote], before[wrote], "{wrote}");
    }
    assert!(after["unreadCleared"].as_array().unwrap().is_empty());
    assert!(after["sends"].as_array().unwrap().is_empty());
    let now: Vec<u32> = engine.chats().await.unwrap().iter().map(|row| row.chat.unread).collect();
    assert_eq!(now, unread, "nothing was read either");
}
