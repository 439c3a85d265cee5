//! Replacing an admin of a group: first one is removed, then the other is made one, because a group has three at most
//! (Q49). Each step can fail; the record says what state that left. Spec 3.16, 3.17.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{CustomerId, GroupId, MessageId, ReplacementId, RequestedBy, RobotKey, Timestamp};

/// How far a replacement came, and what is so because of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ReplacementState {
    /// The removal is under way; nothing has changed yet.
    Removing,
    /// The old admin is none any more; making the new one is under way.
    Adding,
    /// Both steps are done.
    Replaced,
    /// The removal was refused or taken back: everything is as it was.
    NothingChanged,
    /// No answer to the removal: the old one may be an admin or not, the new one is not.
    RemovalUnknown,
    /// The old admin is none any more, and the new one was refused: the group has one admin less.
    RemovedOnly,
    /// The old admin is none any more; whether the new one is, nobody said.
    AdditionUnknown,
}

impl ReplacementState {
    /// Whether something of it is still being done.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Removing | Self::Adding)
    }
}

/// One replacement, in the audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AdminReplacement {
    pub id: ReplacementId,
    pub robot_key: RobotKey,
    pub group_id: GroupId,
    pub remove: CustomerId,
    pub add: CustomerId,
    pub state: ReplacementState,
    /// The action that removes.
    pub removal: MessageId,
    /// The action that adds, once the removal is done.
    pub addition: Option<MessageId>,
    /// After a failure: the question who is admin now, whose reply puts the members right.
    pub inquiry: Option<MessageId>,
    pub requested_by: RequestedBy,
    pub requested_at: Timestamp,
    pub finished_at: Option<Timestamp>,
}
