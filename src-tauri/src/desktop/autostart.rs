//! The start with the session of the computer: an entry in the autostart folder, the registry or the login items.

use std::path::Path;

use tauri::{AppHandle, plugin::TauriPlugin};
use tauri_plugin_autostart::{Builder, ManagerExt};

/// Tells the console that nobody asked for it: then it may stay in the tray.
const AT_LOGIN: &str = "--at-login";

/// A desk in a folder of its own starts in that folder again.
pub fn plugin(own_data_dir: Option<&Path>) -> TauriPlugin<tauri::Wry> {
    let mut builder = Builder::new().app_name("Zuoxi").arg(AT_LOGIN);
    if let Some(folder) = own_data_dir {
        builder = builder.arg("--data-dir").arg(quoted(&folder.display().to_string()));
    }
    builder.build()
}

/// Puts the console on the list, or takes it off.
pub fn set(app: &AppHandle, on: bool) -> Result<(), String> {
    let list = app.autolaunch();
    // To take off what is not there is an error to some systems, and what was wanted to us.
    if on == list.is_enabled().unwrap_or(!on) {
        return Ok(());
    }
    if on { list.enable() } else { list.disable() }.map_err(|error| error.to_string())
}

/// Whether it is on the list, as the system says.
pub fn is_set(app: &AppHandle) -> bool {
    app.autolaunch().is_enabled().unwrap_or_else(|error| {
        tracing::info!(%error, "the list of what starts with the session cannot be read");
        false
    })
}

/// A word of a command line that may hold blanks.
fn quoted(word: &str) -> String {
    if word.contains(char::is_whitespace) { format!("\"{word}\"") } else { word.to_owned() }
}
