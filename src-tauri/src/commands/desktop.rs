//! The place of the console on the desktop.

use tauri::AppHandle;

use super::Answer;
use crate::desktop::{self, DesktopState};

/// What this desktop offers and what it lacks.
#[tauri::command]
#[specta::specta]
pub async fn desktop_state(app: AppHandle) -> Answer<DesktopState> {
    Ok(desktop::state(&app).await)
}

/// Shows a notification as the settings say.
#[tauri::command]
#[specta::specta]
pub async fn try_notification(app: AppHandle) -> Answer<()> {
    Ok(desktop::try_notification(&app).await?)
}
