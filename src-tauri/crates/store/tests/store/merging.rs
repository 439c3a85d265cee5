use zuoxi_model::{Content, Direction, Origin, OutboxState, SendStatus, Timestamp};
use zuoxi_store::{Applied, Batch, Confirmation, Unrecognised};

use crate::samples::{Cache, chat, confirmed, echo_of, entry, from_customer, from_us, key, news, text};

#[tokio::test]
async fn a_batch_that_was_applied_before_changes_nothing() {
    let cache = Cache::new().await;
    let chat = chat("7881");
    let mut batch = Batch::new(Timestamp(1));
    batch.messages = vec![from_customer(&chat, "1", 10), from_us(&chat, "2", 20)];
    batch.messages[1].send_status = Some(SendStatus::Sent);
    batch.chats = vec![news(&chat)];
    batch.chats[0].unread = Some(3);
    batch.covered = vec![(chat.clone(), crate::samples::interval(0, 20))];

    let first = cache.store.apply(&batch).await.unwrap();
    assert_eq!(first.new_messages, [key(&chat, "1"), key(&chat, "2")]);
    assert_eq!(first.changed_chats, [chat]);
    assert_eq!(cache.store.apply(&batch).await.unwrap(), Applied::default());
}

#[tokio::test]
async fn a_message_that_is_twice_in_one_batch_is_one_new_message() {
    let cache = Cache::new().await;
    let chat = chat("7881");
    let live = from_us(&chat, "1", 10);
    let mut read = live.clone();
    read.msg_svr_id = Some("1001".into());
    let applied = cache.say([live, read]).await;
    assert_eq!(applied.new_messages, [key(&chat, "1")]);
    assert_eq!(applied.changed_messages, []);
    let stored = cache.store.message(&key(&chat, "1")).await.unwrap().unwrap();
    assert_eq!(stored.msg_svr_id, Some("1001".into()));
}

/// An attempt to send that failed and the one that followed it have one id and two times.
#[tokio::test]
async fn a_message_that_is_twice_in_one_batch_with_two_times_is_stored_and_found() {
    let cache = Cache::new().await;
    let chat = chat("7881");
    let (first, again) = (from_us(&chat, "1", 10), from_us(&chat, "1", 2_010));
    let other = from_customer(&chat, "2", 20);
    let applied = cache.say([again.clone(), other, first.clone()]).await;
    assert_eq!(applied.new_messages, [key(&chat, "1"), key(&chat, "2")]);
    assert_eq!(cache.store.message(&key(&chat, "1")).await.unwrap().unwrap().timestamp, Timestamp(10));
    // Known before, and twice in the batch again.
    let applied = cache.say([again.clone(), first, again]).await;
    assert_eq!((applied.new_messages, applied.changed_messages), (vec![], vec![key(&chat, "1")]));
    assert_eq!(cache.store.message(&key(&chat, "1")).await.unwrap().unwrap().timestamp, Timestamp(2_010));
}

#[tokio::test]
async fn what_a_message_did_not_say_at_first_is_filled_in_later() {
    let cache = Cache::new().await;
    let chat = chat("7881");
    cache.say([from_us(&chat, "1", 10)]).await;
    let mut later = from_us(&chat, "1", 12);
    later.msg_svr_id = Some("1001".into());
    later.send_status = Some(SendStatus::Sent);
    later.assignee = Some("李".into());
    let applied = cache.say([later.clone()]).await;
    assert_eq!(applied.changed_messages, [key(&chat, "1")]);
    assert_eq!(applied.new_messages, []);

    let mut sparse = from_us(&chat, "1", 12);
    sparse.assignee = Some("张".into());
    sparse.send_status = Some(SendStatus::NotSent);
    let applied = cache.say([sparse]).await;
    assert_eq!(applied, Applied::default(), "less news, an older status and a later assignee change nothing");
    let stored = cache.store.message(&key(&chat, "1")).await.unwrap().unwrap();
    assert_eq!(stored.timestamp, Timestamp(12));
    assert_eq!(stored.msg_svr_id, later.msg_svr_id);
    assert_eq!(stored.send_status, Some(SendStatus::Sent));
    assert_eq!(stored.assignee, Some("李".into()));
    assert_eq!(stored.raw, later.raw);
}

#[tokio::test]
async fn a_message_known_to_be_ours_stays_ours() {
    let cache = Cache::new().await;
    let chat = chat("7881");
    // (what is known, what is read later, what stands)
    for (id, known, read, stands) in [
        ("console", Origin::Console, Origin::Elsewhere, Origin::Console),
        ("unsigned", Origin::Console, Origin::Customer, Origin::Console),
        ("phone", Origin::Phone, Origin::Elsewhere, Origin::Phone),
        ("signed later", Origin::Customer, Origin::Elsewhere, Origin::Elsewhere),
        ("never in", Origin::Elsewhere, Origin::Customer, Origin::Elsewhere),
    ] {
        let with = |origin| {
            let mut message =
                if origin == Origin::Customer { from_customer(&chat, id, 1) } else { from_us(&chat, id, 1) };
            message.origin = origin;
            message
        };
        cache.say([with(known)]).await;
        cache.say([with(read)]).await;
        let stored = cache.store.message(&key(&chat, id)).await.unwrap().unwrap();
        assert_eq!((stored.origin, stored.direction), (stands, Direction::Out), "{id}");
    }
}

#[tokio::test]
async fn q18_content_that_could_not_be_read_gives_way_to_content_that_can_and_never_the_other_way() {
    let cache = Cache::new().await;
    let chat = chat("7881");
    let mut strange = from_customer(&chat, "1", 10);
    strange.content = Content::Unsupported { content_type: "99".into(), raw: "{}".into() };
    cache.say([strange.clone()]).await;
    assert_eq!(cache.say([from_customer(&chat, "1", 10)]).await.changed_messages, [key(&chat, "1")]);
    assert_eq!(cache.say([strange]).await, Applied::default());
    assert_eq!(cache.texts(&chat).await, ["1"]);
}

#[tokio::test]
async fn q24_the_same_message_id_in_two_chats_stays_two_messages() {
    let cache = Cache::new().await;
    let (one, two) = (chat("7881"), chat("R:1736"));
    let applied = cache.say([from_us(&one, "forwarded", 10), from_us(&two, "forwarded", 10)]).await;
    assert_eq!(applied.new_messages, [key(&one, "forwarded"), key(&two, "forwarded")]);
    let applied = cache.apply(|batch| batch.messages.push(from_us(&two, "forwarded", 11))).await;
    assert_eq!(applied.changed_messages, [key(&two, "forwarded")]);
    assert_eq!(cache.store.message(&key(&one, "forwarded")).await.unwrap().unwrap().timestamp, Timestamp(10));
    assert_eq!(cache.store.message(&key(&two, "forwarded")).await.unwrap().unwrap().timestamp, Timestamp(11));
}

#[tokio::test]
async fn an_echo_with_the_same_id_confirms_the_local_echo_in_place() {
    let cache = Cache::new().await;
    let chat = chat("7881");
    cache.send(&chat, "1", 10).await;
    let mut echo = from_us(&chat, "1", 15);
    echo.msg_svr_id = Some("1001".into());
    let mut batch = Batch::new(Timestamp(1));
    batch.messages = vec![echo];
    batch.confirmed = vec![confirmed("1", Some(key(&chat, "1")))];
    let applied = cache.store.apply(&batch).await.unwrap();
    assert_eq!(applied.changed_messages, [key(&chat, "1")]);
    assert_eq!((applied.new_messages.len(), applied.removed_messages.len()), (0, 0));

    let page = cache.store.thread_page(&chat, None, 10).await.unwrap();
    assert_eq!(page.messages.len(), 1);
    let shown = &page.messages[0];
    assert_eq!(shown.delivery, Some(OutboxState::Confirmed));
    assert_eq!((shown.message.origin, shown.message.timestamp), (Origin::Console, Timestamp(15)));
    assert_eq!(cache.store.outbox().await.unwrap(), []);
    assert_eq!(cache.store.apply(&batch).await.unwrap(), Applied::default(), "an echo that comes twice");
}

#[tokio::test]
async fn q25_an_echo_with_another_id_takes_the_local_echos_place() {
    let cache = Cache::new().await;
    let chat = chat("7881");
    cache.send(&chat, "20200302", 10).await;
    let mut batch = Batch::new(Timestamp(1));
    batch.messages = vec![from_us(&chat, "202003020", 15)];
    batch.confirmed = vec![confirmed("20200302", Some(key(&chat, "202003020")))];
    let applied = cache.store.apply(&batch).await.unwrap();
    assert_eq!(applied.new_messages, [key(&chat, "202003020")]);
    assert_eq!(applied.removed_messages, [key(&chat, "20200302")]);
    assert_eq!(applied.changed_messages, []);

    let page = cache.store.thread_page(&chat, None, 10).await.unwrap();
    assert_eq!(page.messages.len(), 1);
    assert_eq!(page.messages[0].message.key, key(&chat, "202003020"));
    assert_eq!(page.messages[0].message.origin, Origin::Console);
    assert_eq!(page.messages[0].delivery, Some(OutboxState::Confirmed));
    let sent = cache.store.outbox_entry(&"20200302".into()).await.unwrap().unwrap();
    assert_eq!(sent.echoed_as, Some("202003020".into()));
    assert_eq!(cache.store.apply(&batch).await.unwrap(), Applied::default());
}

#[tokio::test]
async fn q25_an_echo_that_was_stored_before_it_was_recognised_takes_the_place_as_well() {
    let cache = Cache::new().await;
    let chat = chat("7881");
    cache.send(&chat, "1", 10).await;
    cache.say([from_us(&chat, "10", 15)]).await;
    let applied = cache.apply(|batch| batch.confirmed.push(confirmed("1", Some(key(&chat, "10"))))).await;
    assert_eq!(applied.changed_messages, [key(&chat, "10")]);
    assert_eq!(applied.removed_messages, [key(&chat, "1")]);
    assert_eq!(cache.texts(&chat).await, ["10"]);
}

#[tokio::test]
async fn an_echo_that_is_nowhere_removes_nothing() {
    let cache = Cache::new().await;
    let chat = chat("7881");
    cache.send(&chat, "1", 10).await;
    let applied = cache.apply(|batch| batch.confirmed.push(confirmed("1", Some(key(&chat, "10"))))).await;
    assert_eq!(applied.removed_messages, []);
    assert_eq!(applied.changed_messages, [key(&chat, "1")]);
    assert_eq!(cache.texts(&chat).await, ["1"]);
}

#[tokio::test]
async fn q24_a_confirmation_never_touches_the_same_id_in_another_chat() {
    let cache = Cache::new().await;
    let (mine, other) = (chat("7881"), chat("7882"));
    cache.send(&mine, "1", 10).await;
    cache.say([from_us(&other, "1", 11)]).await;
    cache.apply(|batch| batch.confirmed.push(confirmed("1", Some(key(&other, "1"))))).await;
    let page = cache.store.thread_page(&other, None, 10).await.unwrap();
    assert_eq!((page.messages[0].message.origin, &page.messages[0].delivery), (Origin::Elsewhere, &None));
}

#[tokio::test]
async fn a_refused_send_waits_for_a_decision_and_keeps_its_text() {
    let cache = Cache::new().await;
    let chat = chat("7881");
    cache.send(&chat, "1", 10).await;
    let state = OutboxState::Failed { reason: zuoxi_model::FailureReason::Refused };
    let refusal = Confirmation { outbox_id: "1".into(), state: state.clone(), echo: None };
    let applied = cache.apply(|batch| batch.confirmed.push(refusal)).await;
    assert_eq!(applied.changed_messages, [key(&chat, "1")]);
    assert_eq!(applied.changed_chats, std::slice::from_ref(&chat));
    let page = cache.store.thread_page(&chat, None, 10).await.unwrap();
    assert_eq!(page.messages[0].delivery, Some(state));
    assert_eq!(cache.texts(&chat).await, ["1"]);
    assert_eq!(cache.store.chat_list().await.unwrap()[0].needs_decision, 1);
}

#[tokio::test]
async fn a_late_confirmation_is_recognised_after_the_cache_lost_the_local_echo() {
    let cache = Cache::new().await;
    let chat = chat("7881");
    let entry = entry(&chat, "1", 10);
    cache.store.enqueue(&entry, &echo_of(&entry)).await.unwrap();
    let mut batch = Batch::new(Timestamp(1));
    batch.messages = vec![from_us(&chat, "1", 10)];
    batch.messages[0].content = text("1");
    batch.confirmed = vec![confirmed("1", None)];
    cache.store.apply(&batch).await.unwrap();
    let page = cache.store.thread_page(&chat, None, 10).await.unwrap();
    assert_eq!(page.messages[0].message.origin, Origin::Console);
    assert_eq!(page.messages[0].delivery, Some(OutboxState::Confirmed));
}

#[tokio::test]
async fn a_record_that_cannot_be_placed_is_kept_once() {
    let cache = Cache::new().await;
    let record = Unrecognised { name: "chat.heart".into(), raw: "{}".into(), why: "unknown event".into() };
    for _ in 0..3 {
        cache.apply(|batch| batch.unrecognised.extend([record.clone(), record.clone()])).await;
    }
    assert_eq!(cache.store.health().await.unwrap().unrecognised, 1);
}
