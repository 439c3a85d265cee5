//! Exports of transcripts. What they do is the engine's; here is where media come from, and the folder is opened.

use std::{path::Path, sync::Arc};

use async_trait::async_trait;
use tauri::{AppHandle, Manager, State};
use tauri_plugin_opener::OpenerExt;
use zuoxi_engine::{EngineError, ExportMedia, Language, MediaFailure};
use zuoxi_model::{ExportId, ExportPreview, ExportRecord, ExportRequest, ExportScope};

use super::{Answer, Seat};
use crate::media::{Media, Refusal};

/// How much an export would hold.
#[tauri::command]
#[specta::specta]
pub async fn export_preview(seat: State<'_, Seat>, scope: ExportScope) -> Answer<ExportPreview> {
    Ok(seat.desk.engine().await?.export_preview(&scope).await?)
}

/// Begins an export, whose own words are in this language; how far it is comes with the pushes.
#[tauri::command]
#[specta::specta]
pub async fn start_export(
    app: AppHandle,
    seat: State<'_, Seat>,
    request: ExportRequest,
    language: Language,
) -> Answer<ExportRecord> {
    let engine = seat.desk.engine().await?;
    let source = Arc::new(FromMedia { listed: engine.account().environment.media_hosts.clone(), app });
    Ok(engine.start_export(request, language, source).await?)
}

/// Goes on with an export that was not finished.
#[tauri::command]
#[specta::specta]
pub async fn resume_export(app: AppHandle, seat: State<'_, Seat>, id: ExportId) -> Answer<ExportRecord> {
    let engine = seat.desk.engine().await?;
    let source = Arc::new(FromMedia { listed: engine.account().environment.media_hosts.clone(), app });
    Ok(engine.resume_export(&id, source).await?)
}

/// Ends an export that runs. What is finished is kept.
#[tauri::command]
#[specta::specta]
pub async fn cancel_export(seat: State<'_, Seat>, id: ExportId) -> Answer<()> {
    seat.desk.engine().await?.cancel_export(&id);
    Ok(())
}

/// The exports of this console, the newest first.
#[tauri::command]
#[specta::specta]
pub async fn exports(seat: State<'_, Seat>) -> Answer<Vec<ExportRecord>> {
    Ok(seat.desk.engine().await?.exports().await?)
}

/// Opens the folder of an export. The window names the export, not the folder.
#[tauri::command]
#[specta::specta]
pub async fn open_export(app: AppHandle, seat: State<'_, Seat>, id: ExportId) -> Answer<()> {
    let folder = seat.desk.engine().await?.export_folder(&id).await?;
    app.opener()
        .open_path(folder.to_string_lossy(), None::<&str>)
        .map_err(|error| EngineError::NotFound(format!("no program opened {}: {error}", folder.display())).into())
}

/// Media as the window gets them: by the same rules.
struct FromMedia {
    app: AppHandle,
    listed: Vec<String>,
}

#[async_trait]
impl ExportMedia for FromMedia {
    async fn bring(&self, address: &str, limit_bytes: u64, file: &Path) -> Result<(), MediaFailure> {
        let brought = self.app.state::<Media>().bring_to(address, &self.listed, limit_bytes, file).await;
        brought.map_err(|refusal| match refusal {
            Refusal::NotKept(error) => MediaFailure::Disk(error),
            refusal => MediaFailure::Missing(refusal.to_string()),
        })
    }
}
