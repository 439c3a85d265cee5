//! Private notes.

use uuid::Uuid;
use zuoxi_model::{ChatKey, Note};

use crate::{Engine, EngineError};

/// Longer ones are documents, and belong elsewhere.
const MOST_CHARACTERS: usize = 10_000;

impl Engine {
    /// The notes of a chat, the newest first.
    pub async fn notes(&self, chat: &ChatKey) -> Result<Vec<Note>, EngineError> {
        Ok(self.core.store.notes(chat).await?)
    }

    /// Writes a new note, or an old one anew.
    pub async fn save_note(&self, chat: &ChatKey, id: Option<&str>, text: &str) -> Result<Note, EngineError> {
        let text = text.trim();
        if text.is_empty() || text.chars().count() > MOST_CHARACTERS {
            return Err(EngineError::InvalidInput(format!("a note has 1 to {MOST_CHARACTERS} characters")));
        }
        let note = Note {
            id: id.map_or_else(|| Uuid::new_v4().simple().to_string(), str::to_owned),
            text: text.to_owned(),
            at: self.core.clock.now(),
            by: self.core.account.access_key.clone(),
        };
        if self.core.store.save_note(chat, &note).await? {
            Ok(note)
        } else {
            Err(EngineError::NotFound("this chat has no such note".into()))
        }
    }

    /// Deletes a private note.
    pub async fn delete_note(&self, chat: &ChatKey, id: &str) -> Result<(), EngineError> {
        if self.core.store.delete_note(chat, id).await? {
            Ok(())
        } else {
            Err(EngineError::NotFound("this chat has no such note".into()))
        }
    }
}
