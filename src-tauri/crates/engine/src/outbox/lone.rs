//! Files that are brought to an address without a send: the pictures and files of a broadcast, which the platform fetches
//! itself (Q55). The storage, its limits and its checks are those of every other file.

use tokio_util::sync::CancellationToken;

use super::uploading::renew_after;
use crate::{Engine, EngineError, UploadKind, UploadRequest, core::Core};

impl Engine {
    /// Uploads a file and returns the address under which anybody can read it. Spec 2.7.
    pub async fn upload_file(&self, path: &str, kind: UploadKind) -> Result<String, EngineError> {
        let request = UploadRequest { path: path.into(), name: None, kind };
        match put(&self.core, &request).await {
            Err(error) => {
                renew_after(&self.core, error).await?;
                put(&self.core, &request).await
            }
            done => done,
        }
    }
}

async fn put(core: &Core, request: &UploadRequest) -> Result<String, EngineError> {
    let uploader = core.uploader().await?;
    // Whoever leaves the form leaves the file: it costs a place in the storage, and the next try finds it there.
    Ok(uploader.upload(request, |_| {}, &CancellationToken::new()).await?.url)
}
