//! The audit log: what this console asked of the robots, who wanted it, and what came back. Actions, sends and broadcasts
//! in one order. What other consoles or somebody on a robot's phone did is not in it: the platform does not tell.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{BroadcastRecord, OutboxEntry, QueuedAction, RobotKey, Timestamp};

/// The kinds of things that are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum AuditKind {
    Action,
    Send,
    Broadcast,
}

/// What came back, in the words that the three kinds share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum AuditOutcome {
    /// Not settled yet.
    Open,
    Done,
    Refused,
    /// Nobody knows; a person has to look.
    Unknown,
    /// Taken back before it left.
    Cancelled,
}

/// Which part of the log. What is `None` leaves nothing out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AuditQuery {
    pub robot: Option<RobotKey>,
    pub kind: Option<AuditKind>,
    pub outcome: Option<AuditOutcome>,
    pub since: Option<Timestamp>,
    pub until: Option<Timestamp>,
    /// [`AuditPage::next`] of the page before, of the same query.
    pub after: Option<String>,
    pub limit: u32,
}

/// What was asked, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum AuditItem {
    Action { action: Box<QueuedAction> },
    Send { send: Box<OutboxEntry>, chat_name: String },
    Broadcast { broadcast: Box<BroadcastRecord> },
}

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct AuditEntry {
    /// When it was asked, by this computer's clock.
    pub at: Timestamp,
    pub outcome: AuditOutcome,
    pub item: AuditItem,
}

/// A page of the log, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct AuditPage {
    pub entries: Vec<AuditEntry>,
    /// None at the end.
    pub next: Option<String>,
}
