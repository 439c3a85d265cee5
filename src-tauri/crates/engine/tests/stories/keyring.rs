//! The keyring: there, locked, absent, changed. Nothing crashes, nothing is in clear text, and there is a way on.

use std::path::Path;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use secrecy::SecretString;
use tokio::sync::watch;
use zuoxi_engine::{CacheFault, EngineError, KeyringState, NoticeKind, SignOutWipe};
use zuoxi_store::keyring::{MemoryVault, Vault, VaultError};
use zuoxi_store::{CacheKey, StoreError};

use crate::seat::{Seat, brisk, quiet, typed};

const MARKER: &str = "MARKER-typed-by-a-person";

#[derive(Debug, Clone, Copy, PartialEq)]
enum Mood {
    Asking,
    Open,
    Locked,
    Absent,
}

/// A keyring whose state the story sets.
#[derive(Debug)]
struct Moody {
    mood: watch::Sender<Mood>,
    inner: Mutex<Arc<MemoryVault>>,
}

impl Moody {
    fn new(mood: Mood) -> Arc<Self> {
        Arc::new(Self { mood: watch::Sender::new(mood), inner: Mutex::default() })
    }

    async fn answer(&self) -> Result<Arc<MemoryVault>, VaultError> {
        let mood = *self.mood.subscribe().wait_for(|mood| *mood != Mood::Asking).await.unwrap();
        match mood {
            Mood::Locked => Err(VaultError::Locked("dismissed".into())),
            Mood::Absent => Err(VaultError::Unavailable("no such service".into())),
            _ => Ok(Arc::clone(&self.inner.lock().unwrap())),
        }
    }
}

#[async_trait]
impl Vault for Moody {
    async fn get(&self, name: &str) -> Result<Option<SecretString>, VaultError> {
        self.answer().await?.get(name).await
    }

    async fn set(&self, name: &str, secret: &SecretString) -> Result<(), VaultError> {
        self.answer().await?.set(name, secret).await
    }

    async fn delete(&self, name: &str) -> Result<(), VaultError> {
        self.answer().await?.delete(name).await
    }
}

fn files_with(folder: &Path, needle: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files_with(&path, needle));
        } else if std::fs::read(&path).unwrap().windows(needle.len()).any(|bytes| bytes == needle.as_bytes()) {
            found.push(path.display().to_string());
        }
    }
    found
}

async fn works_in_memory(mood: Mood, expected: impl Fn(&KeyringState, &NoticeKind) -> bool) {
    let vault = Moody::new(mood);
    let seat = Seat::open_on(Arc::clone(&vault) as Arc<dyn Vault>, quiet(), brisk()).await;
    let account = seat.sign_in("practice").await.unwrap();
    assert!(!account.remembered);
    seat.until_live().await;
    let (snapshot, _) = seat.desk.watch().await.unwrap();
    assert_eq!(snapshot.notices.len(), 1);
    assert!(expected(&snapshot.keyring, &snapshot.notices[0].kind), "{:?}", snapshot.notices);
    let chat = seat.a_chat(|_| true).await;
    seat.engine().await.save_draft(&chat, typed(MARKER)).await.unwrap();
    assert_eq!(files_with(seat.data_dir(), MARKER), [""; 0]);

    // The way on: the keyring is opened, and asked again once nobody is at work.
    vault.mood.send_replace(Mood::Open);
    assert!(seat.desk.check_keyring().await.is_err());
    seat.desk.sign_out(SignOutWipe::SECRET).await.unwrap();
    assert_eq!(seat.desk.check_keyring().await.unwrap(), None);
    let (snapshot, _) = seat.desk.watch().await.unwrap();
    assert_eq!(snapshot.keyring, KeyringState::Available);
    assert!(snapshot.notices.is_empty());
    assert!(seat.sign_in("practice").await.unwrap().remembered);
}

#[tokio::test]
async fn a_locked_keyring_is_told_and_the_session_lives_in_memory() {
    works_in_memory(Mood::Locked, |state, notice| {
        matches!(state, KeyringState::Locked { .. }) && matches!(notice, NoticeKind::KeyringLocked { .. })
    })
    .await;
}

#[tokio::test]
async fn without_a_keyring_the_session_lives_in_memory() {
    works_in_memory(Mood::Absent, |state, notice| {
        matches!(state, KeyringState::Unavailable { .. }) && matches!(notice, NoticeKind::KeyringAbsent { .. })
    })
    .await;
}

#[tokio::test]
async fn a_keyring_that_asks_for_its_password_does_not_hold_up_the_window() {
    let vault = Moody::new(Mood::Asking);
    let seat = Seat::open_on(Arc::clone(&vault) as Arc<dyn Vault>, quiet(), brisk()).await;
    let (snapshot, mut changes) = seat.desk.watch().await.unwrap();
    assert_eq!(snapshot.keyring, KeyringState::Checking);
    let signing_in = seat.sign_in("practice");
    let unlocking = async {
        vault.mood.send_replace(Mood::Open);
        changes.recv().await.unwrap();
    };
    let (account, ()) = tokio::join!(signing_in, unlocking);
    assert!(account.unwrap().remembered);
    assert_eq!(seat.desk.watch().await.unwrap().0.keyring, KeyringState::Available);
}

#[tokio::test]
async fn a_desk_that_is_closed_waits_for_no_keyring_and_begins_nobody() {
    let vault = Moody::new(Mood::Asking);
    let seat = Seat::open_on(Arc::clone(&vault) as Arc<dyn Vault>, quiet(), brisk()).await;
    let leaving = async {
        seat.desk.close().await;
        vault.mood.send_replace(Mood::Open);
    };
    let (signed_in, ()) = tokio::join!(seat.sign_in("practice"), leaving);
    assert!(matches!(signed_in, Err(EngineError::Store(StoreError::Closed))), "{signed_in:?}");
}

#[tokio::test]
async fn a_person_can_go_on_while_the_keyring_still_asks() {
    let vault = Moody::new(Mood::Asking);
    let mut seat = Seat::open_on(Arc::clone(&vault) as Arc<dyn Vault>, quiet(), brisk()).await;
    for _ in 0..2 {
        let (account, ()) = tokio::join!(seat.sign_in("practice"), async { seat.desk.go_without_keyring() });
        assert!(!account.unwrap().remembered);
        let (snapshot, _) = seat.desk.watch().await.unwrap();
        assert!(matches!(snapshot.keyring, KeyringState::Locked { .. }));
        // The second session cannot read what the first left, and nobody ever could: that is no fault to be told.
        let [notice] = snapshot.notices.as_slice() else { panic!("{:?}", snapshot.notices) };
        assert!(matches!(notice.kind, NoticeKind::KeyringLocked { .. }));
        seat.until_live().await;
        let chat = seat.a_chat(|_| true).await;
        seat.engine().await.save_draft(&chat, typed(MARKER)).await.unwrap();
        assert_eq!(files_with(seat.data_dir(), MARKER), [""; 0]);
        seat.engine().await.stop().await;
        seat.reopen();
    }
    // An answer that comes at last is not taken for this session's.
    vault.mood.send_replace(Mood::Open);
}

#[tokio::test]
async fn a_keyring_with_another_key_opens_nothing_and_loses_nothing() {
    let mut seat = Seat::live().await;
    let account = seat.engine().await.account().id.clone();
    for (key, why) in
        [(CacheKey::random().to_hex(), CacheFault::WrongKey), (SecretString::from("not a key"), CacheFault::LostKey)]
    {
        seat.change_cache_key(&account, &key).await;
        seat.restart().await;
        seat.until_live().await;
        let (snapshot, _) = seat.desk.watch().await.unwrap();
        let told = snapshot.notices.iter().any(|notice| {
            matches!(&notice.kind, NoticeKind::CacheSetAside { why: found, saved_sends: 0, .. } if *found == why)
        });
        assert!(told, "{:?}", snapshot.notices);
        assert!(!snapshot.chats.is_empty());
    }
    assert_eq!(seat.set_aside(&account), 2);
}
