//! Preferences, and the one way out of the window.

use tauri::{AppHandle, State};
use tauri_plugin_opener::OpenerExt;
use url::Url;
use zuoxi_engine::{EngineError, Preferences};

use super::{Answer, Seat};

/// Keeps how the console looks and speaks.
#[tauri::command]
#[specta::specta]
pub async fn set_preferences(seat: State<'_, Seat>, preferences: Preferences) -> Answer<()> {
    Ok(seat.desk.set_preferences(preferences).await?)
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
