//! What every request has to pass: counting, planned faults, `request_id`, token (spec 1.3).

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::envelope::{code, failure, message_of};
use crate::clock::http_date;
use crate::faults::AnswerFaultKind;
use crate::practice::Practice;
use crate::socket::parameter;

/// Spec 2.1: the one call that needs no token, for it brings it.
pub const SIGN_IN: &str = "/robotapi/client/auth";

const REQUEST_ID_LENGTH: usize = 32;

/// Every answer says what time it is by the platform's own clock, which may be wrong on purpose.
pub async fn gate(State(practice): State<Arc<Practice>>, request: Request, next: Next) -> Response {
    let mut response = admit(&practice, request, next).await;
    if let Ok(date) = HeaderValue::from_str(&http_date(practice.clock.now_ms())) {
        response.headers_mut().insert(header::DATE, date);
    }
    response
}

async fn admit(practice: &Practice, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let request_id = request.uri().query().and_then(|query| parameter(query, "request_id"));
    practice.book.with(|book| book.request(&path, request_id.as_deref()));

    match practice.faults.next_answer(&path) {
        None | Some(AnswerFaultKind::Malformed(false)) => {}
        Some(AnswerFaultKind::DelayMs(delay)) => tokio::time::sleep(Duration::from_millis(delay)).await,
        Some(AnswerFaultKind::Code(code)) => return failure(&code, message_of(&code)),
        Some(AnswerFaultKind::Status(status)) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
            return (status, [(header::CONTENT_TYPE, "text/html")], "<html><body>nginx</body></html>").into_response();
        }
        Some(AnswerFaultKind::Malformed(true)) => {
            return ([(header::CONTENT_TYPE, "application/json")], r#"{"msg":"OK","code":"0","mod"#).into_response();
        }
    }
    if request_id.is_none_or(|id| id.chars().count() != REQUEST_ID_LENGTH) {
        return failure(code::FAILED, "request_id 无效");
    }
    if path != SIGN_IN {
        let token = request.headers().get("token").and_then(|token| token.to_str().ok()).unwrap_or_default();
        if !practice.tokens.is_valid(token, practice.clock.now_ms()) {
            return failure(code::AUTH, message_of(code::AUTH));
        }
    }
    next.run(request).await
}
