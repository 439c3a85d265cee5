//! One file from the disk to a public address.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use serde::{Deserialize, Serialize};
use specta::Type;
use tokio_util::sync::CancellationToken;

use super::{
    Storage, UploadError, UploadKind, UploadLimits, UploadProgress, UploadState, lane::Lanes, meter::Meter, name,
    source::SourceFile,
};
use crate::Clock;

/// A file to send.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UploadRequest {
    pub path: PathBuf,
    /// What the receiver sees as its name; the file's own if missing.
    pub name: Option<String>,
    pub kind: UploadKind,
}

/// A file that everyone can read now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Uploaded {
    /// Public, and without a query string (Q56).
    pub url: String,
    /// The name within the address, before its encoding.
    pub name: String,
    #[specta(type = specta_typescript::Number)]
    pub bytes: u64,
    /// By the content.
    pub mime: String,
    /// It was in the storage before.
    pub reused: bool,
}

/// Sends files to one storage. Cheap to clone; clones share what is on its way.
#[derive(Clone)]
pub struct Uploader {
    storage: Storage,
    limits: UploadLimits,
    clock: Arc<dyn Clock>,
    lanes: Arc<Lanes>,
}

impl Uploader {
    #[must_use]
    pub fn new(storage: Storage, limits: UploadLimits, clock: Arc<dyn Clock>) -> Self {
        Self { storage, limits, clock, lanes: Arc::default() }
    }

    #[must_use]
    pub fn storage(&self) -> &Storage {
        &self.storage
    }

    #[must_use]
    pub fn limits(&self) -> &UploadLimits {
        &self.limits
    }

    /// Judges a file without sending it, for the composer to refuse it at once.
    pub async fn examine(&self, request: &UploadRequest) -> Result<(), UploadError> {
        self.source(request, &CancellationToken::new()).await.map(drop)
    }

    /// Sends a file, unless the storage has it already, and checks its public address. The last report tells the
    /// outcome. `watch` is called often and must be quick.
    pub async fn upload(
        &self,
        request: &UploadRequest,
        watch: impl Fn(UploadProgress) + Send + Sync + 'static,
        cancel: &CancellationToken,
    ) -> Result<Uploaded, UploadError> {
        let meter = Meter::new(watch);
        let outcome = self.carry(request, &meter, cancel).await;
        meter.enter(match &outcome {
            Ok(uploaded) => UploadState::Done { url: uploaded.url.clone() },
            Err(error) => UploadState::from(error),
        });
        outcome
    }

    async fn carry(
        &self,
        request: &UploadRequest,
        meter: &Arc<Meter>,
        cancel: &CancellationToken,
    ) -> Result<Uploaded, UploadError> {
        meter.enter(UploadState::Preparing);
        let source = self.source(request, cancel).await?;
        meter.set_total(source.bytes);
        let path = name::object_path(self.clock.now(), &source.hash, &source.name);
        let lane = self.lanes.of(&path);
        let _turn = tokio::select! {
            biased;
            () = cancel.cancelled() => return Err(UploadError::Cancelled { left: None }),
            turn = lane.lock() => turn,
        };
        let reused = self.storage.stat(&path, cancel).await? == Some(source.bytes);
        if !reused {
            meter.enter(UploadState::Sending);
            if let Err(error) = self.storage.send(&path, &source, meter, cancel).await {
                return Err(self.give_up(&path, error).await);
            }
        }
        meter.enter(UploadState::Verifying);
        let url = self.storage.public_url(&path);
        let image = matches!(request.kind, UploadKind::Image | UploadKind::Cover);
        match self.storage.public().verify(&url, source.bytes, image, cancel).await {
            Ok(()) => {}
            Err(error @ UploadError::Cancelled { .. }) if !reused => return Err(self.give_up(&path, error).await),
            Err(error) => return Err(error),
        }
        Ok(Uploaded { url, name: source.name, bytes: source.bytes, mime: source.sniffed.mime.to_owned(), reused })
    }

    async fn source(&self, request: &UploadRequest, cancel: &CancellationToken) -> Result<SourceFile, UploadError> {
        let path: &Path = &request.path;
        SourceFile::examine(path, request.name.as_deref(), request.kind, &self.limits, cancel).await
    }

    /// Takes back what may have been written. A storage that could not be reached or written to is not asked again.
    async fn give_up(&self, path: &str, error: UploadError) -> UploadError {
        match error {
            UploadError::Cancelled { .. } => UploadError::Cancelled { left: self.storage.take_back(path).await },
            UploadError::Changed | UploadError::Io { .. } | UploadError::Stalled { .. } | UploadError::Busy => {
                self.storage.take_back(path).await;
                error
            }
            error => error,
        }
    }
}
