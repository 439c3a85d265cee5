//! Where files go: the account's own storage, or that of the practice platform, opened when it is first needed and
//! anew when its settings or its key are others.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use specta::Type;
use tokio_util::sync::CancellationToken;
use zuoxi_model::{EnvironmentKind, MessageId};
use zuoxi_platform::PlatformError;

use crate::{EngineError, Storage, StorageConfig, UploadError, UploadLimits, Uploader, core::Core};

/// The setting that holds the storage's configuration; its secret is in the keyring.
const STORAGE: &str = "storage";

/// Where files go, as the settings show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StorageState {
    pub configured: bool,
    pub config: Option<StorageConfig>,
}

/// The open storage, and the uploads that are under way.
#[derive(Default)]
pub(crate) struct Depot {
    open: tokio::sync::Mutex<Option<Opened>>,
    running: Mutex<HashMap<MessageId, CancellationToken>>,
}

struct Opened {
    uploader: Uploader,
    /// The token it was opened with, where that is its secret: another one needs another opening.
    token: Option<u64>,
}

impl Depot {
    /// Notes that the file of a send is on its way; the token ends it.
    pub(super) fn begin(&self, id: &MessageId) -> CancellationToken {
        let cancel = CancellationToken::new();
        self.running.lock().unwrap_or_else(PoisonError::into_inner).insert(id.clone(), cancel.clone());
        cancel
    }

    pub(super) fn end(&self, id: &MessageId) {
        self.running.lock().unwrap_or_else(PoisonError::into_inner).remove(id);
    }

    /// Gives up the upload of a send, if there is one.
    pub(super) fn cancel(&self, id: &MessageId) {
        if let Some(cancel) = self.running.lock().unwrap_or_else(PoisonError::into_inner).get(id) {
            cancel.cancel();
        }
    }
}

impl Core {
    /// The way to the storage, as it is set up now.
    pub(super) async fn uploader(&self) -> Result<Uploader, EngineError> {
        let mut open = self.depot.open.lock().await;
        let generation = *self.platform.token_generation().borrow();
        if let Some(opened) = &*open
            && opened.token.is_none_or(|token| token == generation)
        {
            return Ok(opened.uploader.clone());
        }
        let (config, secret, token) = if let Some(config) = self.own_storage().await? {
            (config, self.storage_secret().await?.ok_or(UploadError::NotConfigured)?, None)
        } else {
            let config = self.practice_storage().ok_or(UploadError::NotConfigured)?;
            (config, self.platform.token().ok_or(PlatformError::NotSignedIn)?, Some(generation))
        };
        let storage = Storage::open_under(&config, &secret, &self.timing.network)?;
        let uploader = Uploader::new(storage, UploadLimits::default(), Arc::clone(&self.clock));
        *open = Some(Opened { uploader: uploader.clone(), token });
        Ok(uploader)
    }

    /// True if the storage's secret is the session's token, so that a refused one can be renewed.
    pub(super) async fn stores_by_token(&self) -> bool {
        self.depot.open.lock().await.as_ref().is_some_and(|opened| opened.token.is_some())
    }

    pub(crate) async fn storage(&self) -> Result<StorageState, EngineError> {
        let config = self.own_storage().await?.or_else(|| self.practice_storage());
        Ok(StorageState { configured: config.is_some(), config })
    }

    pub(crate) async fn save_storage(
        &self,
        config: &StorageConfig,
        secret: Option<SecretString>,
    ) -> Result<(), EngineError> {
        let known = match secret {
            Some(secret) => secret,
            None => self.storage_secret().await?.ok_or(UploadError::Setting { field: "secret", why: "it is empty" })?,
        };
        Storage::open_under(config, &known, &self.timing.network)?.check().await?;
        let value = serde_json::to_value(config).map_err(|error| EngineError::InvalidInput(error.to_string()))?;
        self.home.vault.set(&StorageConfig::secret_name(&self.account.id), &known).await?;
        self.store.set_setting(STORAGE, &value).await?;
        self.storage_changed().await;
        Ok(())
    }

    pub(crate) async fn forget_storage(&self) -> Result<(), EngineError> {
        self.store.set_setting(STORAGE, &Value::Null).await?;
        self.home.vault.delete(&StorageConfig::secret_name(&self.account.id)).await?;
        self.storage_changed().await;
        Ok(())
    }

    /// What waits for the storage tries it at once. An upload that is under way ends with the storage it began with.
    async fn storage_changed(&self) {
        *self.depot.open.lock().await = None;
        self.depot_changed.send_modify(|changes| *changes += 1);
    }

    async fn own_storage(&self) -> Result<Option<StorageConfig>, EngineError> {
        let value = self.store.setting(STORAGE).await?.unwrap_or_default();
        // One that this version cannot read was written by another; the person sets it up anew.
        Ok(serde_json::from_value(value).unwrap_or_default())
    }

    async fn storage_secret(&self) -> Result<Option<SecretString>, EngineError> {
        Ok(self.home.vault.get(&StorageConfig::secret_name(&self.account.id)).await?)
    }

    /// The practice platform brings its own storage.
    fn practice_storage(&self) -> Option<StorageConfig> {
        let environment = &self.account.environment;
        (environment.kind == EnvironmentKind::Practice).then(|| StorageConfig::practice(&environment.api_base))
    }
}
