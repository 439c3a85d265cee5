//! `media://`: pictures for the window, fetched, checked and kept by the console.
//!
//! The window asks by what it shows (`avatar/…`, `image/…`, `outgoing/…`); the engine knows the address; `fetch` brings it under
//! rules; what came is kept in the encrypted cache and, up to a limit, in memory. However often a picture is asked for
//! at once, it is fetched once. Voices and videos (`stream/…`) come in stretches and are not kept (`stream`); what is saved
//! or opened becomes a file (`keep`).

mod address;
mod fetch;
mod keep;
mod stream;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use moka::future::Cache;
use tauri::{
    AppHandle, Manager,
    http::{Request, Response, StatusCode, header},
};
use zuoxi_engine::{EngineError, MediaId};
use zuoxi_model::AccountId;
use zuoxi_store::Picture;

use crate::commands::Seat;
use fetch::Fetcher;
pub use fetch::Refusal;
use stream::Playable;

/// Pictures in memory, in bytes.
const KEPT_BYTES: u64 = 64 * 1024 * 1024;

/// Brings and keeps pictures.
pub struct Media {
    fetcher: Fetcher,
    /// By address, because many names stand for one picture: every message of a person has the same face.
    kept: Cache<(AccountId, String), Arc<Picture>>,
    /// What was found out about voices and videos, by address.
    playable: Cache<(AccountId, String), Playable>,
}

impl Media {
    pub fn new() -> Result<Self, String> {
        let weigh =
            |_: &(AccountId, String), picture: &Arc<Picture>| u32::try_from(picture.bytes.len()).unwrap_or(u32::MAX);
        Ok(Self {
            fetcher: Fetcher::new()?,
            kept: Cache::builder().max_capacity(KEPT_BYTES).weigher(weigh).build(),
            playable: Cache::new(1000),
        })
    }

    /// Brings any file under the same rules as a picture.
    pub async fn bring(&self, address: &str, listed: &[String]) -> Result<Vec<u8>, Refusal> {
        self.fetcher.bring(address, listed).await
    }

    /// Brings any file into a new one, of at most so many bytes.
    pub async fn bring_to(
        &self,
        address: &str,
        listed: &[String],
        limit_bytes: u64,
        file: &std::path::Path,
    ) -> Result<(), Refusal> {
        self.fetcher.bring_to(address, listed, limit_bytes, file).await
    }

    async fn picture(&self, seat: &Seat, id: &MediaId) -> Result<Arc<Picture>, Arc<Refusal>> {
        let engine = seat.desk.engine().await.map_err(|_| Arc::new(Refusal::Unknown))?;
        if let MediaId::Outgoing(id) = id {
            let picture = engine.outgoing_picture(id).await.map_err(|error| Arc::new(error.into()))?;
            return picture.map(Arc::new).ok_or_else(|| Arc::new(Refusal::Unknown));
        }
        let address = engine.media_address(id).await.map_err(|error| Arc::new(error.into()))?;
        let address = address.ok_or_else(|| Arc::new(Refusal::Unknown))?;
        let account = engine.account();
        let bring = async {
            if let Some(kept) = engine.kept_picture(&address).await? {
                return Ok(Arc::new(kept));
            }
            let picture = self.fetcher.fetch(&address, &account.environment.media_hosts).await?;
            engine.keep_picture(&address, &picture).await?;
            Ok(Arc::new(picture))
        };
        self.kept.try_get_with((account.id.clone(), address.clone()), bring).await
    }
}

impl From<EngineError> for Refusal {
    fn from(error: EngineError) -> Self {
        Self::Failed(error.to_string())
    }
}

/// Answers one request of the window.
pub async fn answer(app: AppHandle, request: Request<Vec<u8>>) -> Response<Vec<u8>> {
    let path = percent_encoding::percent_decode_str(request.uri().path()).decode_utf8_lossy().into_owned();
    let Some(id) = MediaId::parse(path.trim_start_matches('/')) else { return refuse(StatusCode::NOT_FOUND) };
    if let MediaId::Stream(_) = id {
        let streamed =
            app.state::<Media>().stream(&app.state::<Seat>(), &id, request.headers().get(header::RANGE)).await;
        return streamed.unwrap_or_else(|refusal| {
            tracing::debug!(%refusal, path, "a voice or video is not played");
            answer_to(&refusal)
        });
    }
    match app.state::<Media>().picture(&app.state::<Seat>(), &id).await {
        Ok(picture) => Response::builder()
            .header(header::CONTENT_TYPE, picture.mime.as_str())
            .header(header::CACHE_CONTROL, "private, max-age=86400")
            .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
            .body(picture.bytes.clone())
            .unwrap_or_else(|_| refuse(StatusCode::INTERNAL_SERVER_ERROR)),
        Err(refusal) => {
            tracing::debug!(%refusal, path, "a picture is not shown");
            answer_to(&refusal)
        }
    }
}

fn answer_to(refusal: &Refusal) -> Response<Vec<u8>> {
    refuse(match refusal {
        Refusal::Unknown => StatusCode::NOT_FOUND,
        Refusal::Failed(_) => StatusCode::BAD_GATEWAY,
        Refusal::NotPlayable => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Refusal::NoSuchRange { .. } => StatusCode::RANGE_NOT_SATISFIABLE,
        _ => StatusCode::FORBIDDEN,
    })
}

fn refuse(status: StatusCode) -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = status;
    response
}
