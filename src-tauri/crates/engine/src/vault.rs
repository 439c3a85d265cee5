//! The keyring, looked at while the window is already open.
//!
//! A locked keyring may ask the person for its password, and takes as long as that person. Nothing waits for it but what
//! needs a secret.

use std::sync::{Arc, Mutex, PoisonError};

use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use specta::Type;
use tokio::sync::watch;
use zuoxi_store::keyring::{MemoryVault, Vault, VaultError};

use crate::{Clock, Feed, NoticeKind, feed::Change};

/// Whether this machine's keyring can be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum KeyringState {
    /// It is being asked.
    Checking,
    Available,
    /// It was not unlocked. The session's secrets live in memory.
    Locked {
        message: String,
    },
    /// There is none that answers. The session's secrets live in memory.
    Unavailable {
        message: String,
    },
}

/// The keyring, or a memory in its place.
pub(crate) struct Keyring {
    system: Arc<dyn Vault>,
    /// One for the whole run, so that an account can be left and taken up again.
    memory: Arc<dyn Vault>,
    state: watch::Sender<KeyringState>,
    checking: Mutex<Option<tokio::task::AbortHandle>>,
    feed: Feed,
    clock: Arc<dyn Clock>,
}

impl Keyring {
    pub(crate) fn new(system: Arc<dyn Vault>, feed: Feed, clock: Arc<dyn Clock>) -> Arc<Self> {
        Arc::new(Self {
            system,
            memory: Arc::new(MemoryVault::default()),
            state: watch::Sender::new(KeyringState::Checking),
            checking: Mutex::default(),
            feed,
            clock,
        })
    }

    pub(crate) fn state(&self) -> KeyringState {
        self.state.borrow().clone()
    }

    /// Asks the keyring, without waiting for its answer.
    pub(crate) fn check(self: &Arc<Self>) {
        self.set(KeyringState::Checking);
        let keyring = Arc::clone(self);
        let task = tokio::spawn(async move {
            let found = match probe(keyring.system.as_ref()).await {
                Ok(()) => KeyringState::Available,
                Err(error) => {
                    tracing::warn!(%error, "no keyring; secrets and the cache key stay in memory");
                    let message = error.to_string();
                    match error {
                        VaultError::Locked(_) => KeyringState::Locked { message },
                        _ => KeyringState::Unavailable { message },
                    }
                }
            };
            keyring.set(found);
        });
        let mut checking = self.checking.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(earlier) = checking.replace(task.abort_handle()) {
            earlier.abort();
        }
    }

    /// Stops waiting for the keyring's answer: a person wants to work, and the secrets of this session live in memory.
    /// What the keyring answers afterwards is not asked for any more; it can be asked again like a locked one.
    pub(crate) fn go_without(&self) {
        if self.state() != KeyringState::Checking {
            return;
        }
        if let Some(asking) = self.checking.lock().unwrap_or_else(PoisonError::into_inner).take() {
            asking.abort();
        }
        tracing::warn!("a person goes on without waiting for the keyring");
        self.set(KeyringState::Locked { message: "it has not been unlocked yet".into() });
    }

    fn set(&self, state: KeyringState) {
        let now = self.clock.now();
        if state != KeyringState::Checking {
            let is_about_keyring =
                |kind: &NoticeKind| matches!(kind, NoticeKind::KeyringLocked { .. } | NoticeKind::KeyringAbsent { .. });
            self.feed.withdraw(is_about_keyring);
        }
        match &state {
            KeyringState::Locked { message } => {
                self.feed.notify(NoticeKind::KeyringLocked { message: message.clone() }, now);
            }
            KeyringState::Unavailable { message } => {
                self.feed.notify(NoticeKind::KeyringAbsent { message: message.clone() }, now);
            }
            KeyringState::Checking | KeyringState::Available => {}
        }
        self.state.send_replace(state.clone());
        self.feed.publish(vec![Change::Keyring { keyring: state }]);
    }

    /// Waits for the keyring's answer.
    pub(crate) async fn settled(&self) -> KeyringState {
        let mut state = self.state.subscribe();
        let settled = state.wait_for(|state| *state != KeyringState::Checking).await;
        // The sender is this value's own and cannot be gone.
        settled.map_or(KeyringState::Checking, |state| state.clone())
    }

    /// Where secrets go: the keyring if it can be used, else the memory.
    pub(crate) async fn vault(&self) -> Arc<dyn Vault> {
        match self.settled().await {
            KeyringState::Available => Arc::clone(&self.system),
            _ => Arc::clone(&self.memory),
        }
    }
}

/// Writes, reads and deletes a word, so that a keyring that only half works is noticed.
pub(crate) async fn probe(vault: &dyn Vault) -> Result<(), VaultError> {
    const NAME: &str = "probe";
    vault.set(NAME, &SecretString::from("zuoxi")).await?;
    vault.get(NAME).await?;
    vault.delete(NAME).await
}
