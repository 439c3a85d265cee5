//! Ids as newtypes over strings, from the decoder to the web UI (Q9, Q10, Q11).

use std::fmt;

use serde::{Deserialize, Serialize};
use specta::Type;

macro_rules! string_ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Type)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Wraps the id as the platform wrote it.
            pub fn new(id: impl Into<String>) -> Self {
                Self(id.into())
            }

            /// The id as the platform wrote it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self::new(id)
            }
        }

        impl From<String> for $name {
            fn from(id: String) -> Self {
                Self(id)
            }
        }
    )*};
}

string_ids! {
    /// One signed-in account on one environment; made by the console, not by the platform.
    AccountId
    /// A robot account, `robotKey`. Spec 2.2.
    RobotKey
    /// A robot's own contact id, `wxid`: the sender of everything it sends. Spec 2.2.
    Wxid
    /// A chat as the platform addresses it: `S:<wxid>_<peer>`. Spec 2.10.
    ChatId
    /// The peer of a chat, `chatUser`: a customer's id, or a group's id beginning with `R:`. Spec 2.10.
    ChatUser
    /// A customer, `userId`. Spec 2.3.
    CustomerId
    /// A group, `conversationId` and its five other names (Q11). Spec 2.4.
    GroupId
    /// A customer tag, `labelId`; above 2^53. Spec 3.12.
    LabelId
    /// A message, `messageId`. Not unique alone: a forward shares it between chats (Q24). Spec 3.0.
    MessageId
    /// The WeCom server's id of a message, `msgSvrID`; what a forward names. Spec 3.2.
    MsgSvrId
    /// The person a chat is assigned to, `assignTo`. Spec 2.10.
    Assignee
    /// A broadcast; made by the console, for the platform gives none (Q58).
    BroadcastId
    /// A list of people to add by phone; made by the console.
    AddingId
    /// An export of transcripts; made by the console.
    ExportId
    /// The replacement of an admin; made by the console.
    ReplacementId
}

impl ChatId {
    /// The robot's wxid and the peer, when the id has the documented form `S:<wxid>_<peer>` (Q15).
    #[must_use]
    pub fn parts(&self) -> Option<(Wxid, ChatUser)> {
        let (wxid, peer) = self.0.strip_prefix("S:")?.split_once('_')?;
        (!wxid.is_empty() && !peer.is_empty()).then(|| (Wxid::from(wxid), ChatUser::from(peer)))
    }

    /// The id of the chat between a robot and a peer.
    #[must_use]
    pub fn between(wxid: &Wxid, peer: &ChatUser) -> Self {
        Self(format!("S:{wxid}_{peer}"))
    }
}

impl ChatUser {
    /// Group ids begin with `R:`; everything else is a person. Spec 3.16.
    #[must_use]
    pub fn is_group(&self) -> bool {
        self.0.starts_with("R:")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chat_id_names_its_robot_and_its_peer() {
        let id = ChatId::from("S:1688853470427542_R:1736038942");
        let (wxid, peer) = id.parts().unwrap();
        assert_eq!(wxid.as_str(), "1688853470427542");
        assert!(peer.is_group());
        assert_eq!(ChatId::between(&wxid, &peer), id);
        for odd in ["", "S:", "S:_1", "S:1_", "1688_77", "S:1688"] {
            assert_eq!(ChatId::from(odd).parts(), None, "{odd}");
        }
    }

    #[test]
    fn q09_labels_above_2_pow_53_stay_distinct() {
        let labels: Vec<LabelId> = (622..=625).map(|n| LabelId::from(format!("14073752703607{n}"))).collect();
        let json = serde_json::to_string(&labels).unwrap();
        assert_eq!(json, r#"["14073752703607622","14073752703607623","14073752703607624","14073752703607625"]"#);
    }
}
