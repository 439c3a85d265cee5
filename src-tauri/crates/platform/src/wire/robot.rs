//! A robot record → [`Robot`]. Spec 2.2.

use serde_json::Value;
use zuoxi_model::{Assignee, Robot, RobotKey, RobotStatus, Wxid};

use crate::lenient::Record;

/// Decodes a robot; the error says what it lacks. Only `robotKey` is required (Q15).
pub(crate) fn decode(value: &Value) -> Result<Robot, String> {
    let record = Record::of(value).ok_or("not an object")?;
    Ok(Robot {
        key: RobotKey::new(record.id(&["robotKey"]).ok_or("no robotKey")?),
        wxid: Wxid::new(record.id(&["wxid"]).unwrap_or_default()),
        name: record.text(&["nickName"]).unwrap_or_default(),
        alias: record.filled(&["aliasName"]),
        avatar_url: record.filled(&["headImg"]),
        status: status(record).unwrap_or(RobotStatus::Unknown),
        last_login: record.time(&["lastLoginTime"]),
        owner: record.filled(&["clientCode"]).map(Assignee::new),
        corp_id: record.filled(&["corpid", "corpId"]),
        staff_id: record.filled(&["officialUserId", "officailUserId"]),
    })
}

/// `robotStatus` of a robot or of a chat's `botInfo`; none if it is not said.
pub(crate) fn status(record: Record<'_>) -> Option<RobotStatus> {
    Some(match record.integer(&["robotStatus"])? {
        0 => RobotStatus::Starting,
        1 => RobotStatus::Online,
        2 => RobotStatus::Offline,
        3 => RobotStatus::Banned,
        4 => RobotStatus::Kicked,
        _ => RobotStatus::Unknown,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use zuoxi_model::Timestamp;

    #[test]
    fn the_robot_of_2_2_is_read_although_required_fields_are_null() {
        let robot = decode(&json!({
            "lastLoginTime": "2020-03-02 16:35:40", "aliasName": null,
            "robotKey": "947e51add5294feebd8123985f1594f6", "headImg": null, "color": null, "serviceCode": null,
            "robotStatus": 2, "nickName": "甜甜甜", "clientCode": "jiangxiaohong", "wxid": "168885444829406",
            "officialUserId": "LiShen-0021", "corpid": "ww5484f5410f7f5445", "masterClientCode": "jiangxiaohong"
        }))
        .unwrap();
        assert_eq!(robot.wxid.as_str(), "168885444829406");
        assert_eq!(robot.name, "甜甜甜");
        assert_eq!(robot.status, RobotStatus::Offline);
        assert_eq!(robot.last_login, Some(Timestamp(1_583_138_140_000)));
        assert_eq!(robot.staff_id.as_deref(), Some("LiShen-0021"));
        assert_eq!((robot.alias, robot.avatar_url), (None, None));
        assert!(decode(&json!({"nickName": "nobody"})).is_err());
    }

    #[test]
    fn every_status_has_its_name_and_an_unheard_one_is_unknown() {
        let status = |value: Value| decode(&json!({"robotKey": "k", "robotStatus": value})).unwrap().status;
        assert_eq!(status(json!(0)), RobotStatus::Starting);
        assert_eq!(status(json!("1")), RobotStatus::Online);
        assert_eq!(status(json!(3)), RobotStatus::Banned);
        assert_eq!(status(json!(4)), RobotStatus::Kicked);
        assert_eq!(status(json!(99)), RobotStatus::Unknown);
        assert_eq!(status(json!(null)), RobotStatus::Unknown);
    }
}
