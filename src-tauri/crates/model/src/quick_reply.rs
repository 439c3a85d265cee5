//! Replies that are kept ready.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::Timestamp;

/// A reply that is kept ready.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QuickReply {
    /// Empty for one that is not saved yet.
    pub id: String,
    pub group: String,
    /// What one types to find it.
    pub code: String,
    pub title: String,
    pub content: QuickReplyContent,
    pub used_at: Option<Timestamp>,
    pub uses: u32,
}

/// What a quick reply sends. A text may hold variables: `{{客户}}`, `{{备注}}`, `{{机器人}}`, `{{日期}}`, `{{时间}}`,
/// `{{问候}}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum QuickReplyContent {
    Text { text: String, mentions: Vec<String> },
    Attachment { attachment: ReplyAttachment },
    Link { title: String, link: String, description: String, cover: Option<ReplyCover> },
}

/// A file on this machine that a quick reply sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReplyAttachment {
    pub path: String,
    pub name: String,
    pub kind: ReplyAttachmentKind,
}

/// What the file of a quick reply is sent as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ReplyAttachmentKind {
    Image,
    File,
    Video,
}

/// The picture of a link card: an address, or a file that is uploaded first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ReplyCover {
    Address { url: String },
    File { path: String },
}

/// What came of an import.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ImportedReplies {
    pub added: u32,
    pub changed: u32,
    pub skipped: Vec<SkippedReply>,
}

/// A record of an import that could not be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SkippedReply {
    /// The line of the file for CSV, the number of the entry for JSON; counted from 1.
    pub line: u32,
    pub why: SkipReason,
}

/// Why a record was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SkipReason {
    /// There is nothing to send in it.
    Empty,
    /// Its kind is none that can be sent.
    UnknownKind,
    /// A link without an http address.
    NotALink,
    /// The record itself cannot be read.
    Unreadable,
}
