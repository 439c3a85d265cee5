//! Quality rules, and what they found.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{AgentKey, ChatKey, ChatKind, MessageKey, RobotKey, Timestamp};

/// Whose messages a rule reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum RuleSide {
    Us,
    Customer,
    Both,
}

/// What a rule looks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum RuleCheck {
    /// Any of these words, whatever their case and width.
    Words { words: Vec<String>, side: RuleSide },
    /// A regular expression.
    Pattern { pattern: String, side: RuleSide },
    /// Money that is promised or asked for past the shop: transfers, red packets, compensation, card numbers.
    Money { side: RuleSide },
    /// The way to a private contact: phone numbers, private WeChat or QQ.
    PrivateContact { side: RuleSide },
    /// A turn whose answer took longer, by the working hours: docs/METRICS.md says what a turn is.
    Late { minutes: u32 },
    /// A turn without an answer that has waited longer, by the working hours.
    Unanswered { minutes: u32 },
}

impl RuleCheck {
    /// Whose messages the rule reads the words of; none for rules about time.
    #[must_use]
    pub fn side(&self) -> Option<RuleSide> {
        match self {
            Self::Words { side, .. }
            | Self::Pattern { side, .. }
            | Self::Money { side }
            | Self::PrivateContact { side } => Some(*side),
            Self::Late { .. } | Self::Unanswered { .. } => None,
        }
    }
}

/// A rule by which messages are flagged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QualityRule {
    /// Empty for a new rule; it is given one.
    pub id: String,
    pub name: String,
    pub check: RuleCheck,
    /// Single chats or groups alone.
    pub scope: Option<ChatKind>,
    pub on: bool,
}

/// A rule and how far it has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RuleState {
    pub rule: QualityRule,
    pub open_flags: u32,
    /// How much of the cache it has read, in percent.
    pub percent: u8,
}

/// What became of a flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FlagStatus {
    /// Nobody has decided.
    Open,
    /// It is as the rule says.
    Confirmed,
    /// The rule was wrong here.
    Dismissed,
    /// It was as the rule says, and has been spoken about.
    Resolved,
}

/// A message that a rule found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Flag {
    pub id: String,
    pub rule: String,
    pub rule_name: String,
    pub message: MessageKey,
    pub chat_name: String,
    pub agent: AgentKey,
    /// When the message was written.
    pub at: Timestamp,
    /// The words that were found; empty for rules about time.
    pub found: String,
    /// How long the customer waited in working time, for rules about time; none while nobody has answered.
    #[specta(type = Option<specta_typescript::Number>)]
    pub wait_ms: Option<i64>,
    /// What the message says; empty if it is not in the cache.
    pub text: String,
    pub status: FlagStatus,
}

/// Which flags are listed. What is `None` leaves nothing out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FlagQuery {
    pub status: Option<FlagStatus>,
    pub rule: Option<String>,
    pub agent: Option<AgentKey>,
    pub robot: Option<RobotKey>,
    pub chat: Option<ChatKey>,
    pub since: Option<Timestamp>,
    pub until: Option<Timestamp>,
    /// [`FlagPage::next`] of the page before, of the same query.
    pub after: Option<String>,
    pub limit: u32,
}

/// A page of flags, the newest message first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FlagPage {
    pub flags: Vec<Flag>,
    /// On all pages together.
    pub total: u32,
    pub next: Option<String>,
}

/// A decision about a flag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FlagEvent {
    pub at: Timestamp,
    /// The account it was made under.
    pub by: String,
    pub status: FlagStatus,
    pub note: String,
}
