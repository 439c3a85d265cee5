//! Messages, received or sent.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{Assignee, ChatId, ChatKey, ChatUser, Content, MessageId, MsgSvrId, RobotKey, Timestamp};

/// What tells one message from another. `messageId` alone does not: a forward to two chats has one (Q24).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MessageKey {
    pub robot_key: RobotKey,
    pub chat_user: ChatUser,
    pub message_id: MessageId,
}

impl MessageKey {
    /// The chat that it is in.
    #[must_use]
    pub fn chat(&self) -> ChatKey {
        ChatKey { robot_key: self.robot_key.clone(), chat_user: self.chat_user.clone() }
    }
}

/// From the customer, or to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Direction {
    /// From a customer or group member.
    In,
    /// From our side, wherever it was typed.
    Out,
}

/// Where a message was written, as far as the platform lets us know (Q20, Q32).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Origin {
    /// The other side.
    Customer,
    /// This console's own outbox.
    Console,
    /// The robot's phone, `contentType` 2.
    Phone,
    /// Our side, but neither this console nor the phone: another console, or a broadcast.
    Elsewhere,
}

/// `sendStatus` or `sentStatus`; means something on our own messages only (Q22). Spec 2.11.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SendStatus {
    /// 0: not sent yet, may be sent again.
    NotSent,
    /// 1: on the customer's phone.
    Sent,
    /// 2: refused; sending again will not help.
    Failed,
}

/// Who a message is from. Spec 3.2 `from`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Sender {
    /// `contactId`.
    pub id: String,
    /// `nickName`.
    pub name: String,
    /// `headImg`.
    pub avatar_url: Option<String>,
}

/// A message of a chat. Spec 2.11, 3.2.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    pub key: MessageKey,
    pub chat_id: ChatId,
    pub chat_name: Option<String>,
    pub msg_svr_id: Option<MsgSvrId>,
    pub timestamp: Timestamp,
    pub direction: Direction,
    pub origin: Origin,
    pub sender: Sender,
    pub content: Content,
    pub send_status: Option<SendStatus>,
    pub assignee: Option<Assignee>,
    /// The record as the platform sent it, kept so that nothing is lost that this version does not read (Q18).
    #[serde(skip)]
    pub raw: String,
}
