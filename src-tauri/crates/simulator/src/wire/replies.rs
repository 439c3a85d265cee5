//! What the replies to actions have in common: specs 3.7 to 3.23.
//!
//! The samples come in four families, apparently by the age of the feature, and differ in the JSON types of the same
//! fields.

use serde_json::{Map, Value, json};

use super::object;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// 3.8 and 3.9: nothing but type, robot, code and message.
    Friends,
    /// 3.11, 3.13, 3.14: `dts` a number, `robotType`.
    Customers,
    /// 3.15, 3.18 to 3.20, 3.21 for friends, 3.23: `dts` and `robotBizType` strings, `assignTo`.
    Groups,
    /// 3.16, 3.17: `dts` and `robotBizType` numbers, `siteCode`, `assignTo`.
    Admins,
}

impl Family {
    pub fn of(kind: &str) -> Self {
        match kind {
            "robot.cust.tags" | "robot.tags.sync" | "robot.cust.remark" | "robot.info.modify" => Self::Customers,
            "robot.conv.admins" | "robot.conv.modify.admins" => Self::Admins,
            "robot.delete.group.members"
            | "robot.invite.friends.join.group"
            | "robot.modify.group.name"
            | "robot.create.group"
            | "robot.contacts.inquiry"
            | "robot.set.group.announcement" => Self::Groups,
            _ => Self::Friends,
        }
    }
}

/// What every reply says about its request.
#[derive(Clone, Copy, Debug)]
pub struct Head<'a> {
    pub kind: &'a str,
    pub robot_key: &'a str,
    pub message_id: &'a str,
    pub assign_to: &'a str,
    pub now_ms: i64,
}

/// The fields of a successful reply that its whole family has.
pub fn base(family: Family, head: Head<'_>) -> Map<String, Value> {
    let mut fields = object(json!({
        "messageId": head.message_id,
        "type": head.kind,
        "robotKey": head.robot_key,
        "code": "0",
        "msg": "OK",
    }));
    fields.extend(object(match family {
        Family::Friends => json!({}),
        Family::Customers => json!({ "robotType": 2, "dts": head.now_ms }),
        Family::Groups => json!({
            "robotType": 2,
            "dts": head.now_ms.to_string(),
            "robotBizType": "5",
            "assignTo": head.assign_to,
        }),
        Family::Admins => json!({
            "robotType": 2,
            "dts": head.now_ms,
            "robotBizType": 5,
            "siteCode": "wenode_chat_wwy",
            "assignTo": head.assign_to,
        }),
    }));
    fields
}

/// A failed reply: the request's own fields, and why.
pub fn refusal(request: &Map<String, Value>, head: Head<'_>, code: &str, msg: &str) -> Map<String, Value> {
    let mut fields = request.clone();
    fields.extend(base(Family::of(head.kind), head));
    fields.insert("code".to_owned(), code.into());
    fields.insert("msg".to_owned(), msg.into());
    fields
}
