//! An upload storage of the practice platform's own, in memory.
//!
//! The specification has no upload: media are sent as addresses that the platform can fetch (quirk Q55), and a company
//! brings its own storage. To practise that without one, `PUT /media/upload/<path>` keeps a file, for whoever has the
//! account's token or the practice key; reading it needs neither, as the platform's servers have neither.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{self, Body};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::book::Book;
use crate::faults::AnswerFaultKind;
use crate::guarded::Guarded;
use crate::options::{UPLOAD_KEY, UploadLimits};
use crate::practice::Practice;

/// The header that may carry [`UPLOAD_KEY`] instead of a token.
const KEY_HEADER: &str = "x-practice-key";

/// The path under which faults for uploads are planned.
const UPLOADS: &str = "/media/upload";

#[derive(Clone, Debug)]
struct Stored {
    bytes: body::Bytes,
    content_type: HeaderValue,
}

#[derive(Debug, Default)]
struct Shelf {
    limits: UploadLimits,
    uploads: HashMap<String, Stored>,
    exports: HashMap<String, Stored>,
}

#[derive(Debug)]
pub struct Storage(Guarded<Shelf>);

impl Storage {
    pub fn new(limits: UploadLimits) -> Self {
        Self(Guarded::new(Shelf { limits, ..Shelf::default() }))
    }

    /// Other limits, for what comes from now on.
    pub fn limit(&self, limits: UploadLimits) {
        self.0.with(|shelf| shelf.limits = limits);
    }

    fn limits(&self) -> UploadLimits {
        self.0.with(|shelf| shelf.limits.clone())
    }

    /// Keeps a file of spec 2.5; the folder and the name under which it can be fetched.
    pub fn export(&self, name: &str, bytes: Vec<u8>) -> (String, String) {
        let content_type = kind_of(name);
        self.0.with(|shelf| {
            let number = format!("{:08x}", shelf.exports.len() + 1);
            shelf.exports.insert(format!("{number}/{name}"), Stored { bytes: bytes.into(), content_type });
            (format!("media/export/{number}"), name.to_owned())
        })
    }

    /// Keeps an upload in place of one of the same path; `false` when there is no room.
    fn put(&self, path: String, stored: Stored) -> bool {
        self.0.with(|shelf| {
            let others = shelf.uploads.iter().filter(|(known, _)| **known != path);
            let taken: usize = others.map(|(_, stored)| stored.bytes.len()).sum();
            let fits = taken + stored.bytes.len() <= shelf.limits.total_bytes;
            if fits {
                shelf.uploads.insert(path, stored);
            }
            fits
        })
    }
}

pub async fn put(State(practice): State<Arc<Practice>>, Path(path): Path<String>, request: Request) -> Response {
    if !may_write(&practice, request.headers()) {
        practice.book.with(Book::upload_refused);
        return StatusCode::UNAUTHORIZED.into_response();
    }
    // Planned as for any other call, by this path.
    match practice.faults.next_answer(UPLOADS) {
        None | Some(AnswerFaultKind::Malformed(_)) => {}
        Some(AnswerFaultKind::DelayMs(delay)) => tokio::time::sleep(Duration::from_millis(delay)).await,
        Some(AnswerFaultKind::Status(status)) => {
            return StatusCode::from_u16(status).unwrap_or(StatusCode::SERVICE_UNAVAILABLE).into_response();
        }
        Some(AnswerFaultKind::Code(_)) => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
    let declared = request.headers().get(header::CONTENT_TYPE).cloned();
    let useful = declared.filter(|kind| kind.as_bytes() != b"application/octet-stream");
    let content_type = useful.unwrap_or_else(|| kind_of(&path));
    // A body that is longer than allowed is not read to its end.
    let Ok(bytes) = body::to_bytes(request.into_body(), practice.storage.limits().file_bytes).await else {
        practice.book.with(Book::upload_refused);
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let length = bytes.len();
    if !practice.storage.put(path.clone(), Stored { bytes, content_type }) {
        practice.book.with(Book::upload_refused);
        return StatusCode::INSUFFICIENT_STORAGE.into_response();
    }
    practice.book.with(|book| book.uploaded(length));
    let url = practice.world.with(|world| world.addresses.below(&format!("media/upload/{path}")));
    (StatusCode::CREATED, axum::Json(json!({ "url": url, "bytes": length }))).into_response()
}

pub async fn delete(State(practice): State<Arc<Practice>>, Path(path): Path<String>, headers: HeaderMap) -> StatusCode {
    if !may_write(&practice, &headers) {
        return StatusCode::UNAUTHORIZED;
    }
    let known = practice.storage.0.with(|shelf| shelf.uploads.remove(&path).is_some());
    if known {
        practice.book.with(Book::upload_deleted);
        StatusCode::NO_CONTENT
    } else {
        StatusCode::NOT_FOUND
    }
}

/// GET and HEAD of an upload.
pub async fn upload(State(practice): State<Arc<Practice>>, Path(path): Path<String>, headers: HeaderMap) -> Response {
    serve(practice.storage.0.with(|shelf| shelf.uploads.get(&path).cloned()), &headers)
}

/// GET and HEAD of an Excel file of spec 2.5.
pub async fn export(State(practice): State<Arc<Practice>>, Path(path): Path<String>, headers: HeaderMap) -> Response {
    serve(practice.storage.0.with(|shelf| shelf.exports.get(&path).cloned()), &headers)
}

fn may_write(practice: &Practice, headers: &HeaderMap) -> bool {
    let value = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value(KEY_HEADER) == UPLOAD_KEY || practice.tokens.is_valid(value("token"), practice.clock.now_ms())
}

fn serve(stored: Option<Stored>, headers: &HeaderMap) -> Response {
    let Some(stored) = stored else { return StatusCode::NOT_FOUND.into_response() };
    let length = stored.bytes.len();
    let asked = headers.get(header::RANGE).and_then(|range| range.to_str().ok());
    let (status, range) = match asked.map_or(Asked::Everything, |range| Asked::read(range, length)) {
        Asked::Everything => (StatusCode::OK, 0..length),
        Asked::Part(range) => (StatusCode::PARTIAL_CONTENT, range),
        Asked::Nothing => {
            let outside = [(header::CONTENT_RANGE, format!("bytes */{length}"))];
            return (StatusCode::RANGE_NOT_SATISFIABLE, outside).into_response();
        }
    };
    let mut response = Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, stored.content_type)
        .header(header::CONTENT_LENGTH, range.len())
        .header(header::ACCEPT_RANGES, "bytes");
    if status == StatusCode::PARTIAL_CONTENT {
        let last = range.end.saturating_sub(1);
        response = response.header(header::CONTENT_RANGE, format!("bytes {}-{last}/{length}", range.start));
    }
    let body = Body::from(stored.bytes.slice(range));
    response.body(body).unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

/// What a `Range` header asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Asked {
    /// No range, several at once, or one that cannot be read: the whole is a right answer to all of them.
    Everything,
    Part(Range<usize>),
    /// A range beyond the end.
    Nothing,
}

impl Asked {
    fn read(header: &str, length: usize) -> Self {
        let ends = header.strip_prefix("bytes=").filter(|ranges| !ranges.contains(',')).and_then(|r| r.split_once('-'));
        let Some((first, last)) = ends else { return Self::Everything };
        let range = match (first.parse::<usize>(), last.parse::<usize>()) {
            (Ok(first), Ok(last)) if last >= first => first..last.saturating_add(1).min(length),
            (Ok(first), Err(_)) if last.is_empty() => first..length,
            (Err(_), Ok(count)) if first.is_empty() => length.saturating_sub(count)..length,
            _ => return Self::Everything,
        };
        if range.is_empty() { Self::Nothing } else { Self::Part(range) }
    }
}

/// The media type by the name's extension.
fn kind_of(name: &str) -> HeaderValue {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
    HeaderValue::from_static(match extension.as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "mp4" => "video/mp4",
        "mp3" => "audio/mpeg",
        "wav" => "audio/wav",
        "pdf" => "application/pdf",
        "zip" => "application/zip",
        "txt" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        _ => "application/octet-stream",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_http_means_them() {
        let expected = [
            ("bytes=0-0", Asked::Part(0..1)),
            ("bytes=2-", Asked::Part(2..10)),
            ("bytes=-3", Asked::Part(7..10)),
            ("bytes=-99", Asked::Part(0..10)),
            ("bytes=5-99", Asked::Part(5..10)),
            ("bytes=10-", Asked::Nothing),
            ("bytes=0-1,3-4", Asked::Everything),
            ("bytes=4-2", Asked::Everything),
            ("lines=1-2", Asked::Everything),
        ];
        for (header, asked) in expected {
            assert_eq!(Asked::read(header, 10), asked, "{header}");
        }
    }
}
