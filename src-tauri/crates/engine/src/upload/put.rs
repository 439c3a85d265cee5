//! Storages that take a file with one plain PUT: `WebDAV` and the practice platform.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use backon::{ExponentialBuilder, Retryable as _};
use futures_util::stream;
use opendal::{ErrorKind, Operator};
use reqwest::{
    Body, Method, RequestBuilder, Response, StatusCode,
    header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue},
};
use tokio_util::sync::CancellationToken;
use url::Url;

use super::{
    NetworkRules, UploadError,
    meter::{Counter, Meter, Share},
    name,
    operator::explain,
    source::{CheckedReader, SourceFile},
    web::Web,
};

/// How finely a file is read, counted and sent.
const STEP_BYTES: usize = 64 * 1024;

pub(super) struct PlainStore {
    web: Web,
    retries: usize,
    first_pause: Duration,
    /// The address that paths are appended to, without a slash at its end.
    base: String,
    /// What shows that we may write.
    key: (HeaderName, HeaderValue),
    /// Makes folders, asks and deletes, where the storage has `WebDAV`'s words for it.
    webdav: Option<Operator>,
}

impl PlainStore {
    pub(super) fn new(
        web: &Web,
        rules: &NetworkRules,
        base: &str,
        key: (HeaderName, HeaderValue),
        webdav: Option<Operator>,
    ) -> Self {
        let base = base.trim().trim_end_matches('/').to_owned();
        Self { web: web.clone(), retries: rules.retries, first_pause: rules.first_pause, base, key, webdav }
    }

    /// The length of an object; `None` if there is none.
    pub(super) async fn stat(&self, path: &str, cancel: &CancellationToken) -> Result<Option<u64>, UploadError> {
        if let Some(operator) = &self.webdav {
            return match operator.stat(path).await {
                Ok(found) => Ok(Some(found.content_length())),
                Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
                Err(error) => Err(explain(&error, &self.base)),
            };
        }
        self.patiently(cancel, || async {
            let url = self.url(path)?;
            let answer = self.ask(Method::HEAD, &url, &Counter::default(), cancel, |request| request).await?;
            match answer.status() {
                StatusCode::NOT_FOUND => Ok(None),
                status if status.is_success() => Ok(content_length(&answer)),
                status => Err(self.refusal(status)),
            }
        })
        .await
    }

    pub(super) async fn delete(&self, path: &str) -> Result<(), UploadError> {
        if let Some(operator) = &self.webdav {
            return operator.delete(path).await.map_err(|error| explain(&error, &self.base));
        }
        let free = CancellationToken::new();
        self.patiently(&free, || async {
            let url = self.url(path)?;
            let answer = self.ask(Method::DELETE, &url, &Counter::default(), &free, |request| request).await?;
            match answer.status() {
                StatusCode::NOT_FOUND => Ok(()),
                status if status.is_success() => Ok(()),
                status => Err(self.refusal(status)),
            }
        })
        .await
    }

    /// Writes a few bytes.
    pub(super) async fn write(&self, path: &str, bytes: &'static [u8], mime: &str) -> Result<(), UploadError> {
        let free = CancellationToken::new();
        self.make_folder(path).await?;
        self.patiently(&free, || async {
            let url = self.url(path)?;
            let body = |request: RequestBuilder| request.header(CONTENT_TYPE, mime).body(bytes);
            let answer = self.ask(Method::PUT, &url, &Counter::default(), &free, body).await?;
            if answer.status().is_success() { Ok(()) } else { Err(self.refusal(answer.status())) }
        })
        .await
    }

    /// Writes a file.
    pub(super) async fn send(
        &self,
        path: &str,
        source: &SourceFile,
        meter: &Arc<Meter>,
        cancel: &CancellationToken,
    ) -> Result<(), UploadError> {
        self.make_folder(path).await?;
        self.patiently(cancel, || self.send_once(path, source, meter, cancel)).await
    }

    async fn send_once(
        &self,
        path: &str,
        source: &SourceFile,
        meter: &Arc<Meter>,
        cancel: &CancellationToken,
    ) -> Result<(), UploadError> {
        let url = self.url(path)?;
        let share = Share::of(meter);
        let broken: Arc<Mutex<Option<UploadError>>> = Arc::default();
        let file = body(source.open().await?, share.counter.clone(), Arc::clone(&broken));
        let dress = |request: RequestBuilder| {
            request.header(CONTENT_LENGTH, source.bytes).header(CONTENT_TYPE, source.sniffed.stored_as()).body(file)
        };
        let answer = self.ask(Method::PUT, &url, &share.counter, cancel, dress).await;
        // When our own file ends the request, the line only says that it broke.
        if let Some(error) = broken.lock().unwrap_or_else(PoisonError::into_inner).take() {
            return Err(error);
        }
        let status = answer?.status();
        if !status.is_success() {
            return Err(self.refusal(status));
        }
        share.keep();
        Ok(())
    }

    async fn make_folder(&self, path: &str) -> Result<(), UploadError> {
        let Some(operator) = &self.webdav else { return Ok(()) };
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        operator.create_dir(&format!("{folder}/")).await.map_err(|error| explain(&error, &self.base))
    }

    async fn ask(
        &self,
        method: Method,
        url: &Url,
        counter: &Counter,
        cancel: &CancellationToken,
        dress: impl FnOnce(RequestBuilder) -> RequestBuilder,
    ) -> Result<Response, UploadError> {
        let (name, value) = self.key.clone();
        let request = self.web.client.request(method, url.clone()).header(name, value);
        Ok(self.web.send(url, dress(request), counter, cancel).await?)
    }

    /// Not for an `AsyncFn`: what borrows through one cannot be proved `Send`, and no task could upload anything.
    async fn patiently<T, F: Future<Output = Result<T, UploadError>>>(
        &self,
        cancel: &CancellationToken,
        attempt: impl Fn() -> F,
    ) -> Result<T, UploadError> {
        let pauses = ExponentialBuilder::default()
            .with_min_delay(self.first_pause)
            .with_max_delay(self.first_pause * 8)
            .with_max_times(self.retries);
        let attempts = attempt.retry(pauses).when(|error| {
            matches!(error, UploadError::Busy | UploadError::Unreachable { .. } | UploadError::Stalled { .. })
        });
        tokio::select! {
            biased;
            () = cancel.cancelled() => Err(UploadError::Cancelled { left: None }),
            done = attempts => done,
        }
    }

    fn url(&self, path: &str) -> Result<Url, UploadError> {
        Url::parse(&format!("{}/{}", self.base, name::encode(path)))
            .map_err(|_| UploadError::BadAddress { why: "the address of the storage is not a web address" })
    }

    fn refusal(&self, status: StatusCode) -> UploadError {
        match status {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => UploadError::Denied,
            StatusCode::NOT_FOUND | StatusCode::CONFLICT => UploadError::NoBucket { place: self.base.clone() },
            StatusCode::TOO_MANY_REQUESTS => UploadError::Busy,
            // Full is a state that a repetition does not change.
            status if status.is_server_error() && status != StatusCode::INSUFFICIENT_STORAGE => UploadError::Busy,
            status => UploadError::Refused { code: status.to_string() },
        }
    }
}

/// reqwest's own word for it is of the body, which an answer to HEAD does not have.
pub(super) fn content_length(answer: &Response) -> Option<u64> {
    answer.headers().get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// The file as the body of a request. An error ends the request before the storage has the whole.
fn body(reader: CheckedReader, counter: Counter, broken: Arc<Mutex<Option<UploadError>>>) -> Body {
    let blocks = stream::try_unfold((reader, counter, broken), |(mut reader, counter, broken)| async {
        match reader.next(STEP_BYTES).await {
            Ok(Some(block)) => {
                counter.add(block.len() as u64);
                Ok(Some((block, (reader, counter, broken))))
            }
            Ok(None) => Ok(None),
            Err(error) => {
                let told = std::io::Error::other(error.to_string());
                *broken.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                Err(told)
            }
        }
    });
    Body::wrap_stream(blocks)
}
