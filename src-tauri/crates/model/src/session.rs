//! The state of the line to the platform, as everyone may see it.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::Timestamp;

/// Why the socket is not up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum DownReason {
    /// The server could not be reached, or refused the connection.
    Unreachable { message: String },
    /// Nothing came within the time the protocol allows.
    TimedOut,
    /// The server ended the connection or the namespace (`41`, `44`, close).
    Closed { message: String },
    /// The server speaks the other generation of the protocol.
    WrongProtocol,
    /// The token is no longer valid (401, 403, code 1000).
    Unauthorized,
    /// What comes could not be kept for want of room, so the line was given up: what is not kept is not acknowledged, and
    /// is read again once there is room.
    DiskFull,
    /// The cache could not take in what comes, for another reason of this computer's.
    CacheFailed { message: String },
}

/// The session's states. `engine::session` is the only place that moves between them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "state", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum SessionState {
    SignedOut,
    Connecting,
    /// The line is up; what was missed is being read.
    CatchingUp {
        done: u32,
        total: u32,
    },
    Live {
        complete_to: Timestamp,
    },
    /// The line is down; the next attempt is at `next_at`. What was complete stays so.
    Offline {
        attempt: u32,
        next_at: Timestamp,
        complete_to: Option<Timestamp>,
        reason: DownReason,
    },
    /// The platform no longer accepts the account's secret: sign in again.
    AuthLost {
        message: String,
    },
}
