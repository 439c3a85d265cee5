//! What the console asks of a robot beside sending messages, and what came of it.
//!
//! An [`Action`] is a row of the robot's queue: it serialises, names its kind, and says whether it may be repeated by
//! itself. An [`ActionEvent`] is a reply to one, or news that the platform pushes over the same road.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{
    ChatUser, Contact, CustomerId, FriendRequest, Gender, GroupDetails, GroupId, LabelId, MessageId, MsgSvrId,
    RobotKey, TagLibrary, Timestamp,
};

/// One thing a robot is asked to do. Spec 3.7 to 3.23.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Action {
    /// Mini programs, images, files and links only, within one robot (Q57). Spec 3.7.
    Forward { message: MsgSvrId, to: Vec<ChatUser> },
    /// Spec 3.8.
    AcceptFriend { from: CustomerId },
    /// Asks for friendship; success means "asked", not "accepted" (Q48). Spec 3.9.
    AddByPhone { phone: String, greeting: Option<String> },
    /// Spec 3.11.
    ChangeTags { customer: CustomerId, add: Vec<LabelId>, remove: Vec<LabelId> },
    /// The tag library of the robot's company, and the robot's own tags. Spec 3.12.
    QueryTags,
    /// What is `None` stays as it is. Spec 3.13.
    SetRemark { customer: CustomerId, name: Option<String>, description: Option<String> },
    /// The robot's own profile. Spec 3.14.
    ChangeProfile { changes: ProfileChanges },
    /// Spec 3.15.
    Kick { group: GroupId, members: Vec<CustomerId> },
    /// Spec 3.16.
    QueryAdmins { group: GroupId },
    /// At most three admins besides the owner, members of the company only (Q49). Spec 3.17.
    ChangeAdmins { group: GroupId, op: AdminChange, members: Vec<CustomerId> },
    /// Spec 3.18.
    Invite { group: GroupId, friends: Vec<CustomerId> },
    /// Spec 3.19.
    RenameGroup { group: GroupId, name: String },
    /// Spec 3.20.
    CreateGroup { name: String, members: Vec<CustomerId> },
    /// Spec 3.21.
    Inquire { about: Inquiry },
    /// Spec 3.23.
    SetAnnouncement {
        group: GroupId,
        text: String,
        /// Tells every member (Q51).
        notify_all: bool,
    },
}

/// Whom or what a contact inquiry is about. Spec 3.21.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", content = "ids", rename_all = "camelCase")]
pub enum Inquiry {
    People(Vec<CustomerId>),
    Groups(Vec<GroupId>),
}

/// Spec 3.17 `opcode`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum AdminChange {
    Add,
    Remove,
}

/// Changes to a robot's own profile. `None` is not sent: what an omitted field does is not said, and an empty one
/// surely erases (Q51). Spec 3.14.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProfileChanges {
    pub name: Option<String>,
    pub alias: Option<String>,
    pub gender: Option<Gender>,
    /// The desk telephone, `phone`.
    pub desk_phone: Option<String>,
    /// `mobile`.
    pub mobile: Option<String>,
    pub position: Option<String>,
}

/// The kinds of [`Action`], without what they carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ActionKind {
    Forward,
    AcceptFriend,
    AddByPhone,
    ChangeTags,
    QueryTags,
    SetRemark,
    ChangeProfile,
    Kick,
    QueryAdmins,
    ChangeAdmins,
    Invite,
    RenameGroup,
    CreateGroup,
    Inquire,
    SetAnnouncement,
}

impl Action {
    /// What kind of action it is, without its parameters.
    #[must_use]
    pub fn kind(&self) -> ActionKind {
        match self {
            Self::Forward { .. } => ActionKind::Forward,
            Self::AcceptFriend { .. } => ActionKind::AcceptFriend,
            Self::AddByPhone { .. } => ActionKind::AddByPhone,
            Self::ChangeTags { .. } => ActionKind::ChangeTags,
            Self::QueryTags => ActionKind::QueryTags,
            Self::SetRemark { .. } => ActionKind::SetRemark,
            Self::ChangeProfile { .. } => ActionKind::ChangeProfile,
            Self::Kick { .. } => ActionKind::Kick,
            Self::QueryAdmins { .. } => ActionKind::QueryAdmins,
            Self::ChangeAdmins { .. } => ActionKind::ChangeAdmins,
            Self::Invite { .. } => ActionKind::Invite,
            Self::RenameGroup { .. } => ActionKind::RenameGroup,
            Self::CreateGroup { .. } => ActionKind::CreateGroup,
            Self::Inquire { .. } => ActionKind::Inquire,
            Self::SetAnnouncement { .. } => ActionKind::SetAnnouncement,
        }
    }

    /// See [`ActionKind::is_repeatable`].
    #[must_use]
    pub fn is_repeatable(&self) -> bool {
        self.kind().is_repeatable()
    }
}

impl ActionKind {
    /// Every kind, in the order of the specification.
    pub const ALL: [Self; 15] = [
        Self::Forward,
        Self::AcceptFriend,
        Self::AddByPhone,
        Self::ChangeTags,
        Self::QueryTags,
        Self::SetRemark,
        Self::ChangeProfile,
        Self::Kick,
        Self::QueryAdmins,
        Self::ChangeAdmins,
        Self::Invite,
        Self::RenameGroup,
        Self::CreateGroup,
        Self::Inquire,
        Self::SetAnnouncement,
    ];

    /// True if doing it twice leaves the same as doing it once, so that it may be asked again without a person (Q41).
    ///
    /// Not so: what customers see twice (a forward, an invitation, a friend request, an announcement) and what makes a
    /// second thing (a group).
    #[must_use]
    pub fn is_repeatable(self) -> bool {
        match self {
            Self::AcceptFriend
            | Self::ChangeTags
            | Self::QueryTags
            | Self::SetRemark
            | Self::ChangeProfile
            | Self::Kick
            | Self::QueryAdmins
            | Self::ChangeAdmins
            | Self::RenameGroup
            | Self::Inquire => true,
            Self::Forward | Self::AddByPhone | Self::Invite | Self::CreateGroup | Self::SetAnnouncement => false,
        }
    }
}

/// A reply to an action, of this console or of another one on the same account (Q39), or news the platform pushed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ActionEvent {
    /// The id of the request; not always, though: the reply with the tags has one of its own (Q40).
    pub message_id: MessageId,
    pub robot_key: RobotKey,
    /// What it replies to; none for what the platform pushes by itself.
    pub replies_to: Option<ActionKind>,
    /// "0" is success. Spec 3.0.
    pub code: String,
    /// The platform's own words.
    pub msg: String,
    /// `dts`: when the platform wrote it.
    pub at: Option<Timestamp>,
    pub outcome: ActionOutcome,
    /// The record as the platform sent it (Q18).
    #[serde(skip)]
    pub raw: String,
}

/// What came of an action, or what happened by itself. Replies repeat what was asked, so that one to another console's
/// action tells what changed (Q39).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ActionOutcome {
    /// The code is not "0". The event's `msg` has the platform's words.
    Refused { reason: Refusal },
    /// Done, but the reply lacks what it should tell; `why` says what.
    Unreadable { why: String },
    /// Taken; the message itself comes as an echo in each chat. Spec 3.7.
    Forwarded,
    /// Spec 3.8.
    FriendAccepted { from: CustomerId },
    /// The request was sent, not accepted (Q48). Spec 3.9.
    FriendAsked { phone: Option<String>, contact: Option<Contact> },
    /// The tags that the reply lists are not those of its request, so the request tells what changed (Q45). Spec 3.11.
    TagsChanged { customer: Option<CustomerId> },
    /// Spec 3.12.
    Tags { library: TagLibrary },
    /// `None` was not part of the change. Spec 3.13.
    RemarkSet { customer: CustomerId, name: Option<String>, description: Option<String> },
    /// Spec 3.14.
    ProfileChanged { changes: ProfileChanges },
    /// Spec 3.15.
    Kicked { group: GroupId, members: Vec<CustomerId> },
    /// Without the owner. Spec 3.16.
    Admins { group: GroupId, members: Vec<CustomerId> },
    /// Spec 3.17.
    AdminsChanged { group: GroupId, op: AdminChange, members: Vec<CustomerId> },
    /// Spec 3.18.
    Invited { group: GroupId, friends: Vec<CustomerId> },
    /// Spec 3.19.
    GroupRenamed { group: GroupId, name: String },
    /// Spec 3.20.
    GroupCreated {
        group: GroupId,
        /// `groupWxid`, which differs from the group's id and names the same group (Q11).
        alias: Option<GroupId>,
        name: Option<String>,
        members: Vec<CustomerId>,
    },
    /// Who was asked about but is not in `contacts` is not known to the robot. Spec 3.21.
    Inquired { people: Vec<Contact>, groups: Vec<GroupDetails> },
    /// Spec 3.23.
    AnnouncementSet { group: GroupId, text: String, notify_all: bool },
    /// Pushed. Spec 3.8.
    FriendRequested { request: FriendRequest },
    /// Pushed. Only who came is told; the member list has to be read again (Q50). Spec 3.22.
    MembersChanged { group: GroupId, name: Option<String>, joined: Vec<Contact> },
}

/// Why the platform refused, as far as its code and words tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Refusal {
    /// Code 1 "invalid conversion id": no such group. Spec 3.16.
    NoSuchGroup,
    /// Code 1 "admins invalid": the list of admins is empty or names nobody. Spec 3.17.
    InvalidAdmins,
    /// Code 30: an admin has to be a member of the company. Spec 3.17.
    NotStaff,
    /// Code 1000. Spec 1.2.
    SignedOut,
    /// Code 5000. Spec 1.2.
    Busy,
    /// Only the platform's words tell.
    Other,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_survives_the_queue_and_keeps_its_ids_as_text() {
        let action = Action::ChangeTags {
            customer: "7881302985963919".into(),
            add: vec!["14073752703607622".into()],
            remove: vec!["14073752703607623".into()],
        };
        let row = serde_json::to_string(&action).unwrap();
        assert_eq!(
            row,
            r#"{"kind":"changeTags","customer":"7881302985963919","add":["14073752703607622"],"remove":["14073752703607623"]}"#
        );
        assert_eq!(serde_json::from_str::<Action>(&row).unwrap(), action);
        for action in [Action::QueryTags, Action::Inquire { about: Inquiry::Groups(vec!["R:1".into()]) }] {
            let row = serde_json::to_string(&action).unwrap();
            assert_eq!(serde_json::from_str::<Action>(&row).unwrap(), action, "{row}");
        }
    }

    #[test]
    fn what_customers_would_see_twice_is_not_repeatable() {
        let repeatable: Vec<ActionKind> = ActionKind::ALL.into_iter().filter(|kind| !kind.is_repeatable()).collect();
        assert_eq!(
            repeatable,
            [
                ActionKind::Forward,
                ActionKind::AddByPhone,
                ActionKind::Invite,
                ActionKind::CreateGroup,
                ActionKind::SetAnnouncement
            ]
        );
    }
}
