//! What a successful reply tells, by kind. Replies repeat what was asked in the words of their own sample.

use serde_json::Value;
use zuoxi_model::{ActionKind, ActionOutcome, AdminChange, CustomerId, GroupId, ProfileChanges, RobotKey};

use super::{GROUP_ID, tags};
use crate::{
    lenient::Record,
    wire::{contact, group},
};

/// Decodes a reply with code 0; the error says what it lacks.
pub(super) fn outcome(kind: ActionKind, record: Record<'_>, robot_key: &RobotKey) -> Result<ActionOutcome, String> {
    Ok(match kind {
        ActionKind::Forward => ActionOutcome::Forwarded,
        ActionKind::AcceptFriend => {
            ActionOutcome::FriendAccepted { from: user(record, &["friendWxid", "userId"]).ok_or("no friendWxid")? }
        }
        ActionKind::AddByPhone => ActionOutcome::FriendAsked {
            phone: record.filled(&["phone"]),
            contact: record.value(&["userData"]).and_then(|person| contact::contact(person).ok()),
        },
        ActionKind::ChangeTags => ActionOutcome::TagsChanged { customer: user(record, &["userId"]) },
        ActionKind::QueryTags => ActionOutcome::Tags { library: tags::library(record)? },
        ActionKind::SetRemark => ActionOutcome::RemarkSet {
            customer: user(record, &["userId"]).ok_or("no userId")?,
            name: record.text(&["realRemark", "realRemarks"]),
            description: record.text(&["userRemark", "remarks"]),
        },
        ActionKind::ChangeProfile => ActionOutcome::ProfileChanged { changes: profile(record) },
        ActionKind::Kick => ActionOutcome::Kicked {
            group: group_id(record)?,
            // The request says `members`, the reply `friends` (Q50).
            members: users(record, &["friends", "members"]),
        },
        ActionKind::QueryAdmins => ActionOutcome::Admins {
            group: group_id(record)?,
            // Without the list it is not known that there is no admin.
            members: some_users(record, &["admins"]).ok_or("no admins")?,
        },
        ActionKind::ChangeAdmins => ActionOutcome::AdminsChanged {
            group: group_id(record)?,
            op: match record.integer(&["opcode"]) {
                Some(1) => AdminChange::Add,
                Some(2) => AdminChange::Remove,
                other => return Err(format!("opcode {other:?} is neither 1 nor 2")),
            },
            members: users(record, &["admins"]),
        },
        ActionKind::Invite => {
            ActionOutcome::Invited { group: group_id(record)?, friends: users(record, &["friends", "members"]) }
        }
        ActionKind::RenameGroup => ActionOutcome::GroupRenamed {
            group: group_id(record)?,
            name: record.text(&["newName", "name"]).ok_or("no newName")?,
        },
        ActionKind::CreateGroup => created(record)?,
        ActionKind::Inquire => inquired(record, robot_key)?,
        ActionKind::SetAnnouncement => ActionOutcome::AnnouncementSet {
            group: group_id(record)?,
            text: record.text(&["notice"]).ok_or("no notice")?,
            notify_all: record.flag(&["isAll"]).unwrap_or(false),
        },
    })
}

/// Decodes the push of 3.22. Members that cannot be read are left out: the whole list is read again anyway (Q50).
pub(super) fn members_changed(record: Record<'_>) -> Result<ActionOutcome, String> {
    let joined = record.value(&["newMembers"]).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    Ok(ActionOutcome::MembersChanged {
        group: group_id(record)?,
        name: record.filled(&["name", "groupNickName"]),
        joined: joined.iter().filter_map(|person| contact::contact(person).ok()).collect(),
    })
}

/// `conversationId` is the group; `groupWxid`, which differs, is kept as its alias (Q11).
fn created(record: Record<'_>) -> Result<ActionOutcome, String> {
    let group = group_id(record)?;
    let alias = record.id(&["groupWxid"]).map(GroupId::new).filter(|alias| *alias != group);
    Ok(ActionOutcome::GroupCreated {
        group,
        alias,
        name: record.filled(&["topic", "newName"]),
        members: users(record, &["memberWxids"]),
    })
}

/// People and groups come in one list; a group is what has a group's id.
fn inquired(record: Record<'_>, robot_key: &RobotKey) -> Result<ActionOutcome, String> {
    let contacts = record.value(&["contacts"]).and_then(Value::as_array).ok_or("no contacts")?;
    let (mut people, mut groups) = (Vec::new(), Vec::new());
    for value in contacts {
        if Record::of(value).is_some_and(|item| item.id(&GROUP_ID).is_some()) {
            groups.push(group::inquired(value, robot_key)?);
        } else {
            people.push(contact::contact(value)?);
        }
    }
    Ok(ActionOutcome::Inquired { people, groups })
}

fn profile(record: Record<'_>) -> ProfileChanges {
    ProfileChanges {
        name: record.text(&["name"]),
        alias: record.text(&["alias"]),
        gender: contact::gender(record),
        desk_phone: record.text(&["phone"]),
        mobile: record.text(&["mobile"]),
        position: record.text(&["position"]),
    }
}

fn group_id(record: Record<'_>) -> Result<GroupId, String> {
    record.id(&GROUP_ID).map(GroupId::new).ok_or_else(|| "no group id".to_owned())
}

fn user(record: Record<'_>, names: &[&str]) -> Option<CustomerId> {
    record.id(names).map(CustomerId::new)
}

fn users(record: Record<'_>, names: &[&str]) -> Vec<CustomerId> {
    some_users(record, names).unwrap_or_default()
}

fn some_users(record: Record<'_>, names: &[&str]) -> Option<Vec<CustomerId>> {
    Some(record.ids(names)?.into_iter().map(CustomerId::new).collect())
}
