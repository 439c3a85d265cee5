//! The words that stand for the model's enums in the cache. They are part of the file format: a word never changes its
//! meaning, whatever becomes of the names in Rust.

use zuoxi_model::audit::{AuditKind, AuditOutcome};
use zuoxi_model::health::{LineState, SendTrouble};
use zuoxi_model::{
    ActionKind, BroadcastState, ChatKind, Direction, FlagStatus, Gender, MemberRole, Origin, Relationship,
    ReplacementState, RequestState, RobotStatus, SendStatus, TagSource,
};

use crate::StoreError;

/// An enum that is stored as a word.
pub trait Word: Sized {
    fn word(&self) -> &'static str;

    /// # Errors
    /// [`StoreError::Corrupt`] for a word that means nothing.
    fn read(word: &str) -> Result<Self, StoreError>;
}

macro_rules! words {
    ($($name:ident { $($variant:ident = $word:literal),* $(,)? })*) => {$(
        impl Word for $name {
            fn word(&self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }

            fn read(word: &str) -> Result<Self, StoreError> {
                match word {
                    $($word => Ok(Self::$variant),)*
                    _ => Err(StoreError::corrupt(format!(concat!("{:?} is no ", stringify!($name)), word))),
                }
            }
        }
    )*};
}

words! {
    ChatKind { Single = "single", Group = "group" }
    Direction { In = "in", Out = "out" }
    Origin { Customer = "customer", Console = "console", Phone = "phone", Elsewhere = "elsewhere" }
    SendStatus { NotSent = "notSent", Sent = "sent", Failed = "failed" }
    RobotStatus {
        Starting = "starting",
        Online = "online",
        Offline = "offline",
        Banned = "banned",
        Kicked = "kicked",
        Unknown = "unknown",
    }
    Relationship {
        Normal = "normal",
        DeletedUs = "deletedUs",
        DeletedByUs = "deletedByUs",
        DeletedBoth = "deletedBoth",
        Unknown = "unknown",
    }
    ActionKind {
        Forward = "forward",
        AcceptFriend = "acceptFriend",
        AddByPhone = "addByPhone",
        ChangeTags = "changeTags",
        QueryTags = "queryTags",
        SetRemark = "setRemark",
        ChangeProfile = "changeProfile",
        Kick = "kick",
        QueryAdmins = "queryAdmins",
        ChangeAdmins = "changeAdmins",
        Invite = "invite",
        RenameGroup = "renameGroup",
        CreateGroup = "createGroup",
        Inquire = "inquire",
        SetAnnouncement = "setAnnouncement",
    }
    Gender { Unknown = "unknown", Male = "male", Female = "female" }
    MemberRole { Owner = "owner", Admin = "admin", Member = "member" }
    RequestState {
        Waiting = "waiting",
        Accepting = "accepting",
        Accepted = "accepted",
        Ignored = "ignored",
        Failed = "failed",
    }
    BroadcastState {
        Planned = "planned",
        Sending = "sending",
        Sent = "sent",
        Unknown = "unknown",
        Refused = "refused",
        Discarded = "discarded",
    }
    ReplacementState {
        Removing = "removing",
        Adding = "adding",
        Replaced = "replaced",
        NothingChanged = "nothingChanged",
        RemovalUnknown = "removalUnknown",
        RemovedOnly = "removedOnly",
        AdditionUnknown = "additionUnknown",
    }
    FlagStatus { Open = "open", Confirmed = "confirmed", Dismissed = "dismissed", Resolved = "resolved" }
    TagSource { Written = "written", Swept = "swept" }
    AuditKind { Action = "action", Send = "send", Broadcast = "broadcast" }
    AuditOutcome { Open = "open", Done = "done", Refused = "refused", Unknown = "unknown", Cancelled = "cancelled" }
    LineState {
        Connecting = "connecting",
        CatchingUp = "catchingUp",
        Live = "live",
        Offline = "offline",
        AuthLost = "authLost",
        Closed = "closed",
    }
    SendTrouble { Refused = "refused", Failed = "failed", Unconfirmed = "unconfirmed" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back_and_a_strange_one_is_refused() {
        for status in [SendStatus::NotSent, SendStatus::Sent, SendStatus::Failed] {
            assert_eq!(SendStatus::read(status.word()).unwrap(), status);
        }
        for origin in [Origin::Customer, Origin::Console, Origin::Phone, Origin::Elsewhere] {
            assert_eq!(Origin::read(origin.word()).unwrap(), origin);
        }
        assert!(matches!(Direction::read("sideways"), Err(StoreError::Corrupt { .. })));
    }
}
