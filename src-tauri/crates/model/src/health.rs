//! How the robots and the line fared over time, and what is missing.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::metrics::Millis;
use crate::{Interval, MessageKey, RobotKey, RobotStatus, Timestamp};

/// A stretch of time in which a robot had one status, as far as this console was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct StatusStretch {
    pub status: RobotStatus,
    pub from: Timestamp,
    pub to: Timestamp,
}

/// A robot over time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RobotTimeline {
    pub robot_key: RobotKey,
    /// Oldest first.
    pub stretches: Vec<StatusStretch>,
}

/// What the line was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum LineState {
    Connecting,
    CatchingUp,
    Live,
    Offline,
    AuthLost,
    /// The console was not open.
    Closed,
}

/// How long the line was in one state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct LineStretch {
    pub state: LineState,
    pub from: Timestamp,
    pub to: Timestamp,
}

/// How late messages of customers came over a live line, in a quarter of an hour. A wrong clock of this computer shows
/// here too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct LagPoint {
    /// The quarter's beginning.
    pub at: Timestamp,
    pub messages: u32,
    pub mean: Millis,
    pub worst: Millis,
}

/// A stretch of a chat's history that messages may be missing of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChatGap {
    pub chat: crate::ChatKey,
    pub chat_name: String,
    pub gap: Interval,
}

/// Why a message of ours did not arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SendTrouble {
    /// The platform says that it failed; spec 2.11, `sendStatus` 2.
    Refused,
    /// It never left this console.
    Failed,
    /// Nobody knows.
    Unconfirmed,
}

/// A send that was refused, failed here, or of which nobody knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TroubledSend {
    pub key: MessageKey,
    pub chat_name: String,
    pub at: Timestamp,
    /// The beginning of its words.
    pub text: String,
    pub trouble: SendTrouble,
}

/// How everything fared in a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HealthReport {
    pub period: Interval,
    pub robots: Vec<RobotTimeline>,
    /// Oldest first.
    pub line: Vec<LineStretch>,
    pub lag: Vec<LagPoint>,
    /// Newest first, at most 200.
    pub gaps: Vec<ChatGap>,
    pub gaps_total: u32,
    /// Newest first, at most 200.
    pub sends: Vec<TroubledSend>,
    pub sends_total: u32,
    /// Different records of the platform that this version could not place (Q18).
    pub unrecognised: u32,
}
