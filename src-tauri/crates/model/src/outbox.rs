//! What is on its way out, and how far it came.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{Attachment, ChatId, ChatKey, Composed, Content, Cover, MessageId, Timestamp};

/// Why a send failed for good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum FailureReason {
    /// `sendStatus` 2: WeCom refused it, or the customer deleted or blocked the robot. Spec 2.11.
    Refused,
    /// Its file or its cover could not be brought to an address. `code` is that of the error, for the UI to have words
    /// for it; `message` is for support.
    Upload { code: String, message: String },
    /// The text does not fit one frame (Q42).
    TooLarge { limit_bytes: u32 },
}

/// How far a send came. `Emitted` is written before the emit, so that a crash between the two can only ask, never double.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "state", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum OutboxState {
    /// Waits: for the end of its undo window, for the line, or for the message before it. Never handed to the socket.
    Queued,
    /// Its attachment or cover is on the way to the storage, or waits for the storage to answer again.
    Uploading,
    /// Handed to the socket; its echo is awaited until the deadline, then asked for over 2.11.
    Emitted {
        at: Timestamp,
    },
    /// The platform knows it.
    Confirmed,
    Failed {
        reason: FailureReason,
    },
    /// Not found twice. Only the person decides what happens next.
    Unconfirmed,
}

impl OutboxState {
    /// The word that stands for the state in the cache.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Uploading => "uploading",
            Self::Emitted { .. } => "emitted",
            Self::Confirmed => "confirmed",
            Self::Failed { .. } => "failed",
            Self::Unconfirmed => "unconfirmed",
        }
    }
}

/// What a person decides about an unconfirmed or failed send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Resolution {
    /// Ask the platform once more.
    CheckAgain,
    /// Send it as a new message.
    SendAgain,
    /// Take it out of the thread.
    Discard,
}

/// One send.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OutboxEntry {
    /// The id it is emitted with (Q26).
    pub id: MessageId,
    pub chat: ChatKey,
    pub chat_id: ChatId,
    pub content: Content,
    pub created_at: Timestamp,
    pub state: OutboxState,
    /// How often it was handed to the socket.
    pub attempts: u32,
    /// The id under which the platform echoed it, where that differs (Q25).
    pub echoed_as: Option<MessageId>,
    /// The file that it carries. It stays known until the send is confirmed, so that nothing is lost.
    pub attachment: Option<Attachment>,
    /// The cover of its link card, as long as the send is not confirmed.
    pub cover: Option<Cover>,
    /// It does not leave before: the person may still take it back.
    pub not_before: Option<Timestamp>,
}

impl OutboxEntry {
    /// True as long as something of it has no address that the platform could read.
    #[must_use]
    pub fn awaits_upload(&self) -> bool {
        let file = self.attachment.is_some() && self.content.address().is_none_or(str::is_empty);
        let cover = self.cover.is_some() && matches!(self.content, Content::Link { cover_url: None, .. });
        file || cover
    }

    /// What the person composed; `None` for content that cannot be composed.
    #[must_use]
    pub fn composed(&self) -> Option<Composed> {
        Composed::of(&self.content, self.attachment.as_ref(), self.cover.as_ref())
    }
}
