//! Spec 2.2: the robots.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};

use super::envelope::ok;
use crate::options::ACCESS_KEY;
use crate::practice::Practice;
use crate::world::people::{CORP_ID, Robot};

pub async fn list(State(practice): State<Arc<Practice>>) -> Response {
    ok("model", practice.world.with(|world| world.robots.iter().map(row).collect()))
}

fn row(robot: &Robot) -> Value {
    json!({
        "lastLoginTime": robot.last_login(),
        "aliasName": Some(&robot.profile.alias).filter(|alias| !alias.is_empty()),
        "robotKey": robot.key,
        "headImg": robot.head_img,
        "color": null,
        "serviceCode": null,
        "robotStatus": robot.status,
        "nickName": robot.nick_name,
        "clientCode": ACCESS_KEY,
        "wxid": robot.wxid,
        "officialUserId": robot.official_user_id,
        "corpid": CORP_ID,
        "masterClientCode": ACCESS_KEY,
    })
}
