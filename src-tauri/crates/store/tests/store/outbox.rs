use zuoxi_model::{Draft, FailureReason, OutboxState, Timestamp};
use zuoxi_store::StoreError;

use crate::samples::{Cache, chat, echo_of, entry, from_customer, key};

fn draft(chat: &zuoxi_model::ChatKey, text: &str) -> Draft {
    Draft { chat: chat.clone(), text: text.into(), updated_at: Timestamp(5) }
}

#[tokio::test]
async fn drafts_and_sends_are_there_after_reopening() {
    let mut cache = Cache::new().await;
    let chat = chat("7881");
    let mut first = cache.send(&chat, "1", 10).await;
    let second = cache.send(&chat, "2", 10).await;
    cache.store.save_draft(&draft(&chat, "写到一半")).await.unwrap();
    first.state = OutboxState::Emitted { at: Timestamp(12) };
    first.attempts = 1;
    cache.store.set_outbox_state(&first.id, &first.state, 1).await.unwrap();

    cache.reopen().await;
    assert_eq!(cache.store.outbox().await.unwrap(), [first, second]);
    assert_eq!(cache.store.draft(&chat).await.unwrap(), Some(draft(&chat, "写到一半")));
    assert_eq!(cache.texts(&chat).await, ["1", "2"]);
}

#[tokio::test]
async fn what_was_committed_is_there_although_the_cache_was_never_closed() {
    let cache = Cache::new().await;
    let chat = chat("7881");
    let sent = cache.send(&chat, "1", 10).await;
    // A second opening of the files as they are reads what a restart after a kill would.
    let copy = tempfile::tempdir().unwrap();
    for name in ["cache.db", "cache.db-wal"] {
        std::fs::copy(cache.path().with_file_name(name), copy.path().join(name)).unwrap();
    }
    let after = zuoxi_store::Store::open(&copy.path().join("cache.db"), &cache.key).await.unwrap();
    assert_eq!(after.outbox().await.unwrap(), [sent]);
    after.close().await;
}

#[tokio::test]
async fn a_send_takes_the_draft_with_it_or_nothing_happens_at_all() {
    let cache = Cache::new().await;
    let chat = chat("7881");
    cache.store.save_draft(&draft(&chat, "你好")).await.unwrap();
    let sent = cache.send(&chat, "1", 10).await;
    assert_eq!(cache.store.draft(&chat).await.unwrap(), None);

    // The echo of the second send cannot be written, because the thread has its id already.
    cache.say([from_customer(&chat, "taken", 20)]).await;
    cache.store.save_draft(&draft(&chat, "再见")).await.unwrap();
    let second = entry(&chat, "taken", 30);
    cache.store.enqueue(&second, &echo_of(&second)).await.unwrap_err();
    assert_eq!(cache.store.outbox().await.unwrap(), [sent]);
    assert_eq!(cache.store.draft(&chat).await.unwrap(), Some(draft(&chat, "再见")));
}

#[tokio::test]
async fn an_empty_draft_is_no_draft() {
    let cache = Cache::new().await;
    let chat = chat("7881");
    cache.store.save_draft(&draft(&chat, "你好")).await.unwrap();
    cache.store.save_draft(&draft(&chat, "您好")).await.unwrap();
    assert_eq!(cache.store.draft(&chat).await.unwrap().unwrap().text, "您好");
    cache.store.save_draft(&draft(&chat, "")).await.unwrap();
    assert_eq!(cache.store.draft(&chat).await.unwrap(), None);
}

#[tokio::test]
async fn every_state_reads_back_as_it_was_written() {
    let cache = Cache::new().await;
    let chat = chat("7881");
    cache.send(&chat, "1", 10).await;
    for state in [
        OutboxState::Uploading,
        OutboxState::Emitted { at: Timestamp(99) },
        OutboxState::Failed { reason: FailureReason::Upload { message: "403".into() } },
        OutboxState::Unconfirmed,
        OutboxState::Queued,
        OutboxState::Confirmed,
    ] {
        cache.store.set_outbox_state(&"1".into(), &state, 3).await.unwrap();
        let stored = cache.store.outbox_entry(&"1".into()).await.unwrap().unwrap();
        assert_eq!((&stored.state, stored.attempts), (&state, 3));
        let shown = cache.store.thread_messages(&[key(&chat, "1")]).await.unwrap();
        assert_eq!(shown[0].delivery.as_ref(), Some(&state));
    }
    assert_eq!(cache.store.outbox().await.unwrap(), [], "what is confirmed is not on its way");
}

#[tokio::test]
async fn sending_again_puts_the_new_message_in_the_old_ones_place() {
    let cache = Cache::new().await;
    let chat = chat("7881");
    cache.send(&chat, "1", 10).await;
    cache.store.set_outbox_state(&"1".into(), &OutboxState::Unconfirmed, 2).await.unwrap();
    cache.store.save_draft(&draft(&chat, "别的")).await.unwrap();
    let again = entry(&chat, "2", 20);
    cache.store.resend(&"1".into(), &again, &echo_of(&again)).await.unwrap();
    assert_eq!(cache.store.outbox().await.unwrap(), std::slice::from_ref(&again));
    assert_eq!(cache.texts(&chat).await, ["2"]);
    assert!(cache.store.draft(&chat).await.unwrap().is_some(), "the draft is another message");

    let error = cache.store.resend(&"1".into(), &entry(&chat, "3", 30), &echo_of(&again)).await.unwrap_err();
    assert!(matches!(error, StoreError::UnknownSend(_)), "{error:?}");
    assert_eq!(cache.store.outbox().await.unwrap(), [again]);
}

#[tokio::test]
async fn a_discarded_send_leaves_thread_and_list() {
    let cache = Cache::new().await;
    let chat = chat("7881");
    cache.send(&chat, "1", 10).await;
    cache.store.discard(&"1".into()).await.unwrap();
    assert_eq!(cache.texts(&chat).await, Vec::<String>::new());
    assert_eq!(cache.store.chat_list().await.unwrap()[0].last, None);
    assert_eq!(cache.store.outbox().await.unwrap(), []);
    assert!(matches!(cache.store.discard(&"1".into()).await, Err(StoreError::UnknownSend(_))));
}
