//! The cache under faults: what a person typed is kept, and the person is told.

use std::sync::Arc;

use secrecy::SecretString;
use serde_json::json;
use zuoxi_engine::{CacheFault, Engine, ErrorCode, Feed, Home, NoticeKind, SystemClock};
use zuoxi_model::{Account, DownReason, Environment, EnvironmentKind, OutboxState, SessionState};
use zuoxi_platform::{Credentials, Platform};
use zuoxi_store::{CacheKey, Store, keyring::MemoryVault};

use crate::seat::{Seat, brisk, typed, words};

#[tokio::test]
async fn a_damaged_cache_is_set_aside_and_what_was_typed_is_in_the_new_one() {
    let mut seat = Seat::live().await;
    let account = seat.engine().await.account().id.clone();
    let chat = seat.a_chat(|_| true).await;
    let other = seat.a_chat(|row| row.chat.key != chat).await;
    seat.network(false).await;
    seat.until_offline().await;
    let written = seat.engine().await.send(&chat, &words("断网时写的"), 0).await.unwrap();
    seat.engine().await.save_draft(&other, typed("写到一半")).await.unwrap();
    seat.engine().await.stop().await;
    let file = seat.cache_file(&account);
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[..4096].fill(0xa5);
    std::fs::write(&file, bytes).unwrap();

    seat.network(true).await;
    seat.restart().await;
    let (snapshot, _) = seat.desk.watch().await.unwrap();
    let [notice] = snapshot.notices.as_slice() else { panic!("{:?}", snapshot.notices) };
    let NoticeKind::CacheSetAside { why, file, saved_sends, saved_drafts } = &notice.kind else { panic!("{notice:?}") };
    assert_eq!((*why, *saved_sends, *saved_drafts), (CacheFault::Damaged, 1, 1));
    assert!(std::path::Path::new(file).is_file());
    assert_eq!(seat.delivery(&chat, &written).await, Some(OutboxState::Unconfirmed));
    assert_eq!(seat.engine().await.draft(&other).await.unwrap(), Some(typed("写到一半")));
    seat.until_live().await;
    assert_eq!(seat.row(&other).await.draft.as_deref(), Some("写到一半"));
    assert_eq!(seat.delivery(&chat, &written).await, Some(OutboxState::Unconfirmed), "only a person sends it again");
    assert_eq!(seat.set_aside(&account), 1);

    seat.desk.dismiss_notice(notice.id);
    assert!(seat.desk.watch().await.unwrap().0.notices.is_empty());
}

#[tokio::test]
async fn a_cache_of_a_newer_version_stays_where_it_is() {
    let mut seat = Seat::live().await;
    let account = seat.engine().await.account().id.clone();
    seat.engine().await.stop().await;
    let file = seat.cache_file(&account);
    seat.make_newer(&account).await;
    let before = std::fs::read(&file).unwrap();
    let error = seat.restart_to_failure().await;
    assert_eq!(error.code(), ErrorCode::CacheNewer);
    assert_eq!(std::fs::read(&file).unwrap(), before);
    assert_eq!(seat.set_aside(&account), 0);
}

#[tokio::test]
async fn a_full_disk_is_told_and_everything_goes_on_once_there_is_room() {
    let seat = Seat::open().await;
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("cache.db"), &CacheKey::random()).await.unwrap();
    let environment = Environment::practice(&seat.platform.base_url());
    let account = Account {
        id: "a1".into(),
        environment: Environment { kind: EnvironmentKind::Practice, ..environment.clone() },
        access_key: "practice".into(),
        remembered: false,
    };
    let credentials = Credentials { access_key: "practice".into(), access_secret: SecretString::from("practice") };
    let platform = Platform::new(environment, credentials).unwrap();
    let feed = Feed::default();
    let clock = Arc::new(SystemClock);
    let home =
        Home { vault: Arc::new(MemoryVault::default()), folder: folder.path().to_owned(), policy: Arc::default() };
    let (_, mut changes) = feed.subscribe();
    let engine = Engine::start(account, store.clone(), platform, feed.clone(), clock, brisk(), home).await.unwrap();
    while !matches!(engine.session(), SessionState::Live { .. }) {
        changes.recv().await.unwrap();
    }

    store.limit_size(Some(0)).await.unwrap();
    let chat = engine.chats().await.unwrap()[0].chat.key.clone();
    let is_full = || feed.notices().iter().any(|notice| notice.kind == NoticeKind::DiskFull);
    let mut said = Vec::new();
    let is_told = || matches!(engine.session(), SessionState::Offline { reason: DownReason::DiskFull, .. });
    // The line says so, too: somebody who reads "cannot be reached" looks at the network.
    while !(is_full() && is_told()) {
        said.push(seat.customer_says(&chat, &"满".repeat(5_000)).await);
        let _ = tokio::time::timeout(brisk().batch_wait, changes.recv()).await;
    }
    assert!(!engine.thread(&chat, None, 50).await.unwrap().messages.is_empty(), "reading goes on");
    let error = engine.send(&chat, &words(&"写".repeat(15_000)), 0).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::DiskFull, "{error:?}");

    store.limit_size(None).await.unwrap();
    let last = said.last().unwrap();
    while is_full()
        || !engine
            .thread(&chat, None, 500)
            .await
            .unwrap()
            .messages
            .iter()
            .any(|row| row.message.key.message_id == *last)
    {
        changes.recv().await.unwrap();
    }
    assert_eq!(seat.book().await["sends"], json!([]), "what was refused was not sent");

    // What was missed while the line was down is not given up for want of room.
    seat.network(false).await;
    while !matches!(engine.session(), SessionState::Offline { .. }) {
        changes.recv().await.unwrap();
    }
    let mut missed = Vec::new();
    for _ in 0..20 {
        missed.push(seat.customer_says(&chat, &"漏".repeat(5_000)).await);
    }
    store.limit_size(Some(0)).await.unwrap();
    seat.network(true).await;
    while !is_told() {
        assert!(!matches!(engine.session(), SessionState::Live { .. }), "what was missed was given up");
        changes.recv().await.unwrap();
    }
    store.limit_size(None).await.unwrap();
    while !matches!(engine.session(), SessionState::Live { .. }) {
        changes.recv().await.unwrap();
    }
    let there = engine.thread(&chat, None, 500).await.unwrap().messages;
    for id in &missed {
        assert!(there.iter().any(|row| row.message.key.message_id == *id), "{id} was given up");
    }
    engine.stop().await;
}
