//! Stands for the keyring: a file, written when something is kept. There is one console at a time, and nobody kills it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use async_trait::async_trait;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Mutex;
use zuoxi_store::keyring::{Vault, VaultError};

#[derive(Debug)]
pub struct FileVault {
    file: PathBuf,
    secrets: Mutex<BTreeMap<String, String>>,
}

impl FileVault {
    pub fn new(file: PathBuf) -> Self {
        Self { file, secrets: Mutex::default() }
    }

    fn write(&self, secrets: &BTreeMap<String, String>) -> Result<(), VaultError> {
        let text = serde_json::to_string(secrets).map_err(|error| VaultError::Other(error.to_string()))?;
        std::fs::write(&self.file, text).map_err(|error| VaultError::Other(error.to_string()))
    }
}

#[async_trait]
impl Vault for FileVault {
    async fn get(&self, name: &str) -> Result<Option<SecretString>, VaultError> {
        Ok(self.secrets.lock().await.get(name).cloned().map(SecretString::from))
    }

    async fn set(&self, name: &str, secret: &SecretString) -> Result<(), VaultError> {
        let mut secrets = self.secrets.lock().await;
        secrets.insert(name.to_owned(), secret.expose_secret().to_owned());
        self.write(&secrets)
    }

    async fn delete(&self, name: &str) -> Result<(), VaultError> {
        let mut secrets = self.secrets.lock().await;
        secrets.remove(name);
        self.write(&secrets)
    }
}
