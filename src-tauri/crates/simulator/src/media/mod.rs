//! Pictures, files and voices, made when they are asked for and kept for the next time; and what is uploaded.
//!
//! They are served by the platform's own port: an avatar is as unreachable as everything else while the network is down.

mod avatar;
mod canvas;
mod document;
mod picture;
pub mod storage;

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;

use crate::guarded::Guarded;
use crate::practice::Practice;
use canvas::Canvas;

/// Pictures kept. A screen of the console shows a few dozen at once.
const KEPT: usize = 600;

#[derive(Debug, Default)]
struct Shelf(Guarded<HashMap<String, Arc<[u8]>>>);

pub fn routes(practice: &Arc<Practice>) -> Router {
    let upload = get(storage::upload).put(storage::put).delete(storage::delete);
    let kept = Router::new()
        .route("/media/upload/{*path}", upload)
        .route("/media/export/{*path}", get(storage::export))
        .with_state(Arc::clone(practice));
    Router::new()
        .route("/media/avatar/{name}", get(avatar))
        .route("/media/picture/{name}", get(picture))
        .route("/media/sticker/{name}", get(sticker))
        .route("/media/file/{name}", get(file))
        .route("/media/voice/{name}", get(voice))
        .route("/shop/{subject}", get(page))
        .with_state(Arc::new(Shelf::default()))
        .merge(kept)
}

async fn avatar(State(shelf): State<Arc<Shelf>>, Path(name): Path<String>) -> Response {
    let parsed = || {
        let (style, digest) = stem(&name, "png")?.rsplit_once('-')?;
        Some((style.to_owned(), u64::from_str_radix(digest, 16).ok()?))
    };
    let Some((style, seed)) = parsed() else { return StatusCode::NOT_FOUND.into_response() };
    drawn(&shelf, format!("avatar/{name}"), move || avatar::draw(&style, seed)).await
}

async fn picture(State(shelf): State<Arc<Shelf>>, Path(name): Path<String>) -> Response {
    let parsed = || {
        let (subject, variant) = stem(&name, "png")?.rsplit_once('-')?;
        Some((subject.to_owned(), variant.parse().ok()?))
    };
    let Some((subject, variant)) = parsed() else { return StatusCode::NOT_FOUND.into_response() };
    drawn(&shelf, format!("picture/{name}"), move || picture::draw(&subject, variant)).await
}

async fn sticker(State(shelf): State<Arc<Shelf>>, Path(name): Path<String>) -> Response {
    let Some(mood) = stem(&name, "png").and_then(|mood| mood.parse().ok()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    drawn(&shelf, format!("sticker/{name}"), move || picture::sticker(mood)).await
}

async fn file(Path(name): Path<String>) -> Response {
    let (bytes, kind) = document::file(&name);
    ([(header::CONTENT_TYPE, kind)], bytes).into_response()
}

async fn voice(Path(name): Path<String>) -> Response {
    match stem(&name, "wav").and_then(|variant| variant.parse().ok()) {
        Some(variant) => ([(header::CONTENT_TYPE, "audio/wav")], document::voice(variant)).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn page(Path(subject): Path<String>) -> Html<String> {
    let subject: String = subject.chars().filter(char::is_ascii_alphanumeric).collect();
    Html(format!("<!doctype html><meta charset=utf-8><title>半夏里</title><h1>半夏里</h1><p>{subject}</p>"))
}

fn stem<'a>(name: &'a str, extension: &str) -> Option<&'a str> {
    name.strip_suffix(extension)?.strip_suffix('.')
}

/// The picture from the shelf, or drawn now. Drawing takes tens of milliseconds without optimisation, so it does not
/// happen on a thread that serves sockets.
async fn drawn(shelf: &Shelf, key: String, draw: impl FnOnce() -> Canvas + Send + 'static) -> Response {
    if let Some(kept) = shelf.0.with(|kept| kept.get(&key).cloned()) {
        return png(&kept);
    }
    match tokio::task::spawn_blocking(move || draw().encode()).await {
        Ok(Ok(bytes)) => {
            let bytes: Arc<[u8]> = bytes.into();
            shelf.0.with(|kept| {
                if kept.len() >= KEPT {
                    kept.clear();
                }
                kept.insert(key, Arc::clone(&bytes));
            });
            png(&bytes)
        }
        Ok(Err(error)) => {
            tracing::error!(%error, key, "a picture could not be encoded");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn png(bytes: &Arc<[u8]>) -> Response {
    let headers = [(header::CONTENT_TYPE, "image/png"), (header::CACHE_CONTROL, "max-age=86400")];
    (headers, bytes.to_vec()).into_response()
}
