//! Which groups an Excel list shows, in one of the two ways the platform knows (Q52). Spec 2.5.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{CustomerId, GroupId, RobotKey};

/// The groups of an Excel list. Spec 2.5.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum GroupDownload {
    /// These groups of one robot.
    Chosen { robot_key: RobotKey, groups: Vec<GroupId> },
    /// Whatever fits, of several robots.
    Matching(GroupFilter),
}

/// What has to fit; `None` is not asked. Spec 2.5.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GroupFilter {
    pub robot_keys: Vec<RobotKey>,
    pub is_live: Option<bool>,
    pub owner_name: Option<String>,
    pub owner: Option<CustomerId>,
    /// Part of a name.
    pub name: Option<String>,
    pub at_least_members: Option<u32>,
    pub at_most_members: Option<u32>,
    pub is_external: Option<bool>,
    pub order: GroupOrder,
}

/// `orderBy`. Spec 2.5.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum GroupOrder {
    Name,
    NameReversed,
    OldestFirst,
    #[default]
    NewestFirst,
}
