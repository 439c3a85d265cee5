use zuoxi_model::{ChatKey, Message, ThreadPage, Timestamp};

use crate::samples::{Cache, chat, confirmed, from_customer, from_us, interval, key};

fn ids(page: &ThreadPage) -> Vec<&str> {
    page.messages.iter().map(|m| m.message.key.message_id.as_str()).collect()
}

fn numbered(chat: &ChatKey, id: &str, at: i64, number: Option<&str>) -> Message {
    let mut message = from_customer(chat, id, at);
    message.msg_svr_id = number.map(Into::into);
    message
}

#[tokio::test]
async fn q27_ties_of_time_sort_by_the_servers_number_and_then_by_id() {
    let cache = Cache::new().await;
    let chat = chat("7881");
    cache
        .say([
            numbered(&chat, "b", 10, None),
            numbered(&chat, "a", 10, None),
            numbered(&chat, "x", 10, Some("1000")),
            numbered(&chat, "y", 10, Some("999")),
            numbered(&chat, "z", 9, Some("5000")),
        ])
        .await;
    let page = cache.store.thread_page(&chat, None, 10).await.unwrap();
    assert_eq!(ids(&page), ["z", "y", "x", "a", "b"]);
}

#[tokio::test]
async fn pages_follow_each_other_without_loss_or_repetition_even_inside_a_tie() {
    let cache = Cache::new().await;
    let chat = chat("7881");
    // Seven messages for each instant, so that most pages end inside one.
    cache.say((0..70).map(|n| numbered(&chat, &format!("{n:03}"), n / 7, Some(&n.to_string())))).await;
    let mut seen = Vec::new();
    let mut before = None;
    loop {
        let page = cache.store.thread_page(&chat, before.as_ref(), 9).await.unwrap();
        before = page.messages.first().map(|m| m.message.key.message_id.clone());
        seen.splice(0..0, ids(&page).into_iter().map(str::to_owned));
        if !page.older_in_cache {
            break;
        }
        assert_eq!(page.messages.len(), 9);
    }
    let all: Vec<String> = (0..70).map(|n| format!("{n:03}")).collect();
    assert_eq!(seen, all);
}

#[tokio::test]
async fn gaps_are_what_is_not_covered_between_the_first_message_and_the_last() {
    let cache = Cache::new().await;
    let chat = chat("7881");
    cache.say([10, 20, 30, 40].map(|at| from_customer(&chat, &at.to_string(), at))).await;

    let page = cache.store.thread_page(&chat, None, 10).await.unwrap();
    assert_eq!(page.gaps, [interval(10, 40)], "nothing is known to be complete yet");
    assert!(!page.complete_to_start);

    cache.cover(&chat, &[(5, 22), (28, 35)]).await;
    let page = cache.store.thread_page(&chat, None, 10).await.unwrap();
    assert_eq!(page.gaps, [interval(23, 27), interval(36, 40)]);

    cache.cover(&chat, &[(0, 30), (30, 35), (36, 60)]).await;
    let page = cache.store.thread_page(&chat, None, 10).await.unwrap();
    assert_eq!(page.gaps, []);
    assert!(page.complete_to_start);
}

#[tokio::test]
async fn the_stretch_between_two_pages_belongs_to_the_older_one() {
    let cache = Cache::new().await;
    let chat = chat("7881");
    cache.say([10, 20, 30].map(|at| from_customer(&chat, &at.to_string(), at))).await;
    cache.cover(&chat, &[(0, 20)]).await;
    let newest = cache.store.thread_page(&chat, None, 1).await.unwrap();
    assert_eq!((ids(&newest), newest.gaps.len(), newest.older_in_cache), (vec!["30"], 0, true));
    let older = cache.store.thread_page(&chat, Some(&"30".into()), 10).await.unwrap();
    assert_eq!((ids(&older), &older.gaps), (vec!["10", "20"], &vec![interval(21, 30)]));
    assert!(older.complete_to_start && !newest.complete_to_start);
}

#[tokio::test]
async fn a_send_on_its_way_makes_no_gap() {
    let cache = Cache::new().await;
    let chat = chat("7881");
    cache.say([from_customer(&chat, "in", 10)]).await;
    cache.cover(&chat, &[(0, 15)]).await;
    cache.send(&chat, "out", 100).await;
    let page = cache.store.thread_page(&chat, None, 10).await.unwrap();
    assert_eq!((ids(&page), page.gaps.len()), (vec!["in", "out"], 0));
}

#[tokio::test]
async fn the_place_of_a_replaced_local_echo_is_that_of_its_echo() {
    let cache = Cache::new().await;
    let chat = chat("7881");
    cache.say([from_customer(&chat, "old", 1), from_customer(&chat, "new", 90)]).await;
    cache.send(&chat, "1", 50).await;
    cache
        .apply(|batch| {
            batch.messages.push(from_us(&chat, "10", 51));
            batch.confirmed.push(confirmed("1", Some(key(&chat, "10"))));
        })
        .await;
    let page = cache.store.thread_page(&chat, Some(&"1".into()), 10).await.unwrap();
    assert_eq!(ids(&page), ["old"]);
}

#[tokio::test]
async fn a_chat_that_is_not_known_is_an_empty_page() {
    let cache = Cache::new().await;
    let page = cache.store.thread_page(&chat("nobody"), None, 10).await.unwrap();
    assert_eq!((page.messages.len(), page.older_in_cache, page.complete_to_start), (0, false, false));
    cache.cover(&chat("nobody"), &[(0, 99)]).await;
    assert!(cache.store.thread_page(&chat("nobody"), None, 10).await.unwrap().complete_to_start);
}

#[tokio::test]
async fn messages_come_back_in_the_order_asked_and_with_their_record() {
    let cache = Cache::new().await;
    let chat = chat("7881");
    cache.say([from_customer(&chat, "1", 10), from_customer(&chat, "2", 20)]).await;
    let found = cache.store.thread_messages(&[key(&chat, "2"), key(&chat, "missing"), key(&chat, "1")]).await.unwrap();
    let found: Vec<&str> = found.iter().map(|m| m.message.key.message_id.as_str()).collect();
    assert_eq!(found, ["2", "1"]);

    let mut expected = from_customer(&chat, "1", 10);
    expected.chat_name = Some("小王".into());
    assert_eq!(cache.store.message(&key(&chat, "1")).await.unwrap(), Some(expected));
    assert_eq!(cache.store.message(&key(&chat, "missing")).await.unwrap(), None);
}

#[tokio::test]
async fn coverage_is_kept_merged_for_each_chat_by_itself() {
    let mut cache = Cache::new().await;
    let (one, two) = (chat("7881"), chat("7882"));
    cache
        .apply(|batch| {
            batch.covered = vec![
                (one.clone(), interval(10, 20)),
                (two.clone(), interval(15, 30)),
                (one.clone(), interval(21, 25)),
                (one.clone(), interval(40, 50)),
            ];
        })
        .await;
    cache.reopen().await;
    assert_eq!(cache.store.coverage(&one).await.unwrap(), [interval(10, 25), interval(40, 50)]);
    assert_eq!(cache.store.coverage(&two).await.unwrap(), [interval(15, 30)]);
    cache.cover(&one, &[(24, 45)]).await;
    assert_eq!(cache.store.coverage(&one).await.unwrap(), [interval(10, 50)]);
    assert_eq!(cache.store.coverage(&one).await.unwrap()[0].from, Timestamp(10));
}

#[tokio::test]
async fn what_turned_out_to_be_missing_is_no_longer_covered() {
    let cache = Cache::new().await;
    let (one, two) = (chat("7881"), chat("7882"));
    cache.say([from_customer(&one, "1", 10), from_customer(&one, "2", 50)]).await;
    cache.cover(&one, &[(0, 20), (30, 50)]).await;
    cache.cover(&two, &[(0, 50)]).await;
    cache.store.uncover(&one, Timestamp(49)).await.unwrap();
    assert_eq!(cache.store.coverage(&one).await.unwrap(), [interval(0, 20), interval(30, 48)]);
    let page = cache.store.thread_page(&one, None, 10).await.unwrap();
    assert_eq!(page.gaps, [interval(21, 29), interval(49, 50)]);
    cache.store.uncover(&one, Timestamp(30)).await.unwrap();
    assert_eq!(cache.store.coverage(&one).await.unwrap(), [interval(0, 20)]);
    assert_eq!(cache.store.coverage(&two).await.unwrap(), [interval(0, 50)], "another chat stays as it was");
}
