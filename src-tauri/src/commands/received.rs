//! What customers sent, out of the window: saved, opened with another program, or looked at in the browser.

use tauri::{AppHandle, State};
use tauri_plugin_opener::OpenerExt;
use zuoxi_engine::{EngineError, ErrorCode, LinkJudgement};
use zuoxi_model::MessageKey;

use super::{Answer, CommandError, Seat};
use crate::media::{Media, Refusal};

/// Fetches what a message carries to the file the person chose.
#[tauri::command]
#[specta::specta]
pub async fn save_media(
    seat: State<'_, Seat>,
    media: State<'_, Media>,
    message: MessageKey,
    path: String,
) -> Answer<()> {
    let engine = seat.desk.engine().await?;
    let received = engine.received(&message).await?;
    let path = engine.may_save_at(&path)?;
    Ok(media.save(&received, &engine.account().environment.media_hosts, &path).await?)
}

/// Opens what a message carries with the program the system has for it; `fileDangerous` if that could run something.
#[tauri::command]
#[specta::specta]
pub async fn open_file(
    app: AppHandle,
    seat: State<'_, Seat>,
    media: State<'_, Media>,
    message: MessageKey,
) -> Answer<()> {
    let engine = seat.desk.engine().await?;
    let received = engine.received(&message).await?;
    let path = media.fetch_to_open(&received, &engine.account().environment.media_hosts).await?;
    app.opener().open_path(path.to_string_lossy(), None::<&str>).map_err(|error| {
        EngineError::NotFound(format!("no program opened {}: {error}; it can be saved", received.name)).into()
    })
}

/// Says where a link leads and what is odd about it, before it is opened. `shown` is the text the person saw.
#[tauri::command]
#[specta::specta]
pub async fn judge_link(url: String, shown: String) -> Answer<LinkJudgement> {
    Ok(zuoxi_engine::judge_link(&url, &shown)?)
}

impl From<Refusal> for CommandError {
    fn from(refusal: Refusal) -> Self {
        let (code, retryable) = match &refusal {
            Refusal::Failed(_) => (ErrorCode::Unreachable, true),
            Refusal::TooLarge { .. } | Refusal::TooManyPixels { .. } => (ErrorCode::TooLarge, false),
            Refusal::Program { .. } => (ErrorCode::FileDangerous, false),
            Refusal::NotKept(error) if error.kind() == std::io::ErrorKind::StorageFull => (ErrorCode::DiskFull, true),
            Refusal::NotKept(_) => (ErrorCode::FileUnwritable, true),
            Refusal::Unknown => (ErrorCode::NotFound, false),
            Refusal::Forbidden => (ErrorCode::InvalidAddress, false),
            Refusal::NotAPicture | Refusal::NotPlayable | Refusal::NoSuchRange { .. } => (ErrorCode::FileType, false),
        };
        tracing::info!(?code, %refusal, "something a customer sent was refused");
        Self { code, message: refusal.to_string(), retryable, request_id: None }
    }
}
