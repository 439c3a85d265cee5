//! Who may open a socket: the check before the Engine.IO handshake.
//!
//! A wrong token is refused with HTTP 401, which is what netty-socketio does when its authorisation listener says no.
//! Only the handshake is checked; a token that ends later does not end the sessions that it opened.
//!
//! It also reads what long-polling clients of Socket.IO 2 write, for [`repeated_query`].

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::repeated_query;
use crate::options::Protocols;
use crate::practice::Practice;

pub async fn gate(State(practice): State<Arc<Practice>>, mut request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with("/socket.io") {
        return next.run(request).await;
    }
    let query = request.uri().query().unwrap_or_default();
    let session = parameter(query, "sid");
    if session.as_deref().is_some_and(|session| practice.consoles.is_gone(session)) {
        return refusal(r#"{"code":1,"message":"Session ID unknown"}"#);
    }
    let token = parameter(query, "token").unwrap_or_default();
    if session.is_none() && !practice.tokens.is_valid(&token, practice.clock.now_ms()) {
        return (StatusCode::UNAUTHORIZED, "").into_response();
    }
    let protocol = parameter(query, "EIO").unwrap_or_default();
    match practice.options.protocols {
        Protocols::Eio4Only if protocol == "3" => {
            return refusal(r#"{"code":5,"message":"Unsupported protocol version"}"#);
        }
        Protocols::Eio3Only if protocol != "3" => {
            if let Some(uri) = as_protocol_3(request.uri()) {
                *request.uri_mut() = uri;
            }
        }
        _ => {}
    }
    if request.method() == Method::POST && protocol == "3" {
        request = match without_repeated_queries(request).await {
            Ok(request) => request,
            Err(error) => return (StatusCode::PAYLOAD_TOO_LARGE, error.to_string()).into_response(),
        };
    }
    next.run(request).await
}

/// What one poll may carry; Engine.IO's own limit is far below.
const LARGEST_BODY: usize = 8 << 20;

async fn without_repeated_queries(request: Request) -> Result<Request, axum::Error> {
    let (mut head, body) = request.into_parts();
    let body = to_bytes(body, LARGEST_BODY).await?;
    let body = match std::str::from_utf8(&body).ok().and_then(repeated_query::cut_from_body) {
        Some(shorter) => {
            head.headers.remove(header::CONTENT_LENGTH);
            Body::from(shorter)
        }
        None => Body::from(body),
    };
    Ok(Request::from_parts(head, body))
}

/// HTTP 400 with the reason, as Engine.IO servers give it.
fn refusal(reason: &'static str) -> Response {
    (StatusCode::BAD_REQUEST, [(header::CONTENT_TYPE, "application/json")], reason).into_response()
}

/// The first value of a query parameter.
pub fn parameter(query: &str, name: &str) -> Option<String> {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).ok()?;
    pairs.into_iter().find_map(|(key, value)| (key == name).then_some(value))
}

/// The same address as a server reads it that knows protocol 3 only.
fn as_protocol_3(uri: &Uri) -> Option<Uri> {
    let query = uri.query().unwrap_or_default();
    let others = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("EIO="));
    let query = others.chain(["EIO=3"]).collect::<Vec<_>>().join("&");
    format!("{}?{query}", uri.path()).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_of_protocol_3_reads_every_address_as_its_own() {
        let uri: Uri = "/socket.io/?EIO=4&token=a%2Bb&transport=websocket".parse().unwrap();
        assert_eq!(as_protocol_3(&uri).unwrap(), "/socket.io/?token=a%2Bb&transport=websocket&EIO=3");
        assert_eq!(parameter(uri.query().unwrap(), "token").as_deref(), Some("a+b"));
    }
}
