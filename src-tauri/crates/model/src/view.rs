//! Which chats a list shows, and such choices under a name.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{ChatKind, LabelId, RobotKey};

/// A choice of chats and their order. What is empty, `None` or false leaves nothing out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "independent switches, each set by itself")]
pub struct ListFilter {
    pub robots: Vec<RobotKey>,
    pub kind: Option<ChatKind>,
    pub unread: bool,
    /// Assigned to whoever sits here.
    pub mine: bool,
    pub waiting: bool,
    /// An unread message names the robot with @.
    pub mentioned: bool,
    pub tag: Option<LabelId>,
    /// The hidden and snoozed chats, instead of the others.
    pub hidden: bool,
    pub order: ListOrder,
}

/// What the list of chats is sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ListOrder {
    /// The newest activity first.
    #[default]
    Latest,
    /// Who waits longest first.
    Waiting,
}

/// A choice of chats under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SavedView {
    pub id: String,
    /// Empty for a view that every console begins with: its name is said in the language that is on.
    pub name: String,
    pub filter: ListFilter,
}
