//! What a person removes of an account that is at work.

use std::io;

use crate::{Engine, EngineError};

impl Engine {
    /// Removes the pictures that were shown and the files that were opened. The platform has them still.
    pub async fn wipe_media(&self) -> Result<(), EngineError> {
        self.core.store.remove_pictures().await?;
        let folder = self.core.home.received();
        match tokio::fs::remove_dir_all(&folder).await {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                Err(EngineError::Profile { path: folder.display().to_string(), source })
            }
            _ => Ok(()),
        }
    }
}
