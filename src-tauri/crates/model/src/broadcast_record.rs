//! What the console keeps of a broadcast: the plan a person looks at before it leaves, and what became of it after.
//! The platform gives no task id and no status, so this record is all there is (Q58).

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{BroadcastDraft, BroadcastId, ChatUser, Relationship, RequestedBy, RobotKey, Timestamp};

/// How far a broadcast came. `Sending` is written before it leaves, so that a crash can only ask a person and never send
/// it twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum BroadcastState {
    /// Checked; waits for a person's confirmation.
    Planned,
    /// Handed to the platform, which has not answered.
    Sending,
    /// The platform took it. Nothing stops it any more.
    Sent,
    /// No answer came: whether it runs only a person can find out. Never repeated by itself.
    Unknown,
    /// The platform did not take it; nothing was sent.
    Refused,
    /// A person dropped the plan.
    Discarded,
}

/// Why somebody of the draft is not written to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum LeftOutReason {
    /// The same customer or group is written to by this robot, which spoke to them last.
    WrittenToBy { robot_key: RobotKey },
    /// Named twice for the same robot.
    Repeated,
    /// The customer and the robot do not have each other any more.
    NotFriends { relationship: Relationship },
    /// The robot is not in the group any more, or the group is dissolved.
    NotInGroup,
    /// Nothing is known of them; the platform refuses a whole broadcast over one it does not know.
    NotKnown,
}

/// Somebody of the draft who is not written to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LeftOut {
    pub robot_key: RobotKey,
    pub chat_user: ChatUser,
    /// Empty if nothing is known.
    pub name: String,
    pub why: LeftOutReason,
}

/// What a person should think of before confirming.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum BroadcastWarning {
    /// Some of it would arrive in the quiet hours (Q59).
    QuietHours,
    /// The robot is not online; what the platform does then is not said.
    RobotNotOnline { robot_key: RobotKey },
    /// It comes again every week until somebody ends it on the platform itself; this console cannot.
    Repeats,
}

/// A draft that was checked, and what it would mean. Confirmed by naming how many are written to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BroadcastPlan {
    pub id: BroadcastId,
    /// What would leave: the draft without those who are left out.
    pub draft: BroadcastDraft,
    pub recipients: u32,
    pub left_out: Vec<LeftOut>,
    pub warnings: Vec<BroadcastWarning>,
    pub planned_at: Timestamp,
    /// When the first one is written to.
    pub starts_at: Timestamp,
    /// When the last one is, at the shortest pauses.
    pub ends_at_earliest: Timestamp,
    /// When the last one is, at the longest pauses.
    pub ends_at_latest: Timestamp,
    /// Until then the plan can be confirmed; later it has to be made anew, because people come and go.
    pub valid_until: Timestamp,
}

/// The second step: it cannot be undone, followed or stopped (Q58).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BroadcastConfirmation {
    /// As many as the plan says; anything else means that the person looked at something else.
    pub recipients: u32,
    /// The person was told that it cannot be undone and said yes.
    pub cannot_be_undone: bool,
}

/// A broadcast in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BroadcastRecord {
    pub id: BroadcastId,
    pub draft: BroadcastDraft,
    pub state: BroadcastState,
    pub requested_by: RequestedBy,
    pub planned_at: Timestamp,
    /// When it was handed over, by the local clock.
    pub started_at: Option<Timestamp>,
    /// When the platform answered, or was given up.
    pub finished_at: Option<Timestamp>,
    /// What the platform said, or why no answer came; empty if there is nothing to say.
    pub answer: String,
    /// When a person dealt with it being unknown.
    pub decided_at: Option<Timestamp>,
    pub recipients: u32,
    /// Of them, those in whose chat every part was seen. Inferred from our own echoes: fewer may mean that nobody heard.
    pub delivered: u32,
}

impl BroadcastRecord {
    /// True if it waits for a person.
    #[must_use]
    pub fn needs_decision(&self) -> bool {
        self.state == BroadcastState::Unknown && self.decided_at.is_none()
    }
}

/// One who is written to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BroadcastRecipient {
    pub robot_key: RobotKey,
    pub chat_user: ChatUser,
    pub name: String,
    /// How many of the parts were seen in the chat.
    pub parts_seen: u32,
    /// When the last of all parts was seen, by the platform's clock; none while one is missing.
    pub delivered_at: Option<Timestamp>,
}

/// One broadcast with everyone it concerns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BroadcastDetail {
    pub record: BroadcastRecord,
    pub audience: Vec<BroadcastRecipient>,
    pub left_out: Vec<LeftOut>,
}
