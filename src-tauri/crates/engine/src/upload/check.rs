//! The trial of a storage when its settings are saved: what an upload does, with a file of a few bytes.

use std::fmt;

use serde::{Deserialize, Serialize};
use specta::Type;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{Storage, UploadError};

/// The steps of the trial, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum CheckStep {
    Write,
    /// Read without a key, as the platform does.
    PublicRead,
    /// A cancelled upload is taken back by this.
    Delete,
}

impl fmt::Display for CheckStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Write => "could not be written to",
            Self::PublicRead => "could not be read from its public address",
            Self::Delete => "did not let a file be deleted",
        })
    }
}

const PROBE: &[u8] = "坐席 storage check: this file can be deleted\n".as_bytes();

impl Storage {
    /// Writes a probe, reads it from its public address, deletes it. Its name is new each time, so that no cache on the
    /// way can answer, and has Chinese and a space in it, because that is where badly set up addresses break.
    pub async fn check(&self) -> Result<(), UploadError> {
        let path = format!("zuoxi-check-{} 探针.txt", Uuid::new_v4().simple());
        let failed = |step, left, source| Err(UploadError::Check { step, left, source: Box::new(source) });
        if let Err(error) = self.write(&path, PROBE).await {
            return failed(CheckStep::Write, None, error);
        }
        let url = self.public_url(&path);
        let read = self.public().read_whole(&url, PROBE.len(), &CancellationToken::new()).await;
        let read = read.and_then(|bytes| {
            let same = bytes == PROBE;
            same.then_some(()).ok_or(UploadError::Differs { why: "not the file that was just written" })
        });
        if let Err(error) = read {
            let left = self.take_back(&path).await;
            return failed(CheckStep::PublicRead, left, error);
        }
        match self.delete(&path).await {
            Ok(()) => Ok(()),
            Err(error) => failed(CheckStep::Delete, Some(url), error),
        }
    }
}
