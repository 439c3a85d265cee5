//! What a person removes of the account in front, which goes on working.

use std::io;

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{Desk, Engine, EngineError};

/// What to remove from this machine. The platform's records stay as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum WipeWhat {
    /// Pictures that were shown and files that were opened.
    Media,
    /// Messages, except those of sends that are not confirmed.
    Messages,
    /// The whole cache and its key: drafts, unsent messages, private notes and quick replies, too.
    All,
}

impl Desk {
    /// Removes that of the account in front. It stays signed in.
    pub async fn wipe(&self, what: WipeWhat) -> Result<(), EngineError> {
        let engine = self.engine().await?;
        match what {
            WipeWhat::Media => {
                engine.wipe_media().await?;
                engine.core.store.shrink().await?;
            }
            WipeWhat::Messages => engine.wipe_messages().await?,
            WipeWhat::All => self.begin_anew(&engine).await?,
        }
        Ok(())
    }
}

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
