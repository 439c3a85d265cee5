//! The robots' queues: every action that was asked for, how far it came, and what was replied. The same rows are the
//! audit log.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{Action, ActionOutcome, FriendRequest, MessageId, RobotKey, Timestamp};

/// How far an action came. `InFlight` is written before the action leaves, so that a crash between the two can only ask
/// a person, never do it twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "state", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ActionState {
    /// Waits for its robot (Q44).
    Queued,
    /// Asked last at `at`; its reply is awaited.
    InFlight { at: Timestamp },
    /// The platform did it.
    Done,
    /// The platform refused, or nothing could ever carry it; the reply says why.
    Refused,
    /// No reply came and it must not be repeated by itself: whether it was done only a person can find out.
    Unknown,
    /// Taken back before it left.
    Cancelled,
}

impl ActionState {
    /// The word that stands for the state in the cache.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::InFlight { .. } => "inFlight",
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
            Self::Cancelled => "cancelled",
        }
    }

    /// True while the platform may still be asked, or its reply is awaited.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Queued | Self::InFlight { .. })
    }
}

/// Who wanted an action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum RequestedBy {
    /// Somebody at this console, signed in as `account`.
    Person { account: String },
    /// The console itself, to know more.
    Console,
}

/// What was said to an action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ActionReply {
    /// The platform's code, "0" for success; empty if the console itself refused. Spec 3.0.
    pub code: String,
    /// The platform's own words.
    pub msg: String,
    /// None for a tag library, which is kept by itself, and for what this version cannot read.
    pub outcome: Option<ActionOutcome>,
}

/// One action of a robot's queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QueuedAction {
    /// The `messageId` it is sent with (Q26).
    pub id: MessageId,
    pub robot_key: RobotKey,
    /// What was asked for.
    pub action: Action,
    /// What left, where that is something else: tag changes of one customer that waited together leave as one.
    pub sent: Option<Action>,
    /// The action that took this one along, for a tag change that did not leave by itself.
    pub carried_by: Option<MessageId>,
    pub requested_by: RequestedBy,
    pub requested_at: Timestamp,
    pub state: ActionState,
    /// How often it was handed to the platform.
    pub attempts: u32,
    pub finished_at: Option<Timestamp>,
    pub reply: Option<ActionReply>,
    /// When a person dealt with the action being unknown.
    pub decided_at: Option<Timestamp>,
}

impl QueuedAction {
    /// What left, or will.
    #[must_use]
    pub fn effective(&self) -> &Action {
        self.sent.as_ref().unwrap_or(&self.action)
    }

    /// True if it waits for a person.
    #[must_use]
    pub fn needs_decision(&self) -> bool {
        self.state == ActionState::Unknown && self.decided_at.is_none() && self.carried_by.is_none()
    }
}

/// What a person decides about an action whose outcome is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ActionDecision {
    /// Ask the robot once more, as a new action.
    DoAgain,
    /// It was done, as the person has seen: what follows from it counts.
    WasDone,
    /// Leave it as it is.
    LetBe,
}

/// What became of a friend request at this console. Ignoring is local: the platform cannot reject (Q47, Q54).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum RequestState {
    Waiting,
    /// The robot was asked to accept.
    Accepting,
    Accepted,
    Ignored,
    /// The platform refused to accept.
    Failed,
}

/// A friend request as it was stored on arrival (Q47).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReceivedRequest {
    pub robot_key: RobotKey,
    pub request: FriendRequest,
    /// By this console's clock: the platform says no time.
    pub received_at: Timestamp,
    pub state: RequestState,
}
