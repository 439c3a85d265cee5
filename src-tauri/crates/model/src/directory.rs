//! Looking through the customers and groups that the cache knows.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{Group, LabelId, Relationship, RobotKey, Timestamp};

/// Which customers of the cache; what is `None` is not asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ContactQuery {
    pub robot: Option<RobotKey>,
    /// Part of a name, a remark, a phone number, or the whole id.
    pub text: Option<String>,
    /// Those who are known to carry this tag.
    pub tag: Option<LabelId>,
    pub relationship: Option<Relationship>,
    pub offset: u32,
    pub limit: u32,
}

/// Which groups of the cache; what is `None` is not asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GroupListQuery {
    pub robot: Option<RobotKey>,
    /// Part of a name or of the owner's name, or the whole id.
    pub text: Option<String>,
    /// Only those the robot is in, or only those it is not in any more.
    pub is_live: Option<bool>,
    pub offset: u32,
    pub limit: u32,
}

/// A group in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GroupSummary {
    pub group: Group,
    /// When something was last said there, as far as is known.
    pub last_active: Option<Timestamp>,
    /// When the whole member list was last read. Spec 2.6.
    pub members_read_at: Option<Timestamp>,
}
