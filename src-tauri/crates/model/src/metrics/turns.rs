//! The turns and chats behind a figure, and who waits at this moment.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Answerer, MetricsQuery, Millis};
use crate::{Assignee, ChatKey, ChatKind, MessageId, RobotKey, Timestamp, Weekday};

/// Which of the counted turns a list has: the figure that was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum TurnPick {
    All,
    Answered,
    Waiting,
    Late,
    /// Answered ones that began a conversation.
    First,
    Unattributed,
}

/// In which order the turns of a list stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum TurnOrder {
    #[default]
    Newest,
    /// The longest waiting first.
    Slowest,
}

/// A list of turns: what was measured, narrowed to the place in the table or the chart that was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TurnQuery {
    pub metrics: MetricsQuery,
    pub pick: TurnPick,
    /// `yyyy-mm-dd`.
    pub date: Option<String>,
    pub weekday: Option<Weekday>,
    /// 0 to 23.
    pub hour: Option<u8>,
    pub order: TurnOrder,
    /// How many were read before.
    pub skip: u32,
    pub limit: u32,
}

/// A turn as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TurnRow {
    pub chat: ChatKey,
    pub chat_name: String,
    pub kind: ChatKind,
    pub started_at: Timestamp,
    /// The message the wait began with.
    pub message_id: MessageId,
    /// The beginning of its words.
    pub text: String,
    pub answered_at: Option<Timestamp>,
    pub answerer: Option<Answerer>,
    /// Until the answer, else until now.
    pub waited: Millis,
    pub is_late: bool,
    /// It began a conversation.
    pub is_first: bool,
}

/// A page of the turns behind a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct TurnPage {
    pub turns: Vec<TurnRow>,
    /// How many there are in all.
    pub total: u32,
}

/// The chats behind a number of messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct VolumeQuery {
    pub metrics: MetricsQuery,
    /// `yyyy-mm-dd`.
    pub date: Option<String>,
    pub weekday: Option<Weekday>,
    /// 0 to 23.
    pub hour: Option<u8>,
    pub skip: u32,
    pub limit: u32,
}

/// How much was said in a chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChatVolume {
    pub chat: ChatKey,
    pub chat_name: String,
    pub kind: ChatKind,
    pub received: u32,
    pub sent: u32,
    /// The first message that was counted.
    pub message_id: Option<MessageId>,
}

/// A page of the chats behind a volume.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ChatVolumePage {
    pub chats: Vec<ChatVolume>,
    /// How many there are in all.
    pub total: u32,
}

/// A chat whose customer waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WaitingChat {
    pub chat: ChatKey,
    pub chat_name: String,
    pub kind: ChatKind,
    pub robot_key: RobotKey,
    pub assignee: Option<Assignee>,
    pub since: Timestamp,
    pub message_id: MessageId,
    /// The beginning of the message's words.
    pub text: String,
    /// So far, by working hours.
    pub waited: Millis,
    /// When the limit is reached if nobody answers; none if there is no working time in sight.
    pub due_at: Option<Timestamp>,
    pub is_late: bool,
}

/// Everyone who waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WaitingNow {
    /// The longest first.
    pub chats: Vec<WaitingChat>,
    pub late: u32,
    /// As of when.
    pub at: Timestamp,
    /// Outside the working hours nobody's waiting grows.
    pub is_working_time: bool,
}
