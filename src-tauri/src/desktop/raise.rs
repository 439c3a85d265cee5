//! The window comes to the front, and goes away.

use tauri::{AppHandle, Manager, Window};

/// Brings the window to the front, from wherever it is.
pub fn raise(app: &AppHandle) {
    if let Some(window) = app.get_webview_window("main") {
        log_failures([window.unminimize(), window.show(), window.set_focus()]);
    }
}

/// The window goes; the console stays in the tray.
pub fn put_away(window: &Window) {
    log_failures([window.hide()]);
}

/// Brings the window to the front, or puts it away if it is there: into the tray, or where there is none to the
/// taskbar.
pub fn toggle(app: &AppHandle, tray: bool) {
    let Some(window) = app.get_webview_window("main") else { return };
    let in_front = window.is_visible().unwrap_or(false)
        && !window.is_minimized().unwrap_or(false)
        && window.is_focused().unwrap_or(false);
    if !in_front {
        raise(app);
    } else if tray {
        log_failures([window.hide()]);
    } else {
        log_failures([window.minimize()]);
    }
}

/// True while the window can be seen at all.
pub fn is_shown(app: &AppHandle) -> bool {
    app.get_webview_window("main")
        .is_some_and(|window| window.is_visible().unwrap_or(true) && !window.is_minimized().unwrap_or(false))
}

fn log_failures<const N: usize>(results: [tauri::Result<()>; N]) {
    for error in results.into_iter().filter_map(Result::err) {
        tracing::debug!(%error, "the window could not be moved");
    }
}
