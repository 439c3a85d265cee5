//! Reading for an export.

use zuoxi_model::{ChatKey, Interval, Timestamp};
use zuoxi_store::ExportCursor;

use crate::samples::{Cache, chat, from_customer, interval, news};

async fn read(cache: &Cache, chat: &ChatKey, since: i64, until: i64, limit: u32) -> Vec<String> {
    let mut texts = Vec::new();
    let mut from = Some(ExportCursor::at(Timestamp(since)));
    while let Some(cursor) = from {
        let page = cache.store.export_page(chat, &cursor, Timestamp(until), limit).await.unwrap();
        assert!(page.messages.len() <= limit as usize);
        texts.extend(page.messages.iter().map(|m| m.message.content.text().to_owned()));
        from = page.next;
    }
    texts
}

#[tokio::test]
async fn every_message_of_the_time_is_read_once_whatever_the_page() {
    let cache = Cache::new().await;
    let chat = chat("wang");
    // Several at one millisecond, so that a page may end among them.
    let all: Vec<_> = (0..40).map(|n| from_customer(&chat, &format!("m{n:02}"), 1_000 + i64::from(n) / 4)).collect();
    cache.say(all).await;
    let window = interval(1_002, 1_007);
    let counts = cache.store.export_counts(&[(chat.clone(), None)], window).await.unwrap();
    let count = &counts[0];
    assert_eq!((count.messages, count.first, count.last), (24, Some(Timestamp(1_002)), Some(Timestamp(1_007))));
    let wanted: Vec<String> = (8..32).map(|n| format!("m{n:02}")).collect();
    for limit in [1, 3, 4, 24, 100] {
        assert_eq!(read(&cache, &chat, 1_002, 1_007, limit).await, wanted, "in pages of {limit}");
    }
}

#[tokio::test]
async fn what_is_not_covered_is_named_up_to_the_newest_that_is_known() {
    let cache = Cache::new().await;
    let (read, never) = (chat("read"), chat("never"));
    cache.say([from_customer(&read, "a", 100), from_customer(&read, "b", 900)]).await;
    cache.apply(|batch| batch.chats.push(news(&never))).await;
    cache.cover(&read, &[(50, 200), (400, 900)]).await;
    let asked = [(read.clone(), Some(Timestamp(900))), (never.clone(), Some(Timestamp(500)))];
    let gaps = async |window: Interval| {
        let counts = cache.store.export_counts(&asked, window).await.unwrap();
        counts.into_iter().map(|count| count.gaps).collect::<Vec<_>>()
    };
    assert_eq!(
        gaps(interval(0, 10_000)).await,
        [vec![interval(0, 49), interval(201, 399)], vec![interval(0, 500)]],
        "also of a chat that has no message here"
    );
    assert_eq!(gaps(interval(60, 150)).await, [vec![], vec![interval(60, 150)]]);
    assert_eq!(gaps(interval(2_000, 3_000)).await, [vec![], vec![]], "nothing is known of that time");
}
