//! Spec 2.1: signing in.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde_json::json;

use super::envelope::{code, failure, message_of, ok};
use super::params::Params;
use crate::options::{ACCESS_KEY, ACCESS_SECRET};
use crate::practice::Practice;

pub async fn sign_in(State(practice): State<Arc<Practice>>, params: Params) -> Response {
    if params.text("accessKey") != Some(ACCESS_KEY) || params.text("accessSecret") != Some(ACCESS_SECRET) {
        return failure(code::AUTH, message_of(code::AUTH));
    }
    let token = practice.tokens.issue(practice.clock.now_ms());
    ok(
        "data",
        json!({
            "createTime": token.created_ms,
            "expireMinutes": practice.tokens.minutes(),
            "accessToken": token.value,
            "username": ACCESS_KEY,
        }),
    )
}
