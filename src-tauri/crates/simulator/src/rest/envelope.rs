//! The envelope around every answer: `code`, `msg` and, under a name that differs per endpoint, the payload.

use axum::Json;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

/// Spec 1.2.
pub mod code {
    pub const OK: &str = "0";
    /// Spec 3.0: a failure without a number of its own.
    pub const FAILED: &str = "1";
    pub const AUTH: &str = "1000";
    pub const BUSY: &str = "5000";
}

/// `{"msg": "OK", "code": "0", <key>: payload}`. The key is `data`, `model` or `chats`, as in the endpoint's sample.
pub fn ok(key: &str, payload: Value) -> Response {
    let mut envelope = Map::new();
    envelope.insert("msg".to_owned(), "OK".into());
    envelope.insert("code".to_owned(), code::OK.into());
    envelope.insert(key.to_owned(), payload);
    Json(Value::Object(envelope)).into_response()
}

/// `data` with a `total`, as in 2.3, 2.4 and 2.6: the page of all rows that was asked for.
pub fn listed(rows: Vec<Value>, (skip, take): (usize, usize)) -> Response {
    let total = rows.len();
    let page: Vec<Value> = rows.into_iter().skip(skip).take(take).collect();
    Json(json!({ "msg": "OK", "total": total, "code": code::OK, "data": page })).into_response()
}

/// `{"code": "0", "msg": "ok"}`, in lower case as in the samples of 2.7, 2.12 and 2.13.
pub fn done() -> Response {
    failure(code::OK, "ok")
}

/// An error code with its message. The HTTP status stays 200: the specification knows no other.
pub fn failure(code: &str, msg: &str) -> Response {
    Json(json!({ "code": code, "msg": msg })).into_response()
}

/// The message that belongs to a code of spec 1.2.
pub fn message_of(code: &str) -> &'static str {
    match code {
        code::OK => "OK",
        code::AUTH => "用户认证失败",
        code::BUSY => "服务器繁忙",
        _ => "请求失败",
    }
}
