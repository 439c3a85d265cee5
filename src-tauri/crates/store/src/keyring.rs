//! Where secrets are kept: the system's keyring, or memory alone where there is none.
//!
//! A vault holds named texts: the key of each account's cache, and the account's secret if the person asked to have it
//! remembered (Q7). A machine without a keyring is a case to be shown, not hidden: [`VaultError::Unavailable`] lets the
//! console offer a session whose key lives in memory only.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use keyring::{Entry, Error as KeyringError};
use secrecy::{ExposeSecret as _, SecretString};

/// Why a secret could not be read or kept.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// There is no keyring on this machine, or it does not answer.
    #[error("this system has no keyring that answers: {0}")]
    Unavailable(String),
    /// The keyring is locked, and was not unlocked when asked.
    #[error("the keyring is locked: {0}")]
    Locked(String),
    /// The keyring answered with something else.
    #[error("the keyring failed: {0}")]
    Other(String),
}

/// A place for named secrets.
#[async_trait]
pub trait Vault: fmt::Debug + Send + Sync {
    /// The secret of this name, `None` where there is none.
    async fn get(&self, name: &str) -> Result<Option<SecretString>, VaultError>;
    /// Keeps a secret under a name, over the one there was.
    async fn set(&self, name: &str, secret: &SecretString) -> Result<(), VaultError>;
    /// Forgets a secret. None of that name is no error.
    async fn delete(&self, name: &str) -> Result<(), VaultError>;
}

/// The system's keyring: Secret Service, Keychain, or Credential Manager.
///
/// Its calls block, and on Linux they wait for whoever answers on D-Bus; so each runs on a thread of its own for a limited
/// time. A call that is given up on may still take effect later.
#[derive(Debug, Clone, Copy)]
pub struct OsVault {
    reach_limit: Duration,
    call_limit: Duration,
}

impl Default for OsVault {
    fn default() -> Self {
        Self::new()
    }
}

impl OsVault {
    /// What the entries of this program are filed under.
    const SERVICE: &str = "zuoxi";
    /// Reaching the keyring asks nobody anything; if it takes longer than this, it hangs.
    const REACH_LIMIT: Duration = Duration::from_secs(5);
    /// A locked keyring asks the person for a password, and people need time to type.
    const CALL_LIMIT: Duration = Duration::from_mins(1);

    /// The keyring of the system, asked within limits that suit a person.
    #[must_use]
    pub fn new() -> Self {
        Self { reach_limit: Self::REACH_LIMIT, call_limit: Self::CALL_LIMIT }
    }

    /// Runs one call on the entry of this name.
    async fn on_entry<T: Send + 'static>(
        &self,
        name: &str,
        call: impl FnOnce(&Entry) -> Result<T, KeyringError> + Send + 'static,
    ) -> Result<T, VaultError> {
        within(self.reach_limit, || match Entry::store_status() {
            Ok(()) => Ok(()),
            Err(error) => Err(VaultError::Unavailable(error.to_string())),
        })
        .await?;
        let name = name.to_owned();
        within(self.call_limit, move || {
            Entry::new(Self::SERVICE, &name).and_then(|entry| call(&entry)).map_err(VaultError::from)
        })
        .await
    }
}

impl From<KeyringError> for VaultError {
    fn from(error: KeyringError) -> Self {
        match &error {
            KeyringError::NoStorageAccess(_) => Self::Locked(error.to_string()),
            KeyringError::NoDefaultStore | KeyringError::PlatformFailure(_) => Self::Unavailable(error.to_string()),
            // These two carry the bytes of the secret; they must not get into a message (Q7).
            KeyringError::BadEncoding(_) | KeyringError::BadDataFormat(..) => {
                Self::Other("the entry does not hold a text".into())
            }
            _ => Self::Other(error.to_string()),
        }
    }
}

/// Runs a blocking call on a thread of its own, for a limited time.
async fn within<T: Send + 'static>(
    limit: Duration,
    call: impl FnOnce() -> Result<T, VaultError> + Send + 'static,
) -> Result<T, VaultError> {
    match tokio::time::timeout(limit, tokio::task::spawn_blocking(call)).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(panicked)) => Err(VaultError::Other(panicked.to_string())),
        Err(_) => Err(VaultError::Unavailable(format!("no answer within {} s", limit.as_secs()))),
    }
}

#[async_trait]
impl Vault for OsVault {
    async fn get(&self, name: &str) -> Result<Option<SecretString>, VaultError> {
        self.on_entry(name, |entry| match entry.get_password() {
            Ok(secret) => Ok(Some(SecretString::from(secret))),
            Err(KeyringError::NoEntry) => Ok(None),
            Err(error) => Err(error),
        })
        .await
    }

    async fn set(&self, name: &str, secret: &SecretString) -> Result<(), VaultError> {
        let secret = secret.clone();
        self.on_entry(name, move |entry| entry.set_password(secret.expose_secret())).await
    }

    async fn delete(&self, name: &str) -> Result<(), VaultError> {
        self.on_entry(name, |entry| match entry.delete_credential() {
            Ok(()) | Err(KeyringError::NoEntry) => Ok(()),
            Err(error) => Err(error),
        })
        .await
    }
}

/// A vault that forgets everything with the process: for a session without a keyring, and for tests.
#[derive(Debug, Default)]
pub struct MemoryVault {
    secrets: Mutex<HashMap<String, SecretString>>,
}

impl MemoryVault {
    /// One with nothing in it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

#[async_trait]
impl Vault for MemoryVault {
    async fn get(&self, name: &str) -> Result<Option<SecretString>, VaultError> {
        Ok(self.secrets.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned())
    }

    async fn set(&self, name: &str, secret: &SecretString) -> Result<(), VaultError> {
        self.secrets.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), secret.clone());
        Ok(())
    }

    async fn delete(&self, name: &str) -> Result<(), VaultError> {
        self.secrets.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[tokio::test]
    async fn a_memory_vault_keeps_replaces_and_forgets() {
        let vault = MemoryVault::new();
        assert!(vault.get("cache").await.unwrap().is_none());
        vault.set("cache", &"one".to_owned().into()).await.unwrap();
        vault.set("cache", &"two".to_owned().into()).await.unwrap();
        assert_eq!(vault.get("cache").await.unwrap().unwrap().expose_secret(), "two");
        vault.delete("cache").await.unwrap();
        vault.delete("cache").await.unwrap();
        assert!(vault.get("cache").await.unwrap().is_none());
    }

    #[tokio::test]
    async fn q07_a_memory_vault_does_not_print_its_secrets() {
        let vault = MemoryVault::new();
        vault.set("cache", &"a-very-secret-text".to_owned().into()).await.unwrap();
        assert!(!format!("{vault:?}").contains("a-very-secret-text"));
    }

    #[tokio::test]
    async fn a_keyring_that_hangs_is_given_up_on() {
        let (release, hang) = mpsc::channel::<()>();
        let answer = within(Duration::from_millis(10), move || {
            let _ = hang.recv();
            Ok(())
        })
        .await;
        assert!(matches!(answer, Err(VaultError::Unavailable(_))));
        drop(release);
    }

    #[test]
    fn q07_the_bytes_of_an_odd_entry_are_not_in_the_error() {
        let error = VaultError::from(KeyringError::BadEncoding(b"secret bytes".to_vec()));
        assert!(matches!(&error, VaultError::Other(text) if !text.contains("115, 101")), "{error}");
    }
}
