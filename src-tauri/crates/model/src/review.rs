//! What a team lead looks through: conversations by who answered, when, with whom and about what.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{ChatKind, ChatRow, LabelId, MessageId, RobotKey, Timestamp};

/// Who of us wrote a message, as far as the platform lets us know (Q32): `console` for this console's own outbox, `=` and
/// the name for whoever the chat was assigned to, `phone` for the robot's own phone, `unknown` for the rest.
///
/// One word and not an enum with data, because it is a key: figures are grouped, filtered and kept by it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(transparent)]
pub struct AgentKey(pub String);

impl AgentKey {
    /// As it is stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Which conversations are looked through. What is empty or `None` leaves nothing out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReviewQuery {
    /// Who answered in the period.
    pub agent: Option<AgentKey>,
    pub robot: Option<RobotKey>,
    pub kind: Option<ChatKind>,
    /// Part of the name or remark of a customer, or of the name of a group.
    pub customer: String,
    /// A tag the customer is known to carry (Q43).
    pub tag: Option<LabelId>,
    /// Words that were said in the period.
    pub text: String,
    /// The first millisecond.
    pub since: Option<Timestamp>,
    /// The last millisecond.
    pub until: Option<Timestamp>,
    /// Only those with a flag that nobody has decided about.
    pub flagged: bool,
    /// [`ReviewPage::next`] of the page before, of the same query.
    pub after: Option<String>,
    pub limit: u32,
}

/// A conversation to look through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReviewChat {
    pub row: ChatRow,
    /// Where to begin: the newest message with the words, or else the first one of the period.
    pub begin: Option<MessageId>,
    /// Flags that nobody has decided about.
    pub open_flags: u32,
}

/// A page of conversations, the newest activity first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReviewPage {
    pub chats: Vec<ReviewChat>,
    /// What to ask the next page with; none at the end.
    pub next: Option<String>,
}
