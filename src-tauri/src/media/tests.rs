//! A server that means harm, and what gets past the rules: nothing but what is asked for.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use axum::{
    Router,
    body::Body,
    extract::Path as Of,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use futures_util::{StreamExt, stream};
use tempfile::TempDir;
use zuoxi_engine::Received;

use super::{Media, Refusal, fetch::Fetcher, fetch::picture_of};

/// A server on this machine. It is reached as `127.0.0.1`, which the tests list, and asked whether it was.
struct Server {
    address: String,
    requests: Arc<AtomicUsize>,
}

const FILM: &[u8] = b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41 and so on until the end";

impl Server {
    async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(AtomicUsize::new(0));
        let count = requests.clone();
        let port = listener.local_addr().unwrap().port();
        let routes = Router::new()
            .route("/to/{place}", get(move |Of(place): Of<String>| async move { redirected(&place, port) }))
            .route("/bomb", get(bomb))
            .route("/endless", get(endless))
            .route("/page.png", get(|| async { ([(header::CONTENT_TYPE, "image/png")], "<html><script>") }))
            .route("/ranges", get(ranges))
            .route("/no-ranges", get(|| async { FILM }))
            .route("/wrong-range", get(wrong_range))
            .route("/invoice", get(|| async { "%PDF-1.7 invoice" }))
            .route("/disguised", get(|| async { "MZ\u{90}\0 program" }))
            .layer(axum::middleware::from_fn(move |request, next: axum::middleware::Next| {
                count.fetch_add(1, Ordering::Relaxed);
                next.run(request)
            }));
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Self { address, requests }
    }

    fn at(&self, path: &str) -> String {
        format!("{}/{path}", self.address)
    }

    fn asked(&self) -> usize {
        self.requests.load(Ordering::Relaxed)
    }
}

fn redirected(place: &str, port: u16) -> Response {
    match place {
        "localhost" => Redirect::temporary(&format!("http://localhost:{port}/invoice")),
        "metadata" => Redirect::temporary("http://169.254.169.254/latest/meta-data"),
        "file" => Redirect::temporary("file:///etc/passwd"),
        "mapped" => Redirect::temporary(&format!("http://[::ffff:127.0.0.1]:{port}/invoice")),
        "itself" => Redirect::temporary("/to/itself"),
        _ => Redirect::temporary("/invoice"),
    }
    .into_response()
}

/// Says that it is compressed, as a bomb would, although nobody asked for that.
async fn bomb(headers: HeaderMap) -> Response {
    if headers.contains_key(header::ACCEPT_ENCODING) {
        return StatusCode::IM_A_TEAPOT.into_response();
    }
    ([(header::CONTENT_ENCODING, "gzip")], [0x1f_u8, 0x8b, 8, 0, 0]).into_response()
}

/// Says nothing of its length, and never ends.
async fn endless() -> Response {
    let piece = axum::body::Bytes::from(vec![0_u8; 64 * 1024]);
    Body::from_stream(stream::repeat(piece).map(Ok::<_, std::io::Error>)).into_response()
}

async fn ranges(headers: HeaderMap) -> Response {
    let range = headers.get(header::RANGE).and_then(|range| range.to_str().ok()?.strip_prefix("bytes="));
    let (first, last) = range.and_then(|range| range.split_once('-')).unwrap();
    let first: usize = first.parse().unwrap();
    let last = last.parse::<usize>().unwrap().min(FILM.len() - 1);
    let said = format!("bytes {first}-{last}/{}", FILM.len());
    (StatusCode::PARTIAL_CONTENT, [(header::CONTENT_RANGE, said)], &FILM[first..=last]).into_response()
}

async fn wrong_range() -> Response {
    (StatusCode::PARTIAL_CONTENT, [(header::CONTENT_RANGE, "bytes 0-3/60")], &FILM[..4]).into_response()
}

fn listed() -> Vec<String> {
    vec!["127.0.0.1".to_owned()]
}

#[tokio::test]
async fn nothing_is_asked_of_a_place_of_this_network() {
    let server = Server::start().await;
    let fetcher = Fetcher::new().unwrap();
    let refused = fetcher.bring(&server.at("invoice"), &[]).await;
    assert!(matches!(refused, Err(Refusal::Forbidden)), "{refused:?}");
    // A name that the system resolves to this machine.
    let named = server.at("invoice").replace("127.0.0.1", "localhost.");
    assert!(fetcher.bring(&named, &[]).await.is_err());
    assert_eq!(server.asked(), 0);
    assert!(fetcher.bring(&server.at("invoice"), &listed()).await.is_ok());
}

#[tokio::test]
async fn a_redirect_is_followed_under_the_same_rules_and_not_for_ever() {
    let server = Server::start().await;
    let fetcher = Fetcher::new().unwrap();
    for place in ["localhost", "metadata", "file", "mapped"] {
        let before = server.asked();
        let refused = fetcher.bring(&server.at(&format!("to/{place}")), &listed()).await;
        assert!(matches!(refused, Err(Refusal::Failed(_))), "{place}: {refused:?}");
        assert_eq!(server.asked(), before + 1, "{place} was followed");
    }
    let before = server.asked();
    assert!(fetcher.bring(&server.at("to/itself"), &listed()).await.is_err());
    assert!(server.asked() - before <= 4);
    assert_eq!(fetcher.bring(&server.at("to/invoice"), &listed()).await.unwrap(), b"%PDF-1.7 invoice");
}

#[tokio::test]
async fn nothing_unfolds_on_the_way_and_nothing_is_endless() {
    let server = Server::start().await;
    let fetcher = Fetcher::new().unwrap();
    assert_eq!(fetcher.bring(&server.at("bomb"), &listed()).await.unwrap(), [0x1f, 0x8b, 8, 0, 0]);
    let endless = fetcher.bring(&server.at("endless"), &listed()).await;
    assert!(matches!(endless, Err(Refusal::TooLarge { .. })), "{endless:?}");
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("endless");
    let kept = fetcher.bring_to(&server.at("endless"), &listed(), 1_000_000, &file).await;
    assert!(matches!(kept, Err(Refusal::TooLarge { limit_bytes: 1_000_000 })), "{kept:?}");
    assert!(!file.exists(), "what was not finished is removed");
}

#[tokio::test]
async fn a_page_that_says_it_is_a_picture_is_none() {
    let server = Server::start().await;
    let refused = Fetcher::new().unwrap().fetch(&server.at("page.png"), &listed()).await;
    assert!(matches!(refused, Err(Refusal::NotAPicture)), "{refused:?}");
}

/// A PNG file of nothing but its header, which is all that is looked at before a picture is handed on.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend([8, 6, 0, 0, 0, 0, 0, 0, 0]);
    bytes
}

#[test]
fn a_picture_that_unfolds_to_more_than_a_screen_needs_is_refused() {
    assert_eq!(picture_of(png(4000, 3000)).unwrap().mime, "image/png");
    for (width, height) in [(50_000, 50_000), (u32::MAX, 1), (u32::MAX, u32::MAX)] {
        let refused = picture_of(png(width, height));
        assert!(matches!(refused, Err(Refusal::TooManyPixels { .. })), "{refused:?}");
    }
    let drawing = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec();
    assert!(matches!(picture_of(drawing), Err(Refusal::NotAPicture)));
    assert!(matches!(picture_of(b"\x89PNG\r\n\x1a\n".to_vec()), Err(Refusal::NotAPicture)));
    assert!(matches!(picture_of(Vec::new()), Err(Refusal::NotAPicture)));
}

#[tokio::test]
async fn a_stretch_is_what_was_asked_for_whether_the_server_knows_ranges_or_not() {
    let server = Server::start().await;
    let fetcher = Fetcher::new().unwrap();
    for path in ["ranges", "no-ranges"] {
        let part = fetcher.part(&server.at(path), &listed(), 4, 8).await.unwrap();
        assert_eq!((&part.bytes[..], part.total), (&FILM[4..12], Some(FILM.len() as u64)), "{path}");
        let last = fetcher.part(&server.at(path), &listed(), 50, 1000).await.unwrap();
        assert_eq!(last.bytes, &FILM[50..], "{path}");
    }
    assert!(fetcher.part(&server.at("wrong-range"), &listed(), 4, 8).await.is_err());
}

fn received(server: &Server, path: &str, name: &str, folder: &TempDir) -> Received {
    let folder = folder.path().join("received/a1b2");
    Received { address: server.at(path), name: name.into(), limit_bytes: 1000, folder }
}

#[tokio::test]
async fn a_document_is_opened_and_a_program_never() {
    let server = Server::start().await;
    let media = Media::new().unwrap();
    let folder = TempDir::new().unwrap();
    for (path, name) in [("invoice", "发票.pdf.exe"), ("disguised", "发票.pdf"), ("page.png", "发票.pdf")] {
        let refused = media.fetch_to_open(&received(&server, path, name, &folder), &listed()).await;
        assert!(matches!(refused, Err(Refusal::Program { .. })), "{name}: {refused:?}");
    }
    let left = std::fs::read_dir(folder.path().join("received/a1b2")).unwrap().count();
    assert_eq!(left, 0, "what was refused is not kept");
    assert_eq!(std::fs::read_dir(folder.path().join("received")).unwrap().count(), 1, "nor beside it");

    let invoice = received(&server, "invoice", "发票", &folder);
    let opened = media.fetch_to_open(&invoice, &listed()).await.unwrap();
    assert_eq!(opened, invoice.folder.join("发票.pdf"));
    let asked = server.asked();
    assert_eq!(media.fetch_to_open(&invoice, &listed()).await.unwrap(), opened);
    assert_eq!(server.asked(), asked, "it is fetched once");
    std::fs::write(&opened, "#!/bin/sh").unwrap();
    let refused = media.fetch_to_open(&invoice, &listed()).await;
    assert!(matches!(refused, Err(Refusal::Program { .. })), "what it became counts");
}

#[tokio::test]
async fn what_is_saved_is_whole_or_what_was_there_before() {
    let server = Server::start().await;
    let media = Media::new().unwrap();
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("发票.pdf");
    std::fs::write(&path, "an older one").unwrap();
    let endless = media.save(&received(&server, "endless", "x", &folder), &listed(), &path).await;
    assert!(matches!(endless, Err(Refusal::TooLarge { .. })));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "an older one");
    media.save(&received(&server, "invoice", "x", &folder), &listed(), &path).await.unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "%PDF-1.7 invoice");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}
