//! Customers and groups.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{CustomerId, GroupId, RobotKey, Timestamp};

/// Whether a customer and the robot still have each other; from `flag` and `state` first, `status` last (Q16).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Relationship {
    Normal,
    /// The customer deleted us.
    DeletedUs,
    /// We deleted the customer.
    DeletedByUs,
    /// Both did.
    DeletedBoth,
    Unknown,
}

/// A customer of one robot. Spec 2.3.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Customer {
    pub robot_key: RobotKey,
    pub id: CustomerId,
    pub name: String,
    /// The remark name, read as `realRemarks` (Q13).
    pub remark: Option<String>,
    /// The description, read as `remarks` (Q13).
    pub description: Option<String>,
    pub avatar_url: Option<String>,
    pub phone: Option<String>,
    pub relationship: Relationship,
    pub is_wechat: bool,
    pub created_at: Option<Timestamp>,
}

/// A group one robot is in. Spec 2.4.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    pub robot_key: RobotKey,
    pub id: GroupId,
    pub name: String,
    pub owner_id: Option<CustomerId>,
    pub owner_name: Option<String>,
    pub member_count: u32,
    pub is_external: bool,
    pub is_live: bool,
    pub created_at: Option<Timestamp>,
}
