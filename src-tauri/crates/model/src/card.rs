//! What the panel beside a thread shows: a customer with tags, a group with members, and how old each knowledge is.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{Customer, Group, GroupMember, LabelId, RobotKey, Tag, TagLibrary, Timestamp};

/// How the console came to know that a customer carries a tag (Q43).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum TagSource {
    /// This console gave it.
    Written,
    /// The customer list said so when it was asked for the tag's name.
    Swept,
}

/// A tag a customer carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CarriedTag {
    pub id: LabelId,
    /// None for a tag that is not in the library any more, or not yet.
    pub name: Option<String>,
    pub group: Option<String>,
    pub known_since: Timestamp,
    pub source: TagSource,
}

/// A name that several tags share, found on a customer: one of them it is, but which is not guessed (Q43).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AmbiguousTag {
    pub name: String,
    /// The tags of that name, each with the name of its group.
    pub candidates: Vec<Candidate>,
    pub known_since: Timestamp,
}

/// One of the tags an ambiguous name may mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Candidate {
    pub tag: Tag,
    pub group: String,
}

/// A customer as one robot knows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CustomerCard {
    pub customer: Customer,
    pub tags: Vec<CarriedTag>,
    pub ambiguous: Vec<AmbiguousTag>,
    /// When the tag that was checked longest ago was checked; none while some tag of the library never was.
    pub tags_checked_at: Option<Timestamp>,
    /// Another console changed the tags of this customer and nobody said how (Q39, Q45); they are about to be checked.
    pub tags_doubtful: bool,
    /// The other robots that know this customer.
    pub also_known_to: Vec<RobotKey>,
}

/// A group as one robot knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GroupCard {
    pub group: Group,
    /// Those who are in the group: the owner first, then admins, then the rest by name.
    pub members: Vec<GroupMember>,
    /// When the whole member list was last read. Spec 2.6.
    pub members_read_at: Option<Timestamp>,
    /// When the platform last said who is an admin. Spec 3.16.
    pub admins_read_at: Option<Timestamp>,
}

/// A robot's tag library and when the platform told it. Spec 3.12.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KnownTags {
    pub robot_key: RobotKey,
    pub library: TagLibrary,
    pub as_of: Timestamp,
    /// When the tag that was checked longest ago was checked; none while some never was (Q43).
    pub checked_at: Option<Timestamp>,
}
