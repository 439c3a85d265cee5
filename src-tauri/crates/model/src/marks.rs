//! What a person marks in the list of chats and of robots. Known to this console alone.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::Timestamp;

/// How a person arranged one chat.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "independent switches, each set by itself")]
pub struct ChatMarks {
    pub pinned: bool,
    /// Out of the list until the next message.
    pub hidden: bool,
    /// Arrives without a notification.
    pub muted: bool,
    /// Shown as unread until it is read, whatever the platform counts.
    pub unread_mark: bool,
    /// Out of the list until then, or until the customer writes.
    pub snoozed_until: Option<Timestamp>,
}

/// What to change of chats' marks. What is `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChatMarksChange {
    pub pinned: Option<bool>,
    pub hidden: Option<bool>,
    pub muted: Option<bool>,
    pub unread_mark: Option<bool>,
    /// 0 wakes.
    pub snoozed_until: Option<Timestamp>,
}

/// How a person marked one robot.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RobotMarks {
    /// One of the eight colours, 1 to 8; without one they go round in order.
    pub hue: Option<u8>,
    /// None of its chats notifies, and its falling alerts nobody.
    pub muted: bool,
    /// What its notifications sound like; without one, like all others.
    pub sound: Option<NotificationSound>,
}

/// What a notification sounds like. Each system has a sound of its own for it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum NotificationSound {
    #[default]
    Message,
    Bell,
    Chime,
    Silent,
}
