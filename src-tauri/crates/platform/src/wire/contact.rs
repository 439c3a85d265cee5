//! People's records → [`Customer`], [`Contact`], [`GroupMember`], [`FriendRequest`]. Spec 2.3, 2.6, 3.8, 3.9, 3.21,
//! 3.22.

use serde_json::Value;
use zuoxi_model::{
    Contact, Customer, CustomerId, FriendRequest, Gender, GroupId, GroupMember, MemberRole, Relationship, RobotKey,
};

use crate::lenient::Record;

/// Both spellings of the avatar's key (Q14), and what the replies call it.
const AVATAR: [&str; 4] = ["avatorUrl", "avatarUrl", "wechatImgUrl", "headImg"];
const REMARK: [&str; 2] = ["realRemarks", "realRemark"];
const DESCRIPTION: [&str; 2] = ["remarks", "userRemark"];
const PHONE: [&str; 2] = ["mobile", "phone"];
const COMPANY: [&str; 2] = ["companyId", "corpanyId"];

/// Decodes a customer of the list of 2.3. Only `userId` is required: the robot is the one that was asked about (Q15).
pub(crate) fn customer(value: &Value, robot_key: &RobotKey) -> Result<Customer, String> {
    let record = Record::of(value).ok_or("not an object")?;
    Ok(Customer {
        robot_key: record.id(&["robotKey"]).map_or_else(|| robot_key.clone(), RobotKey::new),
        id: CustomerId::new(record.id(&["userId"]).ok_or("no userId")?),
        name: record.text(&["name"]).unwrap_or_default(),
        remark: record.filled(&REMARK),
        description: record.filled(&DESCRIPTION),
        avatar_url: record.filled(&AVATAR),
        phone: record.filled(&PHONE),
        relationship: relationship(record),
        is_wechat: record.flag(&["isOuterUser"]).unwrap_or(false),
        created_at: record.time(&["gmtCreate"]),
    })
}

/// Who deleted whom: from `flag` and `state` together, from `status` only where both are silent (Q16).
///
/// `status` 0 says that the customer is gone but not who did it, and the sample of 2.3 has it beside `isDelete` 0; it
/// is taken for our own deletion unless `isDelete` contradicts.
fn relationship(record: Record<'_>) -> Relationship {
    let they_did = match record.integer(&["flag"]) {
        Some(2049) => Some(true),
        Some(2057) => Some(false),
        _ => None,
    };
    match (record.integer(&["state"]), they_did) {
        (Some(0), _) | (Some(3), Some(true)) => Relationship::DeletedBoth,
        (Some(3), _) => Relationship::DeletedByUs,
        (Some(2), _) | (_, Some(true)) => Relationship::DeletedUs,
        (Some(1), _) | (_, Some(false)) => Relationship::Normal,
        (_, None) => match (record.integer(&["status"]), record.flag(&["isDelete"])) {
            (Some(1), _) => Relationship::Normal,
            (Some(0), Some(true) | None) => Relationship::DeletedByUs,
            _ => Relationship::Unknown,
        },
    }
}

/// Decodes a person of a reply or a notice; only an id is required. Spec 3.9 `userData`, 3.21, 3.22.
pub(crate) fn contact(value: &Value) -> Result<Contact, String> {
    let record = Record::of(value).ok_or("not an object")?;
    Ok(Contact {
        id: CustomerId::new(record.id(&["userId", "userName"]).ok_or("no userId")?),
        name: record.filled(&["name", "nickName"]),
        remark: record.text(&REMARK),
        description: record.text(&DESCRIPTION),
        avatar_url: record.filled(&AVATAR),
        phone: record.filled(&PHONE).or_else(|| record.text(&PHONE)),
        gender: gender(record),
        is_wechat: record.flag(&["isOuterUser"]),
        company_id: record.id(&COMPANY),
    })
}

/// Decodes a member of a group, from the list of 2.6 or the inquiry of 3.21. The list marks the owner, the inquiry
/// names it: `owner`.
pub(crate) fn member(
    value: &Value,
    robot_key: &RobotKey,
    group_id: &GroupId,
    owner: Option<&CustomerId>,
) -> Result<GroupMember, String> {
    let record = Record::of(value).ok_or("not an object")?;
    let id = CustomerId::new(record.id(&["userId"]).ok_or("no userId")?);
    let is_owner = record.flag(&["isCreator"]) == Some(true) || owner == Some(&id);
    let is_wechat = record.flag(&["isOuterUser"]).unwrap_or(false);
    let left = record.flag(&["isQuit"]) == Some(true) || record.flag(&["isDelete"]) == Some(true);
    Ok(GroupMember {
        robot_key: robot_key.clone(),
        group_id: group_id.clone(),
        id,
        name: record.text(&["name", "nickName"]).unwrap_or_default(),
        avatar_url: record.filled(&AVATAR),
        role: if is_owner { MemberRole::Owner } else { MemberRole::Member },
        is_wechat,
        is_external: record.flag(&["isExternalUser"]).unwrap_or(is_wechat),
        is_present: record.flag(&["status"]).unwrap_or(!left),
    })
}

/// Decodes the push of 3.8.
pub(crate) fn friend_request(record: Record<'_>) -> Result<FriendRequest, String> {
    Ok(FriendRequest {
        from: CustomerId::new(record.id(&["userId", "friendWxid"]).ok_or("no userId")?),
        name: record.text(&["name", "nickName"]).unwrap_or_default(),
        avatar_url: record.filled(&AVATAR),
        reason: record.text(&["reason"]).unwrap_or_default(),
        gender: gender(record).unwrap_or(Gender::Unknown),
        description: record.filled(&DESCRIPTION),
        is_wechat: record.flag(&["isOuterUser"]).unwrap_or(false),
    })
}

/// `gender`, none if it is not said.
pub(crate) fn gender(record: Record<'_>) -> Option<Gender> {
    Some(match record.integer(&["gender"])? {
        1 => Gender::Male,
        2 => Gender::Female,
        _ => Gender::Unknown,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn q16_the_relationship_is_told_by_flag_and_state_and_by_status_only_at_last() {
        let of = |value: Value| relationship(Record::of(&value).unwrap());
        for (value, expected) in [
            (json!({"flag": 2057, "state": 1, "status": 0}), Relationship::Normal),
            (json!({"flag": "2049", "state": "1", "status": 1}), Relationship::DeletedUs),
            (json!({"flag": 2049, "status": 1}), Relationship::DeletedUs),
            (json!({"flag": 2057}), Relationship::Normal),
            (json!({"flag": 2049, "state": 3}), Relationship::DeletedBoth),
            (json!({"state": 0}), Relationship::DeletedBoth),
            (json!({"state": 1, "status": 0}), Relationship::Normal),
            (json!({"state": 2, "flag": 2057}), Relationship::DeletedUs),
            (json!({"state": 3}), Relationship::DeletedByUs),
            (json!({"state": 9, "flag": 1, "status": 1}), Relationship::Normal),
            (json!({"status": 1, "isDelete": 0}), Relationship::Normal),
            (json!({"status": 0}), Relationship::DeletedByUs),
            (json!({"status": 0, "isDelete": 1}), Relationship::DeletedByUs),
            (json!({"status": 0, "isDelete": 0}), Relationship::Unknown),
            (json!({}), Relationship::Unknown),
        ] {
            assert_eq!(of(value.clone()), expected, "{value}");
        }
    }

    #[test]
    fn q13_q14_a_remark_and_an_avatar_are_read_under_either_name() {
        for value in [
            json!({"userId": 7, "realRemarks": "红儿", "remarks": "哈哈", "avatorUrl": "http://a"}),
            json!({"userId": "7", "realRemark": "红儿", "userRemark": "哈哈", "avatarUrl": "http://a"}),
            json!({"userId": "7", "realRemarks": "红儿", "remarks": "哈哈", "avatorUrl": "", "avatarUrl": "http://a"}),
        ] {
            let customer = customer(&value, &"k".into()).unwrap();
            assert_eq!(customer.remark.as_deref(), Some("红儿"), "{value}");
            assert_eq!(customer.description.as_deref(), Some("哈哈"), "{value}");
            assert_eq!(customer.avatar_url.as_deref(), Some("http://a"), "{value}");
            assert_eq!(customer.robot_key.as_str(), "k");
        }
        let company = |value: Value| contact(&value).unwrap().company_id;
        assert_eq!(company(json!({"userId": 1, "corpanyId": 1_970_325_134_026_788_i64})).unwrap(), "1970325134026788");
        assert_eq!(company(json!({"userId": 1, "companyId": "197032788"})).unwrap(), "197032788");
    }

    #[test]
    fn an_empty_remark_says_that_there_is_none_and_a_missing_one_says_nothing() {
        assert_eq!(contact(&json!({"userId": 1, "realRemarks": ""})).unwrap().remark.as_deref(), Some(""));
        assert_eq!(contact(&json!({"userId": 1})).unwrap().remark, None);
        assert_eq!(contact(&json!({"userId": 1, "mobile": "", "phone": "020"})).unwrap().phone.as_deref(), Some("020"));
        assert!(contact(&json!({"name": "nobody"})).is_err());
    }

    #[test]
    fn q10_the_owner_is_marked_by_a_string_or_named_by_the_group() {
        let role = |value: Value, owner: Option<&str>| {
            member(&value, &"k".into(), &"R:1".into(), owner.map(CustomerId::from).as_ref()).unwrap().role
        };
        assert_eq!(role(json!({"userId": 1, "isCreator": "1"}), None), MemberRole::Owner);
        assert_eq!(role(json!({"userId": 1, "isCreator": 0}), None), MemberRole::Member);
        assert_eq!(role(json!({"userId": 1}), Some("1")), MemberRole::Owner);
        assert_eq!(role(json!({"userId": 1}), Some("2")), MemberRole::Member);
    }

    #[test]
    fn who_left_is_told_by_the_status_or_by_the_inquirys_own_flags() {
        let present = |value: Value| member(&value, &"k".into(), &"R:1".into(), None).unwrap().is_present;
        assert!(present(json!({"userId": 1, "status": 1})));
        assert!(!present(json!({"userId": 1, "status": "0"})));
        assert!(present(json!({"userId": 1, "isQuit": 0, "isDelete": 0})));
        assert!(!present(json!({"userId": 1, "isQuit": 1})));
    }
}
