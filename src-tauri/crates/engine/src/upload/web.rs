//! The one HTTP client of an upload: how long it waits, and what it makes of a line that fails.

use std::{future::Future, time::Duration};

use bytes::Bytes;
use reqwest::{Client, RequestBuilder, Response, redirect::Policy};
use tokio_util::sync::CancellationToken;
use url::Url;
use zuoxi_platform::Proxies;

use super::{UploadError, meter::Counter};

/// How patient an upload is. There is no limit on the whole: a large file may take as long as it moves.
#[derive(Debug, Clone)]
pub struct NetworkRules {
    pub connect_limit: Duration,
    /// An answer, or the next bytes on their way, may take this long.
    pub stall_limit: Duration,
    /// Taking back what was cancelled may take this long; after it the person is told what may be left.
    pub tidy_limit: Duration,
    /// How often a request that failed for the network's or the storage's sake is repeated.
    pub retries: usize,
    /// The pause before the first repetition; it doubles from one to the next.
    pub first_pause: Duration,
    /// A proxy for all requests, in place of the system's.
    pub proxy: Option<Url>,
}

impl Default for NetworkRules {
    fn default() -> Self {
        Self {
            connect_limit: Duration::from_secs(10),
            stall_limit: Duration::from_mins(1),
            tidy_limit: Duration::from_secs(5),
            retries: 3,
            first_pause: Duration::from_millis(500),
            proxy: None,
        }
    }
}

/// What happened to a request that got no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum LineError {
    #[error("cancelled")]
    Cancelled,
    #[error("{host} stopped answering for {seconds} s")]
    Stalled { host: String, seconds: u64 },
    #[error("{host} cannot be reached: {why}")]
    Unreachable { host: String, why: String },
}

impl From<&LineError> for UploadError {
    fn from(error: &LineError) -> Self {
        match error {
            LineError::Cancelled => Self::Cancelled { left: None },
            LineError::Stalled { host, seconds } => Self::Stalled { host: host.clone(), seconds: *seconds },
            LineError::Unreachable { host, why } => Self::Unreachable { host: host.clone(), why: why.clone() },
        }
    }
}

impl From<LineError> for UploadError {
    fn from(error: LineError) -> Self {
        Self::from(&error)
    }
}

#[derive(Clone)]
pub(super) struct Web {
    pub client: Client,
    stall_limit: Duration,
}

impl Web {
    /// Redirects are answers here, not errands: a storage that redirects is set up wrongly, and the platform's way of
    /// following them is not known.
    pub(super) fn new(rules: &NetworkRules) -> Result<Self, UploadError> {
        let mut builder =
            Client::builder().connect_timeout(rules.connect_limit).redirect(Policy::none()).referer(false).no_gzip();
        builder = match &rules.proxy {
            Some(proxy) => {
                let bad = |_| UploadError::Setting { field: "proxy", why: "it is not the address of a proxy" };
                builder.proxy(reqwest::Proxy::all(proxy.clone()).map_err(bad)?)
            }
            None => Proxies::of_this_machine().used_by(builder),
        };
        let broken =
            |error: reqwest::Error| UploadError::Unreachable { host: "the network".into(), why: cause(&error) };
        Ok(Self { client: builder.build().map_err(broken)?, stall_limit: rules.stall_limit })
    }

    /// Sends a request and waits for the head of its answer, as long as bytes keep moving.
    pub(super) async fn send(
        &self,
        url: &Url,
        request: RequestBuilder,
        counter: &Counter,
        cancel: &CancellationToken,
    ) -> Result<Response, LineError> {
        tokio::select! {
            biased;
            () = cancel.cancelled() => Err(LineError::Cancelled),
            answer = request.send() => answer.map_err(|error| unreachable(url, &error)),
            () = self.stalled(counter) => Err(self.stall(url)),
        }
    }

    /// The next bytes of an answer; `None` at its end.
    pub(super) async fn next(&self, url: &Url, answer: &mut Response) -> Result<Option<Bytes>, LineError> {
        self.within(url, async { answer.chunk().await.map_err(|error| unreachable(url, &error)) }).await
    }

    /// The answer to its end or to a limit, whichever comes first.
    pub(super) async fn read(&self, url: &Url, answer: &mut Response, limit: usize) -> Result<Vec<u8>, LineError> {
        let mut bytes = Vec::new();
        while bytes.len() < limit {
            let Some(more) = self.next(url, answer).await? else { break };
            bytes.extend_from_slice(&more);
        }
        bytes.truncate(limit);
        Ok(bytes)
    }

    async fn within<T>(&self, url: &Url, step: impl Future<Output = Result<T, LineError>>) -> Result<T, LineError> {
        tokio::time::timeout(self.stall_limit, step).await.unwrap_or_else(|_| Err(self.stall(url)))
    }

    /// Returns when nothing has moved for the limit.
    async fn stalled(&self, counter: &Counter) {
        loop {
            let before = counter.sent();
            tokio::time::sleep(self.stall_limit).await;
            if counter.sent() == before {
                return;
            }
        }
    }

    fn stall(&self, url: &Url) -> LineError {
        LineError::Stalled { host: host(url), seconds: self.stall_limit.as_secs() }
    }
}

fn unreachable(url: &Url, error: &reqwest::Error) -> LineError {
    LineError::Unreachable { host: host(url), why: cause(error) }
}

fn host(url: &Url) -> String {
    match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (Some(host), None) => host.to_owned(),
        (None, _) => "the address".to_owned(),
    }
}

/// The innermost reason, which is the telling one; reqwest's own words repeat the whole address.
fn cause(error: &reqwest::Error) -> String {
    let mut reason: &dyn std::error::Error = error;
    while let Some(inner) = reason.source() {
        reason = inner;
    }
    match reason.downcast_ref::<reqwest::Error>() {
        Some(_) if error.is_timeout() => "it does not answer".to_owned(),
        Some(_) => "the connection failed".to_owned(),
        None => reason.to_string(),
    }
}
