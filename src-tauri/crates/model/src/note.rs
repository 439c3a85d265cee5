//! Private notes, and what other robots know of the same customer.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{ChatKey, LastMessage, Relationship, RobotKey, Timestamp};

/// A private note of a customer or group of one robot. It is never sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Note {
    pub id: String,
    pub text: String,
    /// When it was written last.
    pub at: Timestamp,
    /// The account it was written under.
    pub by: String,
}

/// Another robot that knows the same customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AlsoKnown {
    pub robot_key: RobotKey,
    /// None if they never talked.
    pub chat: Option<ChatKey>,
    pub last_message: Option<LastMessage>,
    pub relationship: Relationship,
}
