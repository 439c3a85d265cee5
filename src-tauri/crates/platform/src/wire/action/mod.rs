//! Actions: what they are called on the wire, and their replies and notices → [`ActionEvent`]. Spec 3.7 to 3.23.

pub(crate) mod encode;
mod reply;
mod tags;

use serde_json::Value;
use zuoxi_model::{ActionEvent, ActionKind, ActionOutcome, MessageId, Refusal, RobotKey, Wxid};

use super::{Context, contact, group::GROUP_ID};
use crate::{
    envelope::{CODE_AUTH, CODE_BUSY, CODE_OK},
    lenient::Record,
};

/// What an `action` event is about, by its `type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Topic {
    Reply(ActionKind),
    /// Pushed. Spec 3.8.
    FriendRequest,
    /// Pushed. Spec 3.22.
    MembersChanged,
}

/// The one table of types.
const TYPES: [(&str, Topic); 17] = [
    ("robot.message.forward", Topic::Reply(ActionKind::Forward)),
    ("robot.accept.friend.request", Topic::Reply(ActionKind::AcceptFriend)),
    ("robot.phone.contact.add", Topic::Reply(ActionKind::AddByPhone)),
    ("robot.cust.tags", Topic::Reply(ActionKind::ChangeTags)),
    ("robot.tags.sync", Topic::Reply(ActionKind::QueryTags)),
    ("robot.cust.remark", Topic::Reply(ActionKind::SetRemark)),
    ("robot.info.modify", Topic::Reply(ActionKind::ChangeProfile)),
    ("robot.delete.group.members", Topic::Reply(ActionKind::Kick)),
    ("robot.conv.admins", Topic::Reply(ActionKind::QueryAdmins)),
    ("robot.conv.modify.admins", Topic::Reply(ActionKind::ChangeAdmins)),
    ("robot.invite.friends.join.group", Topic::Reply(ActionKind::Invite)),
    ("robot.modify.group.name", Topic::Reply(ActionKind::RenameGroup)),
    ("robot.create.group", Topic::Reply(ActionKind::CreateGroup)),
    ("robot.contacts.inquiry", Topic::Reply(ActionKind::Inquire)),
    ("robot.set.group.announcement", Topic::Reply(ActionKind::SetAnnouncement)),
    ("robot.on.new.friend.request", Topic::FriendRequest),
    ("robot.group.members.changed", Topic::MembersChanged),
];

impl Topic {
    pub(crate) fn named(name: &str) -> Option<Self> {
        TYPES.iter().find(|(known, _)| *known == name.trim()).map(|(_, topic)| *topic)
    }
}

/// The `type` of an action.
pub(crate) fn type_name(kind: ActionKind) -> &'static str {
    TYPES.iter().find(|(_, topic)| *topic == Topic::Reply(kind)).map_or("", |(name, _)| name)
}

/// What the record need not say, because it is known from where it came.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Known<'a> {
    pub(crate) topic: Option<Topic>,
    pub(crate) message_id: Option<&'a MessageId>,
    pub(crate) robot_key: Option<&'a RobotKey>,
}

/// Takes the record out of `["action", {…}]`, where it is wrapped once more than it should be (Q38).
pub(crate) fn unwrapped(payload: &Value) -> &Value {
    match payload.as_array().map(Vec::as_slice) {
        Some([Value::String(_), record] | [record]) => record,
        _ => payload,
    }
}

/// Decodes a reply or a notice; the error says what it lacks. A type that is not in the table is an error, so that the
/// record is kept as it came (Q38).
pub(crate) fn decode(
    value: &Value,
    raw: String,
    known: Known<'_>,
    context: Context<'_>,
) -> Result<ActionEvent, String> {
    let record = Record::of(value).ok_or("not an object")?;
    let topic = match record.filled(&["type"]) {
        Some(name) => Topic::named(&name).ok_or_else(|| format!("no decoder for the action {name:?}"))?,
        None => known.topic.ok_or("no type")?,
    };
    let message_id = record.id(&["messageId"]).map(MessageId::new).or_else(|| known.message_id.cloned());
    let robot_key = record
        .id(&["robotKey"])
        .map(RobotKey::new)
        .or_else(|| known.robot_key.cloned())
        .or_else(|| context.robots.key_of(&Wxid::new(record.id(&["wxid"])?)))
        .ok_or("no robotKey, and no known robot has its wxid")?;
    let code = record.id(&["code"]);
    let outcome = match topic {
        Topic::FriendRequest => ActionOutcome::FriendRequested { request: contact::friend_request(record)? },
        Topic::MembersChanged => reply::members_changed(record)?,
        Topic::Reply(kind) => match code.as_deref() {
            Some(CODE_OK) => {
                reply::outcome(kind, record, &robot_key).unwrap_or_else(|why| ActionOutcome::Unreadable { why })
            }
            Some(code) => ActionOutcome::Refused { reason: refusal(code, &record.text(&["msg"]).unwrap_or_default()) },
            None => return Err("no code".into()),
        },
    };
    Ok(ActionEvent {
        message_id: message_id.ok_or("no messageId")?,
        robot_key,
        replies_to: match topic {
            Topic::Reply(kind) => Some(kind),
            Topic::FriendRequest | Topic::MembersChanged => None,
        },
        code: code.unwrap_or_default(),
        msg: record.text(&["msg"]).unwrap_or_default(),
        at: record.time(&["dts"]),
        outcome,
        raw,
    })
}

/// What can be told from code and words. Code 1 stands for any failure (spec 3.0), so there the words decide.
fn refusal(code: &str, msg: &str) -> Refusal {
    let msg = msg.to_lowercase();
    match code {
        CODE_AUTH => Refusal::SignedOut,
        CODE_BUSY => Refusal::Busy,
        "30" => Refusal::NotStaff,
        "1" if msg.contains("invalid conversion id") || msg.contains("invalid conversation id") => Refusal::NoSuchGroup,
        "1" if msg.contains("admins invalid") => Refusal::InvalidAdmins,
        _ => Refusal::Other,
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
