//! The two ways to write: object storages by opendal, and plain PUT.

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use opendal::{ErrorKind, Operator};
use reqwest::header::{AUTHORIZATION, HeaderName, HeaderValue};
use secrecy::{ExposeSecret as _, SecretString};
use tokio_util::sync::CancellationToken;

use super::{
    NetworkRules, StorageConfig, StorageProvider, UploadError,
    meter::Meter,
    operator::{self, explain},
    put::PlainStore,
    source::SourceFile,
    web::Web,
};

/// The parts of a multipart upload. All but the last must have 5 MiB, and there may be 10,000 of them.
const PART_BYTES: usize = 8 * 1024 * 1024;

pub(super) enum Backend {
    Objects { operator: Operator, web: Web, bucket: String },
    Plain(PlainStore),
}

impl Backend {
    pub(super) fn new(
        config: &StorageConfig,
        secret: &SecretString,
        web: &Web,
        rules: &NetworkRules,
    ) -> Result<Self, UploadError> {
        let operator = operator::build(config, secret, web, rules)?;
        let folder = config.clean_folder();
        let below = |base: &str| match folder.as_str() {
            "" => base.to_owned(),
            folder => format!("{}/{}", base.trim_end_matches('/'), super::name::encode(folder)),
        };
        match (&config.provider, operator) {
            (StorageProvider::Practice { base }, _) => {
                let key = (HeaderName::from_static("token"), header(secret.expose_secret())?);
                let base = below(&format!("{}/media/upload", base.trim().trim_end_matches('/')));
                Ok(Self::Plain(PlainStore::new(web, rules, &base, key, None)))
            }
            (StorageProvider::Webdav { endpoint, username }, operator) => {
                let pair = STANDARD.encode(format!("{}:{}", username.trim(), secret.expose_secret()));
                let key = (AUTHORIZATION, header(&format!("Basic {pair}"))?);
                Ok(Self::Plain(PlainStore::new(web, rules, &below(endpoint.trim()), key, operator)))
            }
            (_, Some(operator)) => Ok(Self::Objects { operator, web: web.clone(), bucket: config.place().to_owned() }),
            (_, None) => Err(UploadError::NotConfigured),
        }
    }

    /// The length of an object; `None` if there is none, or if the key may write but not ask.
    pub(super) async fn stat(&self, path: &str, cancel: &CancellationToken) -> Result<Option<u64>, UploadError> {
        match self {
            Self::Objects { operator, web, bucket } => {
                match operator::carried_by(operator.clone(), web, None, cancel).stat(path).await {
                    Ok(found) => Ok(Some(found.content_length())),
                    Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::PermissionDenied) => Ok(None),
                    Err(error) => Err(explain(&error, bucket)),
                }
            }
            Self::Plain(store) => store.stat(path, cancel).await,
        }
    }

    /// Takes an object away. One that is not there is no error.
    pub(super) async fn delete(&self, path: &str) -> Result<(), UploadError> {
        match self {
            Self::Objects { operator, bucket, .. } => {
                operator.delete(path).await.map_err(|error| explain(&error, bucket))
            }
            Self::Plain(store) => store.delete(path).await,
        }
    }

    /// Writes a few bytes.
    pub(super) async fn write(&self, path: &str, bytes: &'static [u8], mime: &str) -> Result<(), UploadError> {
        match self {
            Self::Objects { operator, bucket, .. } => {
                let written = operator.write_with(path, bytes).content_type(mime).await;
                written.map(drop).map_err(|error| explain(&error, bucket))
            }
            Self::Plain(store) => store.write(path, bytes, mime).await,
        }
    }

    /// Writes a file. On an error parts of it may be left, but an object storage does not show them.
    pub(super) async fn send(
        &self,
        path: &str,
        source: &SourceFile,
        meter: &Arc<Meter>,
        cancel: &CancellationToken,
    ) -> Result<(), UploadError> {
        match self {
            Self::Objects { operator, web, bucket } => {
                let operator = operator::carried_by(operator.clone(), web, Some(meter), cancel);
                write_in_parts(&operator, bucket, path, source).await
            }
            Self::Plain(store) => store.send(path, source, meter, cancel).await,
        }
    }
}

/// Nothing is visible before `close`, and the reader holds the last part back until it has compared the hashes.
async fn write_in_parts(operator: &Operator, bucket: &str, path: &str, source: &SourceFile) -> Result<(), UploadError> {
    let broken = |error: opendal::Error| explain(&error, bucket);
    let mut reader = source.open().await?;
    let mut writer = operator.writer_with(path).content_type(source.sniffed.stored_as()).await.map_err(broken)?;
    let sent = async {
        while let Some(part) = reader.next(PART_BYTES).await? {
            writer.write(part).await.map_err(broken)?;
        }
        writer.close().await.map(drop).map_err(broken)
    }
    .await;
    if sent.is_err() {
        // Parts that cannot be taken back are invisible, and fall to the bucket's own rule for unfinished uploads.
        if let Err(error) = writer.abort().await {
            tracing::warn!(kind = %error.kind(), "the parts of a failed upload were not taken back");
        }
    }
    sent
}

fn header(secret: &str) -> Result<HeaderValue, UploadError> {
    let mut value = HeaderValue::from_str(secret)
        .map_err(|_| UploadError::Setting { field: "secret", why: "it has characters that no header can carry" })?;
    value.set_sensitive(true);
    Ok(value)
}
