//! What opendal sends its requests with: our client, which counts bytes, notices stalls and can be cancelled.

use std::{
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::Bytes;
use futures_util::stream;
use http::{Method, Request, Response, StatusCode};
use http_body::{Body as HttpBodyTrait, Frame, SizeHint};
use opendal::{Buffer, Error, ErrorKind, HttpBody, HttpTransport};
use tokio_util::sync::CancellationToken;
use url::Url;

use super::{
    meter::{Counter, Meter, Share},
    web::{LineError, Web},
};

/// How finely a request is counted and sent.
const STEP_BYTES: usize = 64 * 1024;
/// Answers of storages are short XML; whatever is longer is not read to its end.
const ANSWER_BYTES: usize = 1024 * 1024;

/// The requests of one upload, or of the storage's other business.
#[derive(Clone)]
pub(super) struct Transport {
    pub web: Web,
    /// Counts the bodies of PUT requests, which are the file's.
    pub meter: Option<Arc<Meter>>,
    /// Stops everything except DELETE, so that a cancelled upload can still take its parts back.
    pub cancel: CancellationToken,
}

impl HttpTransport for Transport {
    async fn fetch(&self, request: Request<Buffer>) -> opendal::Result<Response<HttpBody>> {
        let (parts, body) = request.into_parts();
        let url = Url::parse(&parts.uri.to_string())
            .map_err(|_| Error::new(ErrorKind::ConfigInvalid, "the address of the storage is not one"))?;
        let share = match &self.meter {
            Some(meter) if parts.method == Method::PUT => Share::of(meter),
            _ => Share::default(),
        };
        let free = CancellationToken::new();
        let cancel = if parts.method == Method::DELETE { &free } else { &self.cancel };
        let method = parts.method.clone();
        let mut builder = self.web.client.request(parts.method, url.clone()).headers(parts.headers);
        if !body.is_empty() {
            let counted = Counted { rest: body, counter: share.counter.clone() };
            builder = builder.body(reqwest::Body::wrap(counted));
        }
        let mut answer = self.web.send(&url, builder, &share.counter, cancel).await.map_err(failed)?;
        let status = answer.status();
        if let Some(kind) = plain_meaning(&method, status) {
            let temporary = kind == ErrorKind::RateLimited;
            return Err(Error::new(kind, status.to_string()).with_temporary(temporary));
        }
        let bytes = self.web.read(&url, &mut answer, ANSWER_BYTES).await.map_err(failed)?;
        if status.is_success() {
            share.keep();
        }
        let length = u64::try_from(bytes.len()).ok();
        let body = HttpBody::new(stream::iter([Ok(Buffer::from(bytes))]), length);
        let mut response = Response::new(body);
        *response.status_mut() = status;
        *response.headers_mut() = std::mem::take(answer.headers_mut());
        response.extensions_mut().insert(parts.uri);
        Ok(response)
    }
}

/// Statuses that mean the same to every storage. The services of opendal differ in what they make of them, and once an
/// operation was repeated its error no longer tells whether it could have been.
fn plain_meaning(method: &Method, status: StatusCode) -> Option<ErrorKind> {
    match status {
        StatusCode::UNAUTHORIZED => Some(ErrorKind::PermissionDenied),
        StatusCode::NOT_IMPLEMENTED | StatusCode::INSUFFICIENT_STORAGE => None,
        StatusCode::TOO_MANY_REQUESTS => Some(ErrorKind::RateLimited),
        status if status.is_server_error() => Some(ErrorKind::RateLimited),
        // A folder whose parent is missing.
        StatusCode::CONFLICT if method.as_str() == "MKCOL" => Some(ErrorKind::NotFound),
        _ => None,
    }
}

fn failed(error: LineError) -> Error {
    let temporary = !matches!(error, LineError::Cancelled);
    Error::new(ErrorKind::Unexpected, "no answer").with_temporary(temporary).set_source(error)
}

/// A body of known length that counts what is taken from it.
struct Counted {
    rest: Buffer,
    counter: Counter,
}

impl HttpBodyTrait for Counted {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        let step = self.rest.len().min(STEP_BYTES);
        let bytes = self.rest.split_to(step).to_bytes();
        self.counter.add(bytes.len() as u64);
        Poll::Ready(Some(Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest.len() as u64)
    }
}
