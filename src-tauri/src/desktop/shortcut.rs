//! The key that brings the window to the front from anywhere. X11, Windows and macOS give it; Wayland gives it to nobody.

use tauri::{AppHandle, plugin::TauriPlugin};
use tauri_plugin_global_shortcut::{Builder, GlobalShortcutExt, Shortcut, ShortcutState};

use super::{raise, tray};

pub fn plugin() -> TauriPlugin<tauri::Wry> {
    Builder::new().build()
}

/// Takes another key, and gives the former back only once the new one is had. The error says why it could not be had.
pub fn change(app: &AppHandle, from: Option<&str>, to: Option<&str>) -> Result<(), String> {
    let keys = app.global_shortcut();
    if let Some(to) = to {
        let shortcut: Shortcut = to.parse().map_err(|error| format!("{to} is no key: {error}"))?;
        keys.on_shortcut(shortcut, |app, _, event| {
            if event.state == ShortcutState::Pressed {
                let app = app.clone();
                tauri::async_runtime::spawn(async move {
                    let tray = tray::is_seen().await;
                    raise::toggle(&app, tray);
                });
            }
        })
        .map_err(|error| {
            tracing::info!(%error, key = to, "the key from anywhere could not be had");
            error.to_string()
        })?;
    }
    if let Some(former) = from.and_then(|from| from.parse::<Shortcut>().ok())
        && keys.is_registered(former)
        && let Err(error) = keys.unregister(former)
    {
        tracing::info!(%error, "the former key could not be given back");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use zuoxi_engine::DesktopSettings;

    use super::*;

    #[test]
    fn keys_are_written_as_the_window_names_them() {
        for key in [DesktopSettings::SHORTCUT, "Ctrl+Shift+F9", "Alt+Shift+1", "Ctrl+Alt+Space", "Ctrl+Alt+ArrowUp"] {
            assert!(key.parse::<Shortcut>().is_ok(), "{key}");
        }
        assert!("Ctrl+坐".parse::<Shortcut>().is_err());
    }
}
