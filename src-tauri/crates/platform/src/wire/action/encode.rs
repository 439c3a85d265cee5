//! [`Action`] → the JSON of its section's own request sample.
//!
//! The platform wants ids as numbers in some calls and as strings in others; each call uses the type of its sample
//! (Q10). An id that is no number goes as text even where the sample has numbers: to send another one would be worse.

use serde_json::{Map, Value, json};
use zuoxi_model::{Action, AdminChange, CustomerId, Gender, Inquiry, MessageId, ProfileChanges, RobotKey};

use super::type_name;

/// The whole record: `type`, `robotKey`, `messageId` and what the action carries.
pub(crate) fn request(action: &Action, robot_key: &RobotKey, id: &MessageId) -> Map<String, Value> {
    let mut fields = fields(action);
    fields.insert("type".into(), json!(type_name(action.kind())));
    fields.insert("robotKey".into(), json!(robot_key.as_str()));
    fields.insert("messageId".into(), json!(id.as_str()));
    fields
}

fn fields(action: &Action) -> Map<String, Value> {
    let pairs = match action {
        Action::Forward { message, to } => vec![
            ("msgSvrID", number(message.as_str())),
            ("friends", to.iter().map(|user| json!(user.as_str())).collect()),
        ],
        Action::AcceptFriend { from } => vec![("friendWxid", json!(from.as_str()))],
        Action::AddByPhone { phone, greeting } => {
            some([("phone", Some(json!(phone))), ("reason", greeting.as_ref().map(|text| json!(text)))])
        }
        Action::ChangeTags { customer, add, remove } => vec![
            ("userId", json!(customer.as_str())),
            ("tags", add.iter().map(|tag| json!(tag.as_str())).collect()),
            ("erasingTags", remove.iter().map(|tag| json!(tag.as_str())).collect()),
        ],
        Action::QueryTags => vec![],
        Action::SetRemark { customer, name, description } => some([
            ("userId", Some(json!(customer.as_str()))),
            ("realRemark", name.as_ref().map(|text| json!(text))),
            ("userRemark", description.as_ref().map(|text| json!(text))),
        ]),
        Action::ChangeProfile { changes } => profile(changes),
        Action::Kick { group, members } => vec![("groupId", json!(group.as_str())), ("members", numbers(members))],
        Action::QueryAdmins { group } => vec![("conversationId", json!(group.as_str()))],
        Action::ChangeAdmins { group, op, members } => vec![
            ("conversationId", json!(group.as_str())),
            ("opcode", json!(opcode(*op))),
            ("admins", members.iter().map(|user| json!(user.as_str())).collect()),
        ],
        Action::Invite { group, friends } => vec![("groupId", json!(group.as_str())), ("friends", numbers(friends))],
        Action::RenameGroup { group, name } => vec![("groupId", json!(group.as_str())), ("newName", json!(name))],
        Action::CreateGroup { name, members } => vec![("topic", json!(name)), ("memberWxids", numbers(members))],
        Action::Inquire { about } => vec![(
            "contacts",
            match about {
                Inquiry::People(people) => numbers(people),
                Inquiry::Groups(groups) => groups.iter().map(|group| json!(group.as_str())).collect(),
            },
        )],
        Action::SetAnnouncement { group, text, notify_all } => {
            vec![("groupId", json!(group.as_str())), ("notice", json!(text)), ("isAll", json!(u8::from(*notify_all)))]
        }
    };
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Only what is to change: what an omitted field does is not said, but a field that was read an hour ago would
/// overwrite what somebody changed since (Q51).
fn profile(changes: &ProfileChanges) -> Vec<(&'static str, Value)> {
    let text = |text: &Option<String>| text.as_ref().map(|text| json!(text));
    let gender = changes.gender.map(|gender| {
        json!(match gender {
            Gender::Unknown => 0,
            Gender::Male => 1,
            Gender::Female => 2,
        })
    });
    some([
        ("name", text(&changes.name)),
        ("alias", text(&changes.alias)),
        ("gender", gender),
        ("phone", text(&changes.desk_phone)),
        ("mobile", text(&changes.mobile)),
        ("position", text(&changes.position)),
    ])
}

/// The sample for removing an admin has 1; its own legend says 2 (Q49).
fn opcode(op: AdminChange) -> u8 {
    match op {
        AdminChange::Add => 1,
        AdminChange::Remove => 2,
    }
}

fn some<const N: usize>(pairs: [(&'static str, Option<Value>); N]) -> Vec<(&'static str, Value)> {
    pairs.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

fn numbers(ids: &[CustomerId]) -> Value {
    ids.iter().map(|id| number(id.as_str())).collect()
}

/// An id as a JSON number, if it is one to the last digit.
pub(crate) fn number(id: &str) -> Value {
    match id.parse::<u64>() {
        Ok(number) if number.to_string() == id => json!(number),
        _ => json!(id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn q10_an_id_becomes_a_number_only_if_no_digit_is_lost() {
        assert_eq!(number("14073752703607623").to_string(), "14073752703607623");
        assert_eq!(number("18446744073709551615").to_string(), "18446744073709551615");
        for text in ["18446744073709551616", "007", "+7", "wmqZ7", "7.0", ""] {
            assert_eq!(number(text), json!(text));
        }
    }

    #[test]
    fn q51_only_what_changes_is_sent() {
        let sent = |action: &Action| {
            let mut fields = fields(action);
            fields.sort_keys();
            Value::Object(fields).to_string()
        };
        let changes = ProfileChanges { position: Some(String::new()), ..ProfileChanges::default() };
        assert_eq!(sent(&Action::ChangeProfile { changes }), r#"{"position":""}"#);
        let remark = Action::SetRemark { customer: "7".into(), name: None, description: Some("转移客户".into()) };
        assert_eq!(sent(&remark), r#"{"userId":"7","userRemark":"转移客户"}"#);
        let add = Action::AddByPhone { phone: "156".into(), greeting: None };
        assert_eq!(sent(&add), r#"{"phone":"156"}"#);
    }

    #[test]
    fn q49_removing_an_admin_has_opcode_2_and_q51_nobody_is_notified_unless_asked() {
        let remove =
            Action::ChangeAdmins { group: "R:1".into(), op: AdminChange::Remove, members: vec!["1688".into()] };
        assert_eq!(fields(&remove).get("opcode"), Some(&json!(2)));
        let quiet = Action::SetAnnouncement { group: "R:1".into(), text: "大家好".into(), notify_all: false };
        assert_eq!(fields(&quiet).get("isAll"), Some(&json!(0)));
    }
}
