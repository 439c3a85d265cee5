//! Chats: one robot's conversation with one customer or group.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{Assignee, ChatId, ChatMarks, ChatUser, Content, Direction, RobotKey, RobotStatus, Timestamp, Wxid};

/// What a chat is stored and addressed by inside the console.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChatKey {
    pub robot_key: RobotKey,
    pub chat_user: ChatUser,
}

/// With one customer, or with a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ChatKind {
    Single,
    Group,
}

/// A chat as the cache knows it. Spec 2.10, 3.3.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Chat {
    pub key: ChatKey,
    pub chat_id: ChatId,
    pub kind: ChatKind,
    pub name: String,
    pub avatar_url: Option<String>,
    /// `lastMsgActive`.
    pub last_active: Option<Timestamp>,
    pub unread: u32,
    /// `pushContent`: the platform's own one-line summary.
    pub preview: String,
    pub assignee: Option<Assignee>,
}

/// News of a chat, from the recent list or a `chat` event. What is `None` was not said and keeps its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatUpdate {
    pub chat_id: ChatId,
    /// Missing in some events; then it is found through `wxid` (Q15).
    pub robot_key: Option<RobotKey>,
    pub wxid: Option<Wxid>,
    pub chat_user: Option<ChatUser>,
    pub robot_status: Option<RobotStatus>,
    pub kind: Option<ChatKind>,
    pub name: Option<String>,
    pub avatar_url: Option<String>,
    pub last_active: Option<Timestamp>,
    pub unread: Option<u32>,
    pub preview: Option<String>,
    pub assignee: Option<Assignee>,
}

/// The newest message of a chat, for its row in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LastMessage {
    pub direction: Direction,
    pub sender_name: String,
    pub content: Content,
    pub timestamp: Timestamp,
}

/// A row of the chat list: the chat and what the list shows beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChatRow {
    #[serde(flatten)]
    pub chat: Chat,
    pub last: Option<LastMessage>,
    /// What was typed and not sent.
    pub draft: Option<String>,
    /// Sends that failed or could not be confirmed and wait for a person.
    pub needs_decision: u32,
    /// Since when the customer waits for an answer: the first message after our last one.
    pub waiting_since: Option<Timestamp>,
    /// The remark name the robot gave the customer.
    pub remark: Option<String>,
    /// An unread message names the robot with @.
    pub mentions_me: bool,
    pub marks: ChatMarks,
}
