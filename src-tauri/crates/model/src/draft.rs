//! What was typed and chosen and not sent.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{Attachment, ChatKey, LinkCard, Timestamp};

/// The draft of one chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    pub chat: ChatKey,
    pub content: DraftContent,
    pub updated_at: Timestamp,
}

/// What stands in the composer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DraftContent {
    pub text: String,
    /// The people named with @ in the text.
    pub mentions: Vec<String>,
    pub attachments: Vec<Attachment>,
    /// Cards that wait beside the files.
    pub links: Vec<LinkCard>,
}

impl DraftContent {
    /// Without a text, files and cards it is no draft.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.attachments.is_empty() && self.links.is_empty()
    }
}
