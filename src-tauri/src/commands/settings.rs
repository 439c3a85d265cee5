//! Preferences, what support asks for, and the one way out of the window.

use std::path::{Path, PathBuf};

use serde::Serialize;
use specta::Type;
use tauri::{AppHandle, State};
use tauri_plugin_opener::OpenerExt;
use url::Url;
use zuoxi_engine::{EngineError, Preferences};

use super::{Answer, Seat};
use crate::{desktop, diagnostics};

/// Which console this is, and where it keeps things.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct About {
    pub version: String,
    /// The operating system and the processor.
    pub system: String,
    pub data_folder: String,
}

/// Keeps how the console looks and speaks, once what it asks of the desktop could be had.
#[tauri::command]
#[specta::specta]
pub async fn set_preferences(app: AppHandle, seat: State<'_, Seat>, preferences: Preferences) -> Answer<()> {
    desktop::apply(&app, &preferences.desktop)?;
    Ok(seat.desk.set_preferences(preferences).await?)
}

/// Which console this is.
#[tauri::command]
#[specta::specta]
pub async fn about(seat: State<'_, Seat>) -> Answer<About> {
    Ok(About {
        version: diagnostics::VERSION.into(),
        system: diagnostics::system(),
        data_folder: seat.desk.data_dir().display().to_string(),
    })
}

/// Writes the logs, versions, settings and health into a zip file at `path`, for support. It holds no secret, no text of
/// a message and no name.
#[tauri::command]
#[specta::specta]
pub async fn save_diagnostics(seat: State<'_, Seat>, path: PathBuf) -> Answer<()> {
    let found = seat.desk.diagnostics().await;
    let logs: &Path = &seat.desk.data_dir().join("logs");
    Ok(diagnostics::save(&path, logs, &found)?)
}

/// Opens a web address in the system's browser. Nothing but http and https ever leaves the window.
#[tauri::command]
#[specta::specta]
pub async fn open_link(app: AppHandle, url: String) -> Answer<()> {
    let parsed = Url::parse(&url).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let url = parsed.ok_or_else(|| EngineError::InvalidInput("only http and https links are opened".into()))?;
    app.opener()
        .open_url(url.as_str(), None::<&str>)
        .map_err(|error| EngineError::InvalidInput(format!("the browser could not be opened: {error}")).into())
}
