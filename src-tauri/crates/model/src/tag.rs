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
