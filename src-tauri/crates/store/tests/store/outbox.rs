use zuoxi_model::{
    Attachment, AttachmentKind, ChatKey, Composed, Content, Cover, Draft, DraftContent, FailureReason, LinkCard,
    OutboxEntry, OutboxState, Timestamp,
};
use zuoxi_store::StoreError;

use crate::samples::{Cache, chat, echo_of, entry, from_customer, key};

fn draft(chat: &ChatKey, text: &str) -> Draft {
    let content = DraftContent { text: text.into(), ..DraftContent::default() };
    Draft { chat: chat.clone(), content, updated_at: Timestamp(5) }
}

fn picture(name: &str) -> Attachment {
    Attachment { path: format!("/pictures/{name}"), name: name.into(), kind: AttachmentKind::Image }
}

/// A send of a picture that has no address yet.
async fn send_picture(cache: &Cache, chat: &ChatKey, id: &str) -> OutboxEntry {
    let attachment = picture("a.png");
    let entry = OutboxEntry {
        content: attachment.content(String::new()),
        attachment: Some(attachment),
        not_before: Some(Timestamp(5_010)),
        ..entry(chat, id, 10)
    };
    cache.store.enqueue(&entry, &echo_of(&entry)).await.unwrap();
    entry
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
    assert!(cache.store.move_send(&first.id, &OutboxState::Queued, &first.state, 1).await.unwrap());

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
    assert_eq!(cache.store.draft(&chat).await.unwrap().unwrap().content.text, "您好");
    cache.store.save_draft(&draft(&chat, "")).await.unwrap();
    assert_eq!(cache.store.draft(&chat).await.unwrap(), None);
}

#[tokio::test]
async fn every_state_reads_back_as_it_was_written() {
    let cache = Cache::new().await;
    let chat = chat("7881");
    cache.send(&chat, "1", 10).await;
    let mut before = OutboxState::Queued;
    for state in [
        OutboxState::Uploading,
        OutboxState::Emitted { at: Timestamp(99) },
        OutboxState::Failed { reason: FailureReason::Upload { code: "storageDenied".into(), message: "403".into() } },
        OutboxState::Unconfirmed,
        OutboxState::Queued,
        OutboxState::Confirmed,
    ] {
        assert!(cache.store.move_send(&"1".into(), &before, &state, 3).await.unwrap());
        assert!(!cache.store.move_send(&"1".into(), &before, &state, 4).await.unwrap(), "it has moved already");
        let stored = cache.store.outbox_entry(&"1".into()).await.unwrap().unwrap();
        assert_eq!((&stored.state, stored.attempts), (&state, 3));
        let shown = cache.store.thread_messages(&[key(&chat, "1")]).await.unwrap();
        assert_eq!(shown[0].delivery.as_ref(), Some(&state));
        before = state;
    }
    assert_eq!(cache.store.outbox().await.unwrap(), [], "what is confirmed is not on its way");
}

#[tokio::test]
async fn sending_again_puts_the_new_message_in_the_old_ones_place() {
    let cache = Cache::new().await;
    let chat = chat("7881");
    cache.send(&chat, "1", 10).await;
    assert!(cache.store.move_send(&"1".into(), &OutboxState::Queued, &OutboxState::Unconfirmed, 2).await.unwrap());
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

#[tokio::test]
async fn a_file_waits_for_its_address_over_a_restart_and_the_thread_says_where_it_is() {
    let mut cache = Cache::new().await;
    let chat = chat("7881");
    let sent = send_picture(&cache, &chat, "1").await;
    cache.reopen().await;
    assert_eq!(cache.store.outbox().await.unwrap(), std::slice::from_ref(&sent));
    let shown = cache.store.thread_messages(&[key(&chat, "1")]).await.unwrap();
    assert_eq!(shown[0].attachment, sent.attachment);
    assert_eq!(cache.store.thread_page(&chat, None, 9).await.unwrap().messages[0].attachment, sent.attachment);

    let content = Content::Image { url: "https://x.cn/a.png".into() };
    let (from, to) = (OutboxState::Uploading, OutboxState::Queued);
    assert!(!cache.store.address_send(&sent.id, &from, &to, &content).await.unwrap(), "nothing was uploaded yet");
    assert!(cache.store.move_send(&sent.id, &to, &from, 0).await.unwrap());
    assert!(cache.store.address_send(&sent.id, &from, &to, &content).await.unwrap());
    let shown = cache.store.thread_messages(&[key(&chat, "1")]).await.unwrap();
    assert_eq!((&shown[0].message.content, &shown[0].attachment), (&content, &None));
    assert_eq!(cache.store.chat_list().await.unwrap()[0].last.as_ref().unwrap().content, content);
    let stored = cache.store.outbox_entry(&sent.id).await.unwrap().unwrap();
    assert_eq!((stored.content, stored.attachment), (content, sent.attachment), "the file is kept until the end");
}

#[tokio::test]
async fn what_left_cannot_be_taken_back() {
    let cache = Cache::new().await;
    let chat = chat("7881");
    let first = cache.send(&chat, "1", 10).await;
    assert!(!cache.store.take_back(&first.id, &OutboxState::Uploading).await.unwrap());
    assert!(cache.store.take_back(&first.id, &OutboxState::Queued).await.unwrap());
    assert_eq!(cache.texts(&chat).await, Vec::<String>::new());
    assert!(!cache.store.take_back(&first.id, &OutboxState::Queued).await.unwrap(), "it is gone");
}

#[tokio::test]
async fn the_files_of_a_confirmed_send_are_named_until_they_are_dealt_with() {
    let cache = Cache::new().await;
    let chat = chat("7881");
    let cover = Some(Cover::File { path: "/pictures/cover.png".into() });
    let content =
        Content::Link { title: "t".into(), link: "https://x.cn".into(), description: String::new(), cover_url: None };
    let link = OutboxEntry { content, cover, ..entry(&chat, "2", 20) };
    cache.store.enqueue(&link, &echo_of(&link)).await.unwrap();
    let sent = send_picture(&cache, &chat, "1").await;
    assert_eq!(cache.store.left_files().await.unwrap(), []);
    for id in ["1", "2"] {
        let (from, to) = (OutboxState::Queued, OutboxState::Confirmed);
        assert!(cache.store.move_send(&id.into(), &from, &to, 1).await.unwrap());
    }
    let left = cache.store.left_files().await.unwrap();
    assert_eq!(
        left,
        [("2".into(), vec!["/pictures/cover.png".to_owned()]), ("1".into(), vec!["/pictures/a.png".to_owned()])]
    );
    cache.store.forget_files(&"2".into()).await.unwrap();
    cache.store.forget_files(&sent.id).await.unwrap();
    assert_eq!(cache.store.left_files().await.unwrap(), []);
}

#[tokio::test]
async fn a_send_takes_its_own_part_of_the_draft_and_leaves_the_rest() {
    let mut cache = Cache::new().await;
    let chat = chat("7881");
    let content = DraftContent {
        text: "您好".into(),
        mentions: vec!["788".into()],
        attachments: vec![picture("a.png"), picture("b.png")],
        links: Vec::new(),
    };
    let whole = Draft { chat: chat.clone(), content: content.clone(), updated_at: Timestamp(5) };
    cache.store.save_draft(&whole).await.unwrap();
    cache.reopen().await;
    assert_eq!(cache.store.draft(&chat).await.unwrap(), Some(whole));
    let named = cache.store.named_files().await.unwrap();
    assert!(named.len() == 2 && named.contains("/pictures/a.png") && named.contains("/pictures/b.png"));

    send_picture(&cache, &chat, "1").await;
    let rest = cache.store.draft(&chat).await.unwrap().unwrap().content;
    assert_eq!(rest, DraftContent { attachments: vec![picture("b.png")], ..content });
    cache.send(&chat, "2", 20).await;
    let rest = cache.store.draft(&chat).await.unwrap().unwrap().content;
    assert_eq!(rest, DraftContent { attachments: vec![picture("b.png")], ..DraftContent::default() });
    assert_eq!(cache.store.chat_list().await.unwrap()[0].draft.as_deref(), Some(""), "a draft without a text");
}

#[tokio::test]
async fn a_card_waits_in_the_draft_until_it_is_sent_and_keeps_its_cover() {
    let mut cache = Cache::new().await;
    let chat = chat("7881");
    let card =
        |cover| LinkCard {
            title: "物流查询".into(), link: "https://x.cn".into(), description: String::new(), cover
        };
    let covered = card(Some(Cover::File { path: "/pictures/cover.png".into() }));
    let plain = card(None);
    let content = DraftContent {
        attachments: vec![picture("a.png")],
        links: vec![covered.clone(), plain.clone(), plain.clone()],
        ..DraftContent::default()
    };
    let draft = Draft { chat: chat.clone(), content: content.clone(), updated_at: Timestamp(5) };
    cache.store.save_draft(&draft).await.unwrap();
    cache.reopen().await;
    assert_eq!(cache.store.draft(&chat).await.unwrap(), Some(draft));
    let named = cache.store.named_files().await.unwrap();
    assert!(named.len() == 2 && named.contains("/pictures/cover.png"), "{named:?}");

    let sent = |cover: Option<Cover>, id, at| {
        let LinkCard { title, link, description, .. } = card(None);
        let composed = Composed::Link { title, link, description, cover };
        OutboxEntry { content: composed.content(), cover: composed.cover().cloned(), ..entry(&chat, id, at) }
    };
    for (cover, id, at, left) in [
        (covered.cover.clone(), "1", 10, vec![plain.clone(), plain.clone()]),
        (None, "2", 20, vec![plain.clone()]),
        (None, "3", 30, vec![]),
    ] {
        let entry = sent(cover, id, at);
        cache.store.enqueue(&entry, &echo_of(&entry)).await.unwrap();
        let rest = cache.store.draft(&chat).await.unwrap().unwrap().content;
        assert_eq!(rest, DraftContent { links: left, ..content.clone() });
    }
}
