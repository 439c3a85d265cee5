//! People as replies and notices show them: group members, friend requests, and contacts that were asked about.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{CustomerId, Group, GroupId, RobotKey};

/// `gender`. Spec 2.3, 3.14.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Gender {
    /// 0
    Unknown,
    /// 1
    Male,
    /// 2
    Female,
}

/// What a member of a group may do there. The member list tells the owner only; who is an admin tells the reply to
/// [`QueryAdmins`](crate::Action::QueryAdmins). Spec 2.6, 3.16.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum MemberRole {
    Owner,
    Admin,
    Member,
}

/// A member of a group as one robot sees it. Spec 2.6, 3.21.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GroupMember {
    pub robot_key: RobotKey,
    pub group_id: GroupId,
    pub id: CustomerId,
    pub name: String,
    pub avatar_url: Option<String>,
    pub role: MemberRole,
    /// `isOuterUser`: signed in with WeChat and not with WeCom.
    pub is_wechat: bool,
    /// `isExternalUser`: not a member of the company. Only members of it can become admins (Q49).
    pub is_external: bool,
    /// False for one who left.
    pub is_present: bool,
}

/// What an action's reply tells about a person. `None` was not said; an empty text was, and says that there is none.
/// Spec 3.9, 3.21, 3.22.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Contact {
    pub id: CustomerId,
    pub name: Option<String>,
    /// The remark name, `realRemarks` (Q13).
    pub remark: Option<String>,
    /// The description, `remarks` (Q13).
    pub description: Option<String>,
    pub avatar_url: Option<String>,
    pub phone: Option<String>,
    pub gender: Option<Gender>,
    /// `isOuterUser`.
    pub is_wechat: Option<bool>,
    /// `companyId` or `corpanyId` (Q14).
    pub company_id: Option<String>,
}

/// A group as the contact inquiry shows it. Spec 3.21.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GroupDetails {
    pub group: Group,
    pub members: Vec<GroupMember>,
    /// True if the reply names fewer members than the group has: then nobody who is missing has left (Q50).
    pub members_partial: bool,
}

/// Somebody asks to become a robot's friend. Comes by push only and without a time: stored on arrival (Q47). Spec 3.8.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FriendRequest {
    /// What accepting it names.
    pub from: CustomerId,
    pub name: String,
    pub avatar_url: Option<String>,
    /// What the person wrote, `reason`.
    pub reason: String,
    pub gender: Gender,
    /// The description, `remarks`.
    pub description: Option<String>,
    pub is_wechat: bool,
}
