//! Spec 2.13: asks the platform to read the robot's address book again. It answers at once and tells nobody when it is
//! done (quirk Q52).

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use super::envelope::{code, done, failure};
use super::params::Params;
use crate::practice::Practice;

pub async fn contacts(State(practice): State<Arc<Practice>>, params: Params) -> Response {
    let Some(robot_key) = params.text("robotKey").map(str::to_owned) else {
        return failure(code::FAILED, "robotKey 不能为空");
    };
    if practice.world.with(|world| world.robot(&robot_key).is_none()) {
        return failure(code::FAILED, "机器人不存在");
    }
    let (customers, groups) = match params.integer("syncType") {
        None | Some(0 | 3) => (true, true),
        Some(1) => (true, false),
        Some(2) => (false, true),
        // Departments, of which this platform has none.
        Some(4) => (false, false),
        Some(_) => return failure(code::FAILED, "syncType 无效"),
    };
    let here = Arc::clone(&practice);
    practice.spawn(async move {
        tokio::time::sleep(here.options.sync_time).await;
        let now_ms = here.clock.now_ms();
        here.world.with(|world| world.synchronise(&robot_key, customers, groups, now_ms));
    });
    done()
}
