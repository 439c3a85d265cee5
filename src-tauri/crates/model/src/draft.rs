//! What was typed and not sent.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{ChatKey, Timestamp};

/// The draft of one chat. An empty text is no draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    pub chat: ChatKey,
    pub text: String,
    pub updated_at: Timestamp,
}
