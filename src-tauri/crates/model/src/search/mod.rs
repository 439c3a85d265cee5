//! What a search asks and answers, and the one definition of what it finds.
//!
//! A text is a row of tokens ([`tokens`]); it is found if the tokens of the query stand in it one after the other, the
//! last one being only the beginning of a word if it is one. The index in the cache, the check of its hits and what is
//! highlighted all go by this definition, so that they cannot differ.

mod tokens;

use serde::{Deserialize, Serialize};
use specta::Type;

pub use tokens::{Token, find, fold, phrase, snippet, tokens, words};

use crate::{ChatKey, ChatKind, Direction, MessageKey, Origin, RobotKey, Timestamp};

/// Changes whenever the same text gives other tokens: then the index is built anew.
pub const VERSION: i64 = 1;

/// Who said it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Speaker {
    Customer,
    /// This console or another one.
    Us,
    /// Somebody on the robot's own phone.
    Phone,
}

/// The kinds of content that have words to be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SearchedContent {
    Text,
    File,
    Link,
    MiniProgram,
}

/// In which order hits come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SearchOrder {
    #[default]
    Newest,
    /// The messages that say little besides come first.
    Relevance,
}

/// What is looked for. What is `None` leaves nothing out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SearchQuery {
    pub text: String,
    pub speaker: Option<Speaker>,
    pub robot: Option<RobotKey>,
    pub chat: Option<ChatKey>,
    pub kind: Option<ChatKind>,
    pub content: Option<SearchedContent>,
    /// The first millisecond.
    pub since: Option<Timestamp>,
    /// The last millisecond.
    pub until: Option<Timestamp>,
    pub order: SearchOrder,
    /// [`SearchPage::next`] of the page before, of the same query.
    pub after: Option<String>,
    pub limit: u32,
}

/// From one place in a text to another, in UTF-16 code units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Span {
    pub from: u32,
    pub to: u32,
}

/// A text around its first hit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Snippet {
    pub text: String,
    pub highlights: Vec<Span>,
    /// There is more before, and after.
    pub cut_before: bool,
    pub cut_after: bool,
}

/// A message that has what was searched for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MessageHit {
    pub key: MessageKey,
    /// What the list calls the chat.
    pub chat_name: String,
    pub kind: ChatKind,
    pub timestamp: Timestamp,
    pub direction: Direction,
    pub origin: Origin,
    pub sender_name: String,
    pub snippet: Snippet,
}

/// A customer or a group whose name was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NameHit {
    pub chat: ChatKey,
    pub name: String,
    pub remark: Option<String>,
    pub avatar_url: Option<String>,
    /// False as long as nobody wrote in this chat.
    pub has_chat: bool,
}

/// How much of the messages that were asked for the cache has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SearchCoverage {
    /// Every chat that was searched is complete from here to its newest message. None if one of them never was read.
    pub complete_from: Option<Timestamp>,
    pub chats: u32,
    /// Chats of which messages may be missing in the time that was asked for.
    pub chats_not_complete: u32,
    /// While the index is built, older messages are not found yet.
    pub indexing: Option<IndexProgress>,
}

/// How far the index has been built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct IndexProgress {
    pub percent: u8,
}

/// A page of the messages that were found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SearchPage {
    pub hits: Vec<MessageHit>,
    /// On the first page alone.
    pub people: Vec<NameHit>,
    /// On the first page alone.
    pub groups: Vec<NameHit>,
    pub coverage: SearchCoverage,
    /// What to ask the next page with; none at the end.
    pub next: Option<String>,
}
