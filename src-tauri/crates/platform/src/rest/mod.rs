//! The REST calls: one road for all of them.
//!
//! Every call carries the header `token` and a fresh `request_id` (Q5), has 10 s to connect and 30 s in all, and
//! answers with an envelope. Code 1000 renews the token once and repeats the call once. A call that may be repeated
//! without harm is, up to twice more with growing pauses, when the platform is busy or silent (Q3).
//!
//! Redirects are not followed: the `token` header would travel to wherever they point (Q7).

pub(crate) mod auth;
mod bridge;
mod broadcast;
pub(crate) mod chats;
pub(crate) mod customers;
pub(crate) mod groups;
pub(crate) mod history;
pub(crate) mod robots;

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use backon::{ExponentialBuilder, Retryable};
use reqwest::{
    StatusCode,
    header::{CONTENT_TYPE, DATE, HeaderValue},
    redirect,
};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value};
use url::Url;
use uuid::Uuid;
use zuoxi_model::{Page, PageRequest};

use crate::{
    Credentials, PlatformError, Proxies,
    envelope::{CODE_AUTH, CODE_BUSY, CODE_OK, Envelope},
    error::chain,
    time::PlatformTime,
    token::TokenKeeper,
};

const CONNECT_LIMIT: Duration = Duration::from_secs(10);
const TOTAL_LIMIT: Duration = Duration::from_secs(30);

/// How a body is written. Spec 1.2, Q4.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// `application/x-www-form-urlencoded`; JSON whenever the body holds an array, which a form cannot say.
    Form,
    /// Always JSON.
    Json,
}

/// One call of the specification.
#[derive(Debug)]
pub(crate) struct Endpoint {
    pub(crate) path: &'static str,
    pub(crate) encoding: Encoding,
    /// True if doing it twice is the same as doing it once.
    pub(crate) repeatable: bool,
    /// True if a code of the call's own is an answer to decode and not an error: then the answer says what about.
    pub(crate) refusal_is_answer: bool,
}

/// The calls and how each is made.
pub(crate) mod endpoints {
    use super::{
        Encoding::{Form, Json},
        Endpoint,
    };

    /// Most calls: they read, or set what may be set twice.
    const READ: Endpoint = Endpoint { path: "", encoding: Form, repeatable: true, refusal_is_answer: false };
    const ONCE: Endpoint = Endpoint { repeatable: false, ..READ };

    /// Spec 2.1. Signing in again only extends the token.
    pub(crate) const AUTH: Endpoint = Endpoint { path: "/robotapi/client/auth", ..READ };
    /// Spec 2.2.
    pub(crate) const ROBOTS: Endpoint = Endpoint { path: "/wxworkapi/robot/list", ..READ };
    /// Spec 2.3.
    pub(crate) const CUSTOMERS: Endpoint = Endpoint { path: "/wxworkapi/external/user/list", ..READ };
    /// Spec 2.4.
    pub(crate) const GROUPS: Endpoint = Endpoint { path: "/wxworkapi/group/list", ..READ };
    /// Spec 2.5.
    pub(crate) const DOWNLOAD_GROUPS: Endpoint =
        Endpoint { path: "/wxworkapi/grouptag/list/download", encoding: Json, ..READ };
    /// Spec 2.6.
    pub(crate) const MEMBERS: Endpoint = Endpoint { path: "/wxworkapi/group/member/list", ..READ };
    /// Spec 2.7. Twice would be twice in front of every customer.
    pub(crate) const BROADCAST: Endpoint = Endpoint { path: "/wxworkapi/multiple/task/save", encoding: Json, ..ONCE };
    /// Spec 2.8. Whether it is repeatable is the action's affair.
    pub(crate) const BRIDGE: Endpoint =
        Endpoint { path: "/wxworkapi/bridge", encoding: Json, refusal_is_answer: true, ..ONCE };
    /// Spec 2.9. Whether copying twice doubles keyword replies is not said.
    pub(crate) const COPY_GROUP_SETTINGS: Endpoint =
        Endpoint { path: "/wxworkapi/group/setting/duplicate", encoding: Json, ..ONCE };
    /// Spec 2.10.
    pub(crate) const CHATS: Endpoint = Endpoint { path: "/wxworkapi/chat/list", ..READ };
    /// Spec 2.11.
    pub(crate) const HISTORY: Endpoint = Endpoint { path: "/wxworkapi/chat/message", ..READ };
    /// Spec 2.12. Clearing what is clear changes nothing.
    pub(crate) const CLEAR_UNREAD: Endpoint = Endpoint { path: "/wxworkapi/unreadmsg/clean", ..READ };
    /// Spec 2.13. Starts work that takes the platform a while (Q52).
    pub(crate) const SYNC_CONTACTS: Endpoint = Endpoint { path: "/wxworkapi/contact/sync", ..ONCE };
}

/// The fields of a request, in the types that a JSON body shows; a form writes them all as text. Sorted by name, so that
/// the bytes do not depend on how `serde_json` was built.
#[derive(Debug, Default)]
pub(crate) struct Body(BTreeMap<String, Value>);

impl Body {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    pub(crate) fn with_some(self, name: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// `pageNum` and `pageSize`. Spec 2.3, 2.4, 2.6.
    pub(crate) fn with_page(self, page: PageRequest) -> Self {
        self.with("pageNum", page.number).with("pageSize", page.size)
    }

    /// The content type and the bytes.
    fn encode(&self, encoding: Encoding) -> Result<(&'static str, String), String> {
        let structured = self.0.values().any(|value| value.is_array() || value.is_object());
        if structured || encoding == Encoding::Json {
            let text = serde_json::to_string(&self.0).map_err(|error| error.to_string())?;
            return Ok(("application/json;charset=UTF-8", text));
        }
        let pairs: Vec<(&str, String)> = self
            .0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
            .collect();
        let text = serde_urlencoded::to_string(pairs).map_err(|error| error.to_string())?;
        Ok(("application/x-www-form-urlencoded", text))
    }
}

impl From<Map<String, Value>> for Body {
    fn from(fields: Map<String, Value>) -> Self {
        Self(fields.into_iter().collect())
    }
}

/// A successful answer and the call it belongs to.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) envelope: Envelope,
    pub(crate) request_id: String,
}

impl Answer {
    pub(crate) fn list(&self) -> Result<Vec<&str>, PlatformError> {
        self.envelope.list().map_err(|message| self.malformed(message))
    }

    pub(crate) fn object(&self) -> Result<Value, PlatformError> {
        self.envelope.object().map_err(|message| self.malformed(message))
    }

    pub(crate) fn malformed(&self, message: impl Into<String>) -> PlatformError {
        PlatformError::Malformed { message: message.into(), request_id: Some(self.request_id.clone()) }
    }
}

#[derive(Debug)]
pub(crate) struct Rest {
    http: reqwest::Client,
    base: Url,
    credentials: Credentials,
    pub(crate) keeper: TokenKeeper,
    /// What time it is for the platform, from all its answers.
    pub(crate) time: PlatformTime,
}

impl Rest {
    pub(crate) fn new(base: Url, credentials: Credentials, proxies: &Proxies) -> Result<Self, PlatformError> {
        let http = proxies
            .used_by(reqwest::Client::builder())
            .connect_timeout(CONNECT_LIMIT)
            .timeout(TOTAL_LIMIT)
            .redirect(redirect::Policy::none())
            .build()
            .map_err(|error| PlatformError::Unreachable { message: chain(&error), request_id: None })?;
        Ok(Self { http, base, credentials, keeper: TokenKeeper::new(), time: PlatformTime::default() })
    }

    /// Makes a call with the token.
    pub(crate) async fn call(&self, endpoint: &Endpoint, body: &Body) -> Result<Answer, PlatformError> {
        repeat(endpoint, || self.with_token(endpoint, body)).await
    }

    /// Makes a call that needs no token: the sign-in.
    async fn call_without_token(&self, endpoint: &Endpoint, body: &Body) -> Result<Answer, PlatformError> {
        repeat(endpoint, || self.send(endpoint, body, None)).await
    }

    /// Makes a call that answers with a page of records. One that cannot be read is counted, with a line in the log.
    async fn page<T>(
        &self,
        endpoint: &Endpoint,
        body: &Body,
        decode: impl Fn(&Value) -> Result<T, String>,
    ) -> Result<Page<T>, PlatformError> {
        let answer = self.call(endpoint, body).await?;
        let mut page = Page { items: Vec::new(), total: answer.envelope.total(), unreadable: 0 };
        for raw in answer.list()? {
            match serde_json::from_str(raw).map_err(|error| error.to_string()).and_then(|value| decode(&value)) {
                Ok(item) => page.items.push(item),
                Err(why) => {
                    page.unreadable = page.unreadable.saturating_add(1);
                    tracing::warn!(
                        request_id = answer.request_id,
                        path = endpoint.path,
                        why,
                        "a record could not be read"
                    );
                }
            }
        }
        Ok(page)
    }

    async fn with_token(&self, endpoint: &Endpoint, body: &Body) -> Result<Answer, PlatformError> {
        let token = self.keeper.current().ok_or(PlatformError::NotSignedIn)?;
        match self.send(endpoint, body, Some(&token.granted.value)).await {
            Err(PlatformError::Auth { .. }) => {
                let renewed = self.keeper.replace(token.issue, self.sign_in()).await?;
                self.send(endpoint, body, Some(&renewed.granted.value)).await
            }
            other => other,
        }
    }

    /// One request and its answer, without any second try.
    async fn send(
        &self,
        endpoint: &Endpoint,
        body: &Body,
        token: Option<&SecretString>,
    ) -> Result<Answer, PlatformError> {
        let request_id = Uuid::new_v4().simple().to_string();
        let started = Instant::now();
        let result = self.exchange(endpoint, body, token, &request_id).await;
        let elapsed_ms = started.elapsed().as_millis();
        match &result {
            Ok(_) => tracing::debug!(request_id, path = endpoint.path, elapsed_ms, "answered"),
            Err(error) => tracing::warn!(request_id, path = endpoint.path, elapsed_ms, %error, "call failed"),
        }
        result
    }

    async fn exchange(
        &self,
        endpoint: &Endpoint,
        body: &Body,
        token: Option<&SecretString>,
        request_id: &str,
    ) -> Result<Answer, PlatformError> {
        let id = || Some(request_id.to_owned());
        let malformed = |message: String| PlatformError::Malformed { message, request_id: id() };
        let (content_type, text) = body.encode(endpoint.encoding).map_err(malformed)?;
        let mut request = self
            .http
            .post(self.address(endpoint, request_id))
            .header(CONTENT_TYPE, HeaderValue::from_static(content_type))
            .body(text);
        if let Some(token) = token {
            let mut value = HeaderValue::from_str(token.expose_secret())
                .map_err(|_| malformed("the token does not fit a header".into()))?;
            value.set_sensitive(true);
            request = request.header("token", value);
        }
        let failed = |error: reqwest::Error| failure(error, id());
        let asked = Instant::now();
        let response = request.send().await.map_err(failed)?;
        if let Some(date) = response.headers().get(DATE).and_then(|date| date.to_str().ok()) {
            self.time.hear(date, asked, Instant::now());
        }
        let status = response.status();
        let bytes = response.bytes().await.map_err(failed)?;
        judge(endpoint, status, &bytes, request_id)
            .map(|envelope| Answer { envelope, request_id: request_id.to_owned() })
    }

    fn address(&self, endpoint: &Endpoint, request_id: &str) -> Url {
        let mut address = self.base.clone();
        let path = format!("{}{}", address.path().trim_end_matches('/'), endpoint.path);
        address.set_path(&path);
        address.query_pairs_mut().append_pair("request_id", request_id);
        address
    }
}

/// Repeats a call that may be repeated, while the platform is busy or silent.
async fn repeat<F, Fut>(endpoint: &Endpoint, call: F) -> Result<Answer, PlatformError>
where
    F: FnMut() -> Fut,
    Fut: Future<Output = Result<Answer, PlatformError>>,
{
    let pauses = ExponentialBuilder::default()
        .with_min_delay(Duration::from_millis(300))
        .with_max_delay(Duration::from_secs(3))
        .with_max_times(2)
        .with_jitter();
    call.retry(pauses).when(|error| endpoint.repeatable && error.retryable()).await
}

/// Tells success from the kinds of failure, by the envelope where there is one, else by the HTTP status (Q3).
fn judge(endpoint: &Endpoint, status: StatusCode, body: &[u8], request_id: &str) -> Result<Envelope, PlatformError> {
    let request_id = Some(request_id.to_owned());
    let parsed = Envelope::parse(body);
    let said = parsed.as_ref().ok().filter(|envelope| envelope.code != CODE_OK);
    let (code, msg) = said.map_or_else(
        || (format!("HTTP {}", status.as_u16()), status.canonical_reason().unwrap_or_default().to_owned()),
        |envelope| (envelope.code.clone(), envelope.msg.clone()),
    );
    let refused = matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN);
    let busy = status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error();
    if code == CODE_AUTH || refused {
        Err(PlatformError::Auth { code, msg, request_id })
    } else if code == CODE_BUSY || busy {
        Err(PlatformError::Busy { code, msg, request_id })
    } else if !status.is_success() || (said.is_some() && !endpoint.refusal_is_answer) {
        Err(PlatformError::Rejected { code, msg, request_id })
    } else {
        parsed.map_err(|message| PlatformError::Malformed { message, request_id })
    }
}

fn failure(error: reqwest::Error, request_id: Option<String>) -> PlatformError {
    if error.is_timeout() {
        PlatformError::TimedOut { request_id }
    } else {
        PlatformError::Unreachable { message: chain(&error.without_url()), request_id }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn q04_scalars_go_as_a_form_and_anything_with_an_array_as_json() {
        let scalars = Body::new().with("count", 20).with("robotKey", "a&b").with_some("timestamp", None::<i64>);
        let form = ("application/x-www-form-urlencoded", "count=20&robotKey=a%26b".to_owned());
        assert_eq!(scalars.encode(Encoding::Form).unwrap(), form);

        let with_array = Body::new().with("count", 20).with("msgIds", json!(["1"]));
        let json = ("application/json;charset=UTF-8", r#"{"count":20,"msgIds":["1"]}"#.to_owned());
        assert_eq!(with_array.encode(Encoding::Form).unwrap(), json);
        assert_eq!(scalars.encode(Encoding::Json).unwrap().0, json.0);
    }

    #[test]
    fn q03_the_code_decides_and_the_status_where_there_is_none() {
        let asked = |endpoint: &Endpoint, status: u16, body: &str| {
            judge(endpoint, StatusCode::from_u16(status).unwrap(), body.as_bytes(), "r")
        };
        let kind = |status: u16, body: &str| match asked(&endpoints::CHATS, status, body) {
            Ok(_) => "ok".to_owned(),
            Err(PlatformError::Auth { code, .. }) => format!("auth {code}"),
            Err(PlatformError::Busy { code, .. }) => format!("busy {code}"),
            Err(PlatformError::Rejected { code, .. }) => format!("rejected {code}"),
            Err(PlatformError::Malformed { .. }) => "malformed".to_owned(),
            Err(other) => other.to_string(),
        };
        for (status, body, expected) in [
            (200, r#"{"code":"0"}"#, "ok"),
            (200, r#"{"code":0}"#, "ok"),
            (200, r#"{"code":"1000"}"#, "auth 1000"),
            (200, r#"{"code":5000}"#, "busy 5000"),
            (200, r#"{"code":"30","msg":"members are not staff member"}"#, "rejected 30"),
            (200, "<html>", "malformed"),
            (401, "", "auth HTTP 401"),
            (403, "<html>", "auth HTTP 403"),
            (429, "", "busy HTTP 429"),
            (500, r#"{"code":"1000"}"#, "auth 1000"),
            (502, "<html>", "busy HTTP 502"),
            (302, "", "rejected HTTP 302"),
            (404, r#"{"code":"0"}"#, "rejected HTTP 404"),
        ] {
            assert_eq!(kind(status, body), expected, "{status} {body}");
        }
        assert!(asked(&endpoints::BRIDGE, 200, r#"{"code":"30"}"#).is_ok(), "a refusal of an action is its reply");
        for (status, body) in [(200, r#"{"code":"1000"}"#), (200, r#"{"code":"5000"}"#), (404, r#"{"code":"30"}"#)] {
            assert!(asked(&endpoints::BRIDGE, status, body).is_err(), "{status} {body}");
        }
    }
}
