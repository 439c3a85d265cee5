//! A thread as it is read: pages of messages with their delivery and their gaps.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{Attachment, Interval, Message, OutboxState, Timestamp};

/// A message as the thread shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ThreadMessage {
    #[serde(flatten)]
    pub message: Message,
    /// How far it came, for messages of this console's outbox.
    pub delivery: Option<OutboxState>,
    /// The file of this machine that it is to carry, until that has an address.
    pub attachment: Option<Attachment>,
}

/// One page of a thread, oldest message first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ThreadPage {
    pub messages: Vec<ThreadMessage>,
    /// The cache holds messages before the first of this page.
    pub older_in_cache: bool,
    /// Everything back to the chat's first message is in the cache, or back to what the person lets go.
    pub complete_to_start: bool,
    /// The thread begins here because the person lets older messages go; `None` if it begins with its first message, or
    /// it is not known where.
    pub cleared_before: Option<Timestamp>,
    /// Stretches between this page's messages, and up to now, that may miss messages.
    pub gaps: Vec<Interval>,
}

/// A stretch of a thread that need not reach its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ThreadWindow {
    pub page: ThreadPage,
    /// The cache holds messages after the last of this stretch.
    pub newer_in_cache: bool,
}
