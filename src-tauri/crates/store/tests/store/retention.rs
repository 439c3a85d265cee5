//! Messages that are let go: what is gone is claimed nowhere, and what is not the platform's stays.

use zuoxi_model::{ChatKey, Draft, SearchQuery, Timestamp};

use crate::samples::{Cache, chat, from_customer, from_us, interval, typed};

/// Removes everything from before then, two messages at a time; how many slices it took.
async fn clear(cache: &Cache, before: i64) -> usize {
    let (mut from, mut slices) = (0, 0);
    while let Some(cleared) = cache.store.clear_slice(Timestamp(before), from, 2).await.unwrap() {
        assert!((1..=2).contains(&cleared.keys.len()));
        from = cleared.row;
        slices += 1;
    }
    slices
}

async fn covered(cache: &Cache, chat: &ChatKey) -> Vec<zuoxi_model::Interval> {
    cache.store.coverage(chat).await.unwrap()
}

#[tokio::test]
async fn what_is_too_old_goes_in_slices_and_nothing_claims_it() {
    let cache = Cache::new().await;
    let (old, both, fresh) = (chat("1"), chat("2"), chat("3"));
    cache.say((0..5).map(|n| from_customer(&old, &format!("旧{n}"), 10 + n))).await;
    cache.say([from_customer(&both, "问", 20), from_us(&both, "答", 90), from_customer(&both, "再问", 100)]).await;
    cache.say([from_customer(&fresh, "新", 100)]).await;
    cache.cover(&old, &[(0, 30)]).await;
    cache.cover(&both, &[(0, 40), (45, 48), (60, 100)]).await;
    cache.cover(&fresh, &[(0, 100)]).await;
    while cache.store.build_index(100).await.unwrap() {}

    assert_eq!(clear(&cache, 70).await, 4);

    assert_eq!(cache.texts(&old).await, [""; 0]);
    assert_eq!(cache.texts(&both).await, ["答", "再问"]);
    assert_eq!(cache.texts(&fresh).await, ["新"]);
    assert_eq!(covered(&cache, &old).await, []);
    assert_eq!(covered(&cache, &both).await, [interval(70, 100)]);
    assert_eq!(covered(&cache, &fresh).await, [interval(0, 100)], "nothing of it is gone");
    assert_eq!(cache.waiting_since(&old).await, None);
    assert_eq!(cache.waiting_since(&both).await, Some(100));
    let rows = cache.store.chat_rows(&[old.clone(), both.clone()]).await.unwrap();
    assert!(rows.iter().any(|row| row.chat.key == old && row.last.is_none()));
    for (words, hits) in [("旧", 0), ("问", 1)] {
        let query = SearchQuery { text: words.into(), limit: 10, ..SearchQuery::default() };
        assert_eq!(cache.store.search(&query).await.unwrap().hits.len(), hits, "{words}");
    }
    assert!(cache.store.health().await.unwrap().is_sound());
}

#[tokio::test]
async fn a_send_that_is_not_confirmed_and_a_draft_stay_whatever_their_age() {
    let cache = Cache::new().await;
    let chat = chat("1");
    cache.say([from_customer(&chat, "旧", 5)]).await;
    cache.send(&chat, "没发出", 10).await;
    let draft = Draft { chat: chat.clone(), content: typed("说到一半"), updated_at: Timestamp(10) };
    cache.store.save_draft(&draft).await.unwrap();
    assert_eq!(clear(&cache, i64::MAX).await, 1);
    assert_eq!(cache.texts(&chat).await, ["没发出"]);
    let usage = cache.store.usage().await.unwrap();
    assert_eq!((usage.messages, usage.unsent, usage.drafts, usage.chats), (1, 1, 1, 1));
    cache.store.shrink().await.unwrap();
    assert_eq!(cache.texts(&chat).await, ["没发出"]);
}

#[tokio::test]
async fn a_thread_says_that_it_begins_where_older_messages_were_let_go() {
    let cache = Cache::new().await;
    let (cut, whole, unread) = (chat("1"), chat("2"), chat("3"));
    for chat in [&cut, &whole] {
        cache.say([from_customer(chat, "新", 100)]).await;
        cache.cover(chat, &[(0, 100)]).await;
    }
    cache.say([from_customer(&cut, "旧", 10), from_customer(&unread, "新", 100)]).await;
    cache.cover(&unread, &[(90, 100)]).await;
    cache.store.set_cleared_before(Some(Timestamp(70))).await.unwrap();
    clear(&cache, 70).await;
    let beginning = async |chat| {
        let page = cache.store.thread_page(chat, None, 10).await.unwrap();
        (page.complete_to_start, page.cleared_before)
    };
    assert_eq!(beginning(&cut).await, (true, Some(Timestamp(70))));
    assert_eq!(beginning(&whole).await, (true, None), "all of it is here");
    assert_eq!(beginning(&unread).await, (false, None), "there is more to read before the limit");
    cache.store.set_cleared_before(None).await.unwrap();
    assert_eq!(beginning(&cut).await, (false, None), "older messages may be read again");
}
