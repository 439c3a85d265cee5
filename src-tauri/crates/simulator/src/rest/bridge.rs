//! Spec 2.8: any action of the socket over HTTP. The call waits until the action has ended; the reply has the fields
//! that it has on the socket.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::envelope::{code, failure};
use super::params::JsonBody;
use crate::actions;
use crate::practice::Practice;

pub async fn bridge(State(practice): State<Arc<Practice>>, JsonBody(fields): JsonBody) -> Response {
    let Some(begun) = actions::begin(&practice, &Value::Object(fields)) else {
        return failure(code::FAILED, "参数格式错误");
    };
    let mut ended = begun.end(&practice).await;
    if !ended.late.is_zero() {
        tokio::time::sleep(ended.late).await;
    }
    let reply = Json(Value::Object(std::mem::take(&mut ended.reply)));
    practice.follow_up(&mut ended);
    if ended.lost {
        // The caller's own patience ends this call.
        std::future::pending::<()>().await;
    }
    reply.into_response()
}
