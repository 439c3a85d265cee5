//! One storage, open for uploads.

use std::{fmt, sync::Arc};

use secrecy::{ExposeSecret as _, SecretString};
use tokio_util::sync::CancellationToken;
use zuoxi_model::AccountId;
use zuoxi_store::keyring::Vault;

use super::{
    NetworkRules, PublicWeb, StorageConfig, UploadError, backend::Backend, meter::Meter, name, source::SourceFile,
    web::Web,
};
use crate::EngineError;

/// A storage under one configuration and one key. Cheap to clone. Opening it sends nothing.
#[derive(Clone)]
pub struct Storage {
    inner: Arc<Inner>,
}

struct Inner {
    config: StorageConfig,
    backend: Backend,
    public: PublicWeb,
    /// What every file's address begins with, without a slash at its end.
    public_base: String,
    rules: NetworkRules,
}

impl Storage {
    /// Opens the storage under the rules of the product.
    pub fn open(config: &StorageConfig, secret: &SecretString) -> Result<Self, UploadError> {
        Self::open_under(config, secret, &NetworkRules::default())
    }

    pub fn open_under(
        config: &StorageConfig,
        secret: &SecretString,
        rules: &NetworkRules,
    ) -> Result<Self, UploadError> {
        config.validate()?;
        if secret.expose_secret().is_empty() {
            return Err(UploadError::Setting { field: "secret", why: "it is empty" });
        }
        let web = Web::new(rules)?;
        let base = config.public_base.trim().trim_end_matches('/');
        let public_base = match config.clean_folder().as_str() {
            "" => base.to_owned(),
            folder => format!("{base}/{}", name::encode(folder)),
        };
        let inner = Inner {
            config: config.clone(),
            backend: Backend::new(config, secret, &web, rules)?,
            public: PublicWeb::of(web),
            public_base,
            rules: rules.clone(),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Opens an account's storage with the secret that the keyring has for it.
    pub async fn open_with_vault(
        config: Option<&StorageConfig>,
        vault: &dyn Vault,
        account: &AccountId,
    ) -> Result<Self, EngineError> {
        let config = config.ok_or(UploadError::NotConfigured)?;
        let secret = vault.get(&StorageConfig::secret_name(account)).await?.ok_or(UploadError::NotConfigured)?;
        Ok(Self::open(config, &secret)?)
    }

    #[must_use]
    pub fn config(&self) -> &StorageConfig {
        &self.inner.config
    }

    /// The address under which everyone reads the object at `path`.
    #[must_use]
    pub fn public_url(&self, path: &str) -> String {
        format!("{}/{}", self.inner.public_base, name::encode(path))
    }

    /// Looks at an address as the platform does, with no key.
    #[must_use]
    pub fn public(&self) -> &PublicWeb {
        &self.inner.public
    }

    pub(super) async fn stat(&self, path: &str, cancel: &CancellationToken) -> Result<Option<u64>, UploadError> {
        self.inner.backend.stat(path, cancel).await
    }

    pub(super) async fn send(
        &self,
        path: &str,
        source: &SourceFile,
        meter: &Arc<Meter>,
        cancel: &CancellationToken,
    ) -> Result<(), UploadError> {
        self.inner.backend.send(path, source, meter, cancel).await
    }

    pub(super) async fn write(&self, path: &str, bytes: &'static [u8]) -> Result<(), UploadError> {
        self.inner.backend.write(path, bytes, "text/plain").await
    }

    pub(super) async fn delete(&self, path: &str) -> Result<(), UploadError> {
        self.inner.backend.delete(path).await
    }

    /// Takes an object back within a limited time; its address if that did not succeed.
    pub(super) async fn take_back(&self, path: &str) -> Option<String> {
        match tokio::time::timeout(self.inner.rules.tidy_limit, self.delete(path)).await {
            Ok(Ok(())) => None,
            Ok(Err(_)) | Err(_) => Some(self.public_url(path)),
        }
    }
}

impl fmt::Debug for Storage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Storage").field("config", &self.inner.config).finish_non_exhaustive()
    }
}
