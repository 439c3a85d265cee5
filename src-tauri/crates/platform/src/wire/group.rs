//! A group's record → [`Group`] and [`GroupDetails`]. Spec 2.4, 3.21.

use serde_json::Value;
use zuoxi_model::{CustomerId, Group, GroupDetails, GroupId, RobotKey};

use super::contact;
use crate::lenient::Record;

/// The names a group's id goes by, the surest first (Q11). `chatUser` and `g` are left to the calls that use them.
pub(crate) const GROUP_ID: [&str; 4] = ["conversationId", "groupId", "chatroom", "groupWxid"];

/// Decodes a group of the list of 2.4, where `status` 1 is a live one (Q16). Only the id is required (Q15).
pub(crate) fn listed(value: &Value, robot_key: &RobotKey) -> Result<Group, String> {
    let record = Record::of(value).ok_or("not an object")?;
    group(record, robot_key, record.flag(&["status"]).unwrap_or(true))
}

/// Decodes a group of the inquiry of 3.21, where a live one has `status` 0 and a dissolved one says so (Q16).
///
/// A member that cannot be read counts as missing, so the list is partial then (Q50).
pub(crate) fn inquired(value: &Value, robot_key: &RobotKey) -> Result<GroupDetails, String> {
    let record = Record::of(value).ok_or("not an object")?;
    let mut group = group(record, robot_key, record.flag(&["isConversationDismiss"]) != Some(true))?;
    let listed = record.value(&["memberList", "members"]).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let members: Vec<_> = listed
        .iter()
        .filter_map(|it| contact::member(it, robot_key, &group.id, group.owner_id.as_ref()).ok())
        .collect();
    let said_count = record.count(&["memberCount"]);
    let known = u32::try_from(members.len()).unwrap_or(u32::MAX);
    group.member_count = said_count.unwrap_or(known);
    let members_partial = said_count.is_none_or(|count| known < count) || members.len() < listed.len();
    Ok(GroupDetails { group, members, members_partial })
}

fn group(record: Record<'_>, robot_key: &RobotKey, is_live: bool) -> Result<Group, String> {
    Ok(Group {
        robot_key: record.id(&["robotKey"]).map_or_else(|| robot_key.clone(), RobotKey::new),
        id: GroupId::new(record.id(&GROUP_ID).ok_or("no conversationId")?),
        name: record.text(&["name"]).unwrap_or_default(),
        owner_id: record.id(&["creatorId"]).map(CustomerId::new),
        owner_name: record.filled(&["creatorName"]),
        member_count: record.count(&["memberCount"]).unwrap_or(0),
        is_external: record.flag(&["isOuterGroupConversation"]).unwrap_or(false),
        is_live,
        created_at: record.time(&["createTime"]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn q16_a_live_group_has_status_1_in_the_list_and_0_in_the_inquiry() {
        let listed = |status: Value| listed(&json!({"conversationId": "R:1", "status": status}), &"k".into()).unwrap();
        assert!(listed(json!(1)).is_live && !listed(json!("0")).is_live && listed(json!(null)).is_live);
        let inquired = |value: Value| inquired(&value, &"k".into()).unwrap().group.is_live;
        assert!(inquired(json!({"conversationId": "R:1", "status": 0, "isConversationDismiss": 0})));
        assert!(!inquired(json!({"conversationId": "R:1", "status": 0, "isConversationDismiss": "1"})));
    }

    #[test]
    fn q50_a_partial_member_list_says_that_it_is_partial() {
        let partial = |value: Value| inquired(&value, &"k".into()).unwrap().members_partial;
        let members = json!([{"userId": 1}, {"userId": 2}]);
        assert!(partial(json!({"conversationId": "R:1", "memberCount": 8, "memberList": members})));
        assert!(!partial(json!({"conversationId": "R:1", "memberCount": "2", "memberList": members})));
        assert!(partial(json!({"conversationId": "R:1", "memberList": members})), "how many there are is not known");
        assert!(partial(json!({"conversationId": "R:1", "memberCount": 1, "memberList": [{"userId": 1}, 7]})));
        assert!(partial(json!({"conversationId": "R:1", "memberCount": 1})));
    }

    #[test]
    fn q11_a_group_is_found_under_any_of_its_names() {
        for name in GROUP_ID {
            assert_eq!(listed(&json!({ name: "R:1" }), &"k".into()).unwrap().id.as_str(), "R:1");
        }
        assert!(listed(&json!({"name": "no id"}), &"k".into()).is_err());
    }
}
