//! Files before they are sent.

use serde::Serialize;
use specta::Type;
use tauri::State;
use zuoxi_engine::{EngineError, UploadKind};
use zuoxi_model::AttachmentKind;

use super::{Answer, CommandError, Seat};

/// A file as the composer shows it.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FileSeen {
    path: String,
    name: String,
    #[specta(type = specta_typescript::Number)]
    bytes: u64,
    /// By the content.
    mime: String,
    /// What it is sent as, unless the person says otherwise.
    kind: AttachmentKind,
    /// Why it cannot be sent.
    problem: Option<CommandError>,
}

impl From<zuoxi_engine::FileSeen> for FileSeen {
    fn from(seen: zuoxi_engine::FileSeen) -> Self {
        let problem = seen.problem.map(|problem| CommandError::from(EngineError::from(problem)));
        Self { path: seen.path, name: seen.name, bytes: seen.bytes, mime: seen.mime, kind: seen.kind, problem }
    }
}

/// Judges a file that was dropped or chosen.
#[tauri::command]
#[specta::specta]
pub async fn examine_file(seat: State<'_, Seat>, path: String) -> Answer<FileSeen> {
    Ok(seat.desk.engine().await?.examine_file(&path).await.into())
}

/// Writes what was pasted to a file, so that it can be sent like any other; its path.
#[tauri::command]
#[specta::specta]
pub async fn keep_pasted(seat: State<'_, Seat>, name: String, base64: String) -> Answer<String> {
    Ok(seat.desk.engine().await?.keep_pasted(&name, &base64).await?)
}

/// Looks at the address of a link card's cover as the platform would (Q56).
#[tauri::command]
#[specta::specta]
pub async fn check_cover(seat: State<'_, Seat>, url: String) -> Answer<()> {
    Ok(seat.desk.engine().await?.check_cover(&url).await?)
}

/// Uploads a file that no message carries, for a broadcast; the address under which anybody can read it.
#[tauri::command]
#[specta::specta]
pub async fn upload_file(seat: State<'_, Seat>, path: String, kind: UploadKind) -> Answer<String> {
    Ok(seat.desk.engine().await?.upload_file(&path, kind).await?)
}
