//! What can go wrong between the console and the platform.
//!
//! One variant per thing that somebody does differently: wait, sign in again, show the platform's own words, shorten
//! the text. Messages are kept as text and not as a chain of sources, because the result of a renewal is handed to
//! everyone who waited for it and has to be cloned, and because text can be cleared of the token once, here.

use std::error::Error;

/// An error of a call or a send. Each names the `request_id` of its call, where there was one (Q5).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlatformError {
    /// No connection, or it broke off. For a send: whether the platform got it is not known.
    #[error("the platform could not be reached: {message}{}", tail(.request_id.as_ref()))]
    Unreachable { message: String, request_id: Option<String> },
    /// No answer within the limit. For a send: whether the platform got it is not known.
    #[error("the platform did not answer in time{}", tail(.request_id.as_ref()))]
    TimedOut { request_id: Option<String> },
    /// Code 1000, or HTTP 401 and 403, after the token was renewed once (Q3).
    #[error("the platform does not accept the account: {msg} (code {code}){}", tail(.request_id.as_ref()))]
    Auth { code: String, msg: String, request_id: Option<String> },
    /// Code 5000, or HTTP 429 and 5xx (Q3).
    #[error("the platform is busy: {msg} (code {code}){}", tail(.request_id.as_ref()))]
    Busy { code: String, msg: String, request_id: Option<String> },
    /// Any other code: the platform's answer to what was asked, for a person to read (Q3).
    #[error("the platform refused: {msg} (code {code}){}", tail(.request_id.as_ref()))]
    Rejected { code: String, msg: String, request_id: Option<String> },
    /// The answer is not what the specification describes.
    #[error("the platform's answer could not be read: {message}{}", tail(.request_id.as_ref()))]
    Malformed { message: String, request_id: Option<String> },
    /// A call before [`sign_in`](crate::Platform::sign_in).
    #[error("not signed in")]
    NotSignedIn,
    /// The message does not fit one frame (Q42).
    #[error("the message is larger than {limit_bytes} bytes")]
    TooLarge { limit_bytes: u32 },
    /// The specification has no call that sends this kind of content; `kind` names it.
    #[error("the platform has no way to send a {kind}")]
    Unsendable { kind: &'static str },
    /// The line was down before the message was handed over: the platform surely did not get it.
    #[error("the line is down")]
    LineDown,
    /// An address of the environment is not an address.
    #[error("not a usable address: {message}")]
    InvalidAddress { message: String },
}

impl PlatformError {
    /// True if the same call may succeed a little later. Whether it may be *repeated* is the call's own affair.
    #[must_use]
    pub fn retryable(&self) -> bool {
        matches!(self, Self::Unreachable { .. } | Self::TimedOut { .. } | Self::Busy { .. })
    }

    /// The id of the call, as the platform's own logs know it. Spec 1.3.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Unreachable { request_id, .. }
            | Self::TimedOut { request_id }
            | Self::Auth { request_id, .. }
            | Self::Busy { request_id, .. }
            | Self::Rejected { request_id, .. }
            | Self::Malformed { request_id, .. } => request_id.as_deref(),
            Self::NotSignedIn
            | Self::TooLarge { .. }
            | Self::Unsendable { .. }
            | Self::LineDown
            | Self::InvalidAddress { .. } => None,
        }
    }
}

fn tail(request_id: Option<&String>) -> String {
    request_id.map(|id| format!(" [request {id}]")).unwrap_or_default()
}

/// An error and everything under it in one line: libraries put the reason of a failure in its sources.
pub(crate) fn chain(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        let part = inner.to_string();
        if !text.contains(&part) {
            text.push_str(": ");
            text.push_str(&part);
        }
        source = inner.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn q05_an_error_names_the_request_it_belongs_to() {
        let error = PlatformError::Busy {
            code: "5000".into(),
            msg: "服务器繁忙".into(),
            request_id: Some("09cb05da9c91453fa1ae08efa083ecd1".into()),
        };
        assert_eq!(error.request_id(), Some("09cb05da9c91453fa1ae08efa083ecd1"));
        assert_eq!(
            error.to_string(),
            "the platform is busy: 服务器繁忙 (code 5000) [request 09cb05da9c91453fa1ae08efa083ecd1]"
        );
        assert!(error.retryable());
        assert!(!PlatformError::NotSignedIn.retryable());
    }
}
