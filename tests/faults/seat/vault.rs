//! Stands for the keyring, in a file that survives a kill.

use std::collections::BTreeMap;
use std::path::PathBuf;

use async_trait::async_trait;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Mutex;
use zuoxi_store::keyring::{Vault, VaultError};

#[derive(Debug)]
pub struct FileVault {
    file: Mutex<PathBuf>,
}

type Secrets = BTreeMap<String, String>;

impl FileVault {
    pub fn new(file: PathBuf) -> Self {
        Self { file: Mutex::new(file) }
    }

    async fn change(&self, change: impl FnOnce(&mut Secrets) -> bool) -> Result<(), VaultError> {
        let file = self.file.lock().await;
        let mut secrets = read(&file)?;
        if change(&mut secrets) {
            // Put in place in one step: this process may be killed at any moment, and a keyring would survive that.
            let text = serde_json::to_string(&secrets).map_err(failed)?;
            let fresh = file.with_extension("new");
            std::fs::write(&fresh, text).and_then(|()| std::fs::rename(&fresh, &*file)).map_err(failed)?;
        }
        Ok(())
    }
}

fn read(file: &PathBuf) -> Result<Secrets, VaultError> {
    match std::fs::read_to_string(file) {
        Ok(text) => serde_json::from_str(&text).map_err(failed),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Secrets::new()),
        Err(error) => Err(failed(error)),
    }
}

fn failed(error: impl std::error::Error) -> VaultError {
    VaultError::Other(error.to_string())
}

#[async_trait]
impl Vault for FileVault {
    async fn get(&self, name: &str) -> Result<Option<SecretString>, VaultError> {
        let file = self.file.lock().await;
        Ok(read(&file)?.remove(name).map(SecretString::from))
    }

    async fn set(&self, name: &str, secret: &SecretString) -> Result<(), VaultError> {
        let secret = secret.expose_secret().to_owned();
        self.change(|secrets| secrets.insert(name.to_owned(), secret.clone()).as_deref() != Some(&secret)).await
    }

    async fn delete(&self, name: &str) -> Result<(), VaultError> {
        self.change(|secrets| secrets.remove(name).is_some()).await
    }
}
