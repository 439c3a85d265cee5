//! Robots: the WeCom accounts that agents answer through.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{Assignee, RobotKey, Timestamp, Wxid};

/// A robot's state, `robotStatus`. Spec 2.2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum RobotStatus {
    /// 0: being set up.
    Starting,
    /// 1
    Online,
    /// 2
    Offline,
    /// 3: WeCom forbids it to sign in.
    Banned,
    /// 4: signed in elsewhere.
    Kicked,
    /// A value the specification does not name.
    Unknown,
}

/// A robot account. Spec 2.2.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Robot {
    pub key: RobotKey,
    pub wxid: Wxid,
    pub name: String,
    pub alias: Option<String>,
    pub avatar_url: Option<String>,
    pub status: RobotStatus,
    pub last_login: Option<Timestamp>,
    /// The account the robot belongs to, `clientCode`.
    pub owner: Option<Assignee>,
    pub corp_id: Option<String>,
    /// The robot's staff id in WeCom, `officialUserId` or `officailUserId` (Q14).
    pub staff_id: Option<String>,
}
