//! The storages: each on a loopback port of its own, each writing down what it was asked.

use std::{
    collections::HashMap,
    convert::Infallible,
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use async_trait::async_trait;
use axum::{
    Router,
    body::{self, Body},
    extract::Request,
    response::{IntoResponse as _, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use dav_server::{DavHandler, fakels::FakeLs, localfs::LocalFs};
use http::{HeaderMap, Method, StatusCode};
use s3s::{
    S3Result,
    access::{S3Access, S3AccessContext},
    auth::SimpleAuth,
    s3_error,
    service::{S3Service, S3ServiceBuilder},
};
use s3s_fs::FileSystem;
use tempfile::TempDir;
use tokio::net::TcpListener;

pub const KEY: &str = "AKIDZUOXI";
pub const SECRET: &str = "a-secret-that-stays-secret";
pub const BUCKET: &str = "uploads";

/// What a server was asked, in order.
#[derive(Clone, Default)]
pub struct Log {
    asked: Arc<Mutex<Vec<(Method, String)>>>,
    /// So many of the next PUT requests are answered with 503.
    hiccups: Arc<AtomicUsize>,
}

impl Log {
    pub fn count(&self, method: &Method) -> usize {
        self.asked.lock().unwrap().iter().filter(|(asked, _)| asked == method).count()
    }

    pub fn paths(&self) -> Vec<String> {
        self.asked.lock().unwrap().iter().map(|(_, path)| path.clone()).collect()
    }

    pub fn fail_next_puts(&self, count: usize) {
        self.hiccups.store(count, Ordering::SeqCst);
    }

    /// Writes a request down; an answer if it is one of those to fail.
    fn note(&self, request: &Request) -> Option<Response> {
        self.asked.lock().unwrap().push((request.method().clone(), request.uri().to_string()));
        let fail = *request.method() == Method::PUT
            && self.hiccups.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok();
        fail.then(|| StatusCode::SERVICE_UNAVAILABLE.into_response())
    }
}

/// Serves on a free port until the test ends; its base address.
pub async fn serve<F>(answer: impl Fn(Request) -> F + Clone + Send + Sync + 'static) -> String
where
    F: Future<Output = Response> + Send,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let handler = move |request: Request| {
        let answer = answer.clone();
        async move { answer(request).await }
    };
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(handler)).await });
    format!("http://{address}")
}

/// An address where nobody listens.
pub async fn nobody() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

/// s3s-fs: an S3 server that keeps objects as files, with signatures checked.
pub struct S3Server {
    pub url: String,
    pub log: Log,
    folder: TempDir,
}

/// Strangers may read objects, or nothing at all. And nobody writes to a bucket that is not there: s3s-fs would make
/// it, which no storage does.
struct Strangers {
    read: bool,
}

#[async_trait]
impl S3Access for Strangers {
    async fn check(&self, context: &mut S3AccessContext<'_>) -> S3Result<()> {
        if context.s3_path().get_bucket_name() != Some(BUCKET) {
            return Err(s3_error!(NoSuchBucket));
        }
        let reading = matches!(context.s3_op().name(), "GetObject" | "HeadObject");
        match context.credentials() {
            Some(_) => Ok(()),
            None if reading && self.read => Ok(()),
            None => Err(s3_error!(AccessDenied)),
        }
    }
}

impl S3Server {
    pub async fn public() -> Self {
        Self::start(true).await
    }

    pub async fn private() -> Self {
        Self::start(false).await
    }

    async fn start(read: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(BUCKET)).unwrap();
        let mut builder = S3ServiceBuilder::new(FileSystem::new(folder.path()).unwrap());
        builder.set_auth(SimpleAuth::from_single(KEY, SECRET));
        builder.set_access(Strangers { read });
        let service = builder.build();
        let log = Log::default();
        let noted = log.clone();
        let url = serve(move |request| {
            let (service, noted) = (service.clone(), noted.clone());
            async move {
                match noted.note(&request) {
                    Some(hiccup) => hiccup,
                    None => s3(&service, request).await,
                }
            }
        })
        .await;
        Self { url, log, folder }
    }

    /// The objects of the bucket, and whatever an unfinished upload has left.
    pub fn contents(&self) -> Vec<String> {
        let mut found = files(&self.folder.path().join(BUCKET));
        let parts = files(self.folder.path()).into_iter();
        found.extend(parts.filter(|name| name.starts_with(".upload")));
        found
    }
}

async fn s3(service: &S3Service, request: Request) -> Response {
    let request = request.map(s3s::Body::http_body_unsync);
    match service.call(request).await {
        Ok(answer) => answer.map(Body::new),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// dav-server on a folder. Everyone may GET; everything else needs the name and the password.
pub struct DavServer {
    pub url: String,
    pub log: Log,
    folder: TempDir,
}

impl DavServer {
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let files = LocalFs::new(folder.path(), true, false, false);
        let handler = DavHandler::builder().filesystem(files).locksystem(FakeLs::new()).build_handler();
        let log = Log::default();
        let noted = log.clone();
        let expected = format!("Basic {}", STANDARD.encode(format!("seat:{SECRET}")));
        let url = serve(move |request| {
            let (handler, noted, expected) = (handler.clone(), noted.clone(), expected.clone());
            async move {
                if let Some(hiccup) = noted.note(&request) {
                    return hiccup;
                }
                let known = request.headers().get("authorization").is_some_and(|value| value == expected.as_str());
                if request.method() != Method::GET && !known {
                    return StatusCode::UNAUTHORIZED.into_response();
                }
                handler.handle(request).await.map(Body::new)
            }
        })
        .await;
        Self { url, log, folder }
    }

    pub fn make_folder(&self, path: &str) {
        std::fs::create_dir_all(self.folder.path().join(path)).unwrap();
    }

    pub fn contents(&self) -> Vec<String> {
        files(self.folder.path())
    }
}

/// The practice platform's storage, by its contract alone: PUT and DELETE with a token, GET and HEAD without.
pub struct PracticeServer {
    pub url: String,
    pub log: Log,
    kept: Arc<Mutex<HashMap<String, body::Bytes>>>,
}

impl PracticeServer {
    pub async fn start() -> Self {
        let (log, kept) = (Log::default(), Arc::<Mutex<HashMap<String, body::Bytes>>>::default());
        let (noted, shelf) = (log.clone(), Arc::clone(&kept));
        let url = serve(move |request| {
            let (noted, shelf) = (noted.clone(), Arc::clone(&shelf));
            async move {
                match noted.note(&request) {
                    Some(hiccup) => hiccup,
                    None => practice(&shelf, request).await,
                }
            }
        })
        .await;
        Self { url, log, kept }
    }

    pub fn contents(&self) -> Vec<String> {
        self.kept.lock().unwrap().keys().cloned().collect()
    }
}

async fn practice(shelf: &Mutex<HashMap<String, body::Bytes>>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    if !path.starts_with("/media/upload/") {
        return StatusCode::NOT_FOUND.into_response();
    }
    let writes = matches!(*request.method(), Method::PUT | Method::DELETE);
    if writes && request.headers().get("token").is_none_or(|token| token != SECRET) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    match *request.method() {
        Method::PUT => {
            let Ok(bytes) = body::to_bytes(request.into_body(), usize::MAX).await else {
                return StatusCode::BAD_REQUEST.into_response();
            };
            shelf.lock().unwrap().insert(path, bytes);
            StatusCode::CREATED.into_response()
        }
        Method::DELETE => match shelf.lock().unwrap().remove(&path) {
            Some(_) => StatusCode::NO_CONTENT.into_response(),
            None => StatusCode::NOT_FOUND.into_response(),
        },
        _ => match shelf.lock().unwrap().get(&path).cloned() {
            Some(bytes) => bytes.into_response(),
            None => StatusCode::NOT_FOUND.into_response(),
        },
    }
}

/// One request as it was on the wire.
pub struct Caught {
    pub method: Method,
    pub uri: String,
    pub headers: HeaderMap,
}

/// A proxy that answers everything with 200 and hands on what came.
pub async fn catching_proxy() -> (String, Arc<Mutex<Vec<Caught>>>) {
    let caught = Arc::<Mutex<Vec<Caught>>>::default();
    let keep = Arc::clone(&caught);
    let url = serve(move |request| {
        let keep = Arc::clone(&keep);
        async move {
            let (parts, _) = request.into_parts();
            keep.lock().unwrap().push(Caught {
                method: parts.method,
                uri: parts.uri.to_string(),
                headers: parts.headers,
            });
            Ok::<_, Infallible>(StatusCode::OK).into_response()
        }
    })
    .await;
    (url, caught)
}

/// Every file below a folder, relative to it.
fn files(folder: &std::path::Path) -> Vec<String> {
    let (mut found, mut open) = (Vec::new(), vec![PathBuf::from(folder)]);
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.push(path.strip_prefix(folder).unwrap().to_string_lossy().into_owned());
            }
        }
    }
    found
}
