//! Customer tags.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::LabelId;

/// A tag that a customer can carry. Spec 3.12.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Tag {
    pub id: LabelId,
    pub name: String,
}

/// A named set of tags; itself never offered for tagging (Q46). Spec 3.12.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TagGroup {
    pub id: LabelId,
    pub name: String,
    pub tags: Vec<Tag>,
}

/// All tags a robot can give: its company's, and its own. Spec 3.12.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TagLibrary {
    /// Each tag once, in one group (Q46).
    pub groups: Vec<TagGroup>,
    /// Which of the groups holds the robot's own tags, `personLabel`.
    pub personal: Option<LabelId>,
}
