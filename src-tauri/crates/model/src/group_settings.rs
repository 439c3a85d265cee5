//! Copying one group's automatic replies to other groups. Spec 2.9.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{GroupId, RobotKey};

/// What can be copied, `module`. Spec 2.9.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SettingsModule {
    /// `WELCOME_NEW_MEMBER`
    Welcome,
    /// `GROUP_KEYWORD_REPLY`
    KeywordReplies,
    /// `PERIOD_AUTO_REPLY`
    DefaultReply,
}

/// The request. A robot and its groups are one value, so that the two lists the platform wants can never differ in
/// length (Q53). Spec 2.9.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GroupSettingsCopy {
    pub from_robot: RobotKey,
    pub from_group: GroupId,
    pub modules: Vec<SettingsModule>,
    pub to: Vec<RobotGroups>,
}

/// Some groups of one robot, at least one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RobotGroups {
    pub robot_key: RobotKey,
    pub first: GroupId,
    pub others: Vec<GroupId>,
}

impl RobotGroups {
    /// None for a robot without groups.
    #[must_use]
    pub fn new(robot_key: RobotKey, groups: impl IntoIterator<Item = GroupId>) -> Option<Self> {
        let mut groups = groups.into_iter();
        let first = groups.next()?;
        Some(Self { robot_key, first, others: groups.collect() })
    }

    /// Every group that is changed.
    pub fn groups(&self) -> impl Iterator<Item = &GroupId> {
        std::iter::once(&self.first).chain(&self.others)
    }
}
