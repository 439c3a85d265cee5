//! The console on the desktop, beside its window: notifications, tray, badge, the key that works from anywhere, the start
//! with the session.
//!
//! Everything is done from here and nothing of it is given to the window: the web UI sees settings, and a change of the
//! feed when a click asks for a message. What a desktop lacks (a tray, a notification service) costs the convenience
//! and nothing else; the console says so in the settings and goes on.

mod accounts;
mod autostart;
mod badge;
mod notify;
mod quiet;
mod raise;
mod shortcut;
mod tray;
mod watch;
mod words;

use std::{
    path::Path,
    sync::{Mutex, PoisonError},
};

use serde::Serialize;
use specta::Type;
use tauri::{App, AppHandle, Manager, Window, WindowEvent};
use tokio::sync::Notify;
use zuoxi_engine::{DesktopSettings, EngineError, Preferences};

use self::{notify::Notifier, quiet::Quiet, tray::Tray};
use crate::commands::Seat;

pub use raise::raise;

/// What the parts share.
pub struct Desktop {
    /// As they were last put into effect.
    settings: Mutex<DesktopSettings>,
    /// Held while they are put into effect.
    changing: Mutex<()>,
    quiet: Quiet,
    tray: Option<Tray>,
    notifier: Box<dyn Notifier>,
    /// Why the key does not work, if it does not.
    shortcut_refused: Mutex<Option<String>>,
    /// Somebody is at the window, or what the tray says has changed.
    look: Notify,
}

impl Desktop {
    fn settings(&self) -> DesktopSettings {
        self.settings.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// What this desktop offers and what it lacks, for the settings.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "four things of which each is there or not")]
pub struct DesktopState {
    /// There is a tray, and the console is in it.
    pub tray: bool,
    /// There is somebody who shows notifications.
    pub notifications: bool,
    /// The key from anywhere could be had.
    pub shortcut: bool,
    /// The console is on the list of what starts with the session.
    pub autostart: bool,
}

/// Adds what has to be there before the window.
pub fn plugins(builder: tauri::Builder<tauri::Wry>, own_data_dir: Option<&Path>) -> tauri::Builder<tauri::Wry> {
    builder.plugin(autostart::plugin(own_data_dir)).plugin(shortcut::plugin()).on_window_event(on_window_event)
}

/// Whether the window stays away at this start.
pub fn starts_in_tray(preferences: &Preferences, at_login: bool) -> bool {
    at_login && preferences.desktop.start_in_tray && tauri::async_runtime::block_on(tray::is_seen())
}

/// Takes its place on the desktop. The window is there already.
pub fn start(app: &App, preferences: &Preferences) {
    let handle = app.handle();
    let (notifier, events) = notify::system(handle);
    let refused = shortcut::change(handle, None, preferences.desktop.shortcut.as_deref()).err();
    app.manage(Desktop {
        settings: Mutex::new(preferences.desktop.clone()),
        changing: Mutex::default(),
        quiet: Quiet::default(),
        tray: tray::build(handle, preferences.language),
        notifier,
        shortcut_refused: Mutex::new(refused),
        look: Notify::new(),
    });
    tauri::async_runtime::spawn(watch::run(handle.clone(), events));
}

/// Puts settings into effect that are about to be kept. What cannot be had is refused, and nothing is changed then.
pub fn apply(app: &AppHandle, settings: &DesktopSettings) -> Result<(), EngineError> {
    let desktop = app.state::<Desktop>();
    // Held for the whole change, and asked for by nobody but this: a key is had from the main thread, which must not wait
    // for the settings meanwhile.
    let _changing = desktop.changing.lock().unwrap_or_else(PoisonError::into_inner);
    let known = desktop.settings();
    if known.autostart != settings.autostart {
        autostart::set(app, settings.autostart).map_err(EngineError::Autostart)?;
    }
    if known.shortcut != settings.shortcut {
        shortcut::change(app, known.shortcut.as_deref(), settings.shortcut.as_deref()).map_err(|error| {
            if let Err(error) = autostart::set(app, known.autostart) {
                tracing::warn!(error, "the start with the session stays as it was just asked for");
            }
            EngineError::Shortcut(error)
        })?;
        *desktop.shortcut_refused.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
    desktop.settings.lock().unwrap_or_else(PoisonError::into_inner).clone_from(settings);
    desktop.look.notify_one();
    Ok(())
}

/// What this desktop offers.
pub async fn state(app: &AppHandle) -> DesktopState {
    let desktop = app.state::<Desktop>();
    DesktopState {
        tray: desktop.tray.is_some() && tray::is_seen().await,
        notifications: desktop.notifier.is_there().await,
        shortcut: desktop.shortcut_refused.lock().unwrap_or_else(PoisonError::into_inner).is_none(),
        autostart: autostart::is_set(app),
    }
}

/// Shows a notification as the settings say, so that a person sees and hears what they chose.
pub async fn try_notification(app: &AppHandle) -> Result<(), EngineError> {
    let preferences = app.state::<Seat>().desk.preferences().await;
    let desktop = app.state::<Desktop>();
    let notice = words::trial(preferences.language, preferences.notifications.sound);
    desktop.notifier.show(notify::TRIAL, notice).await.map_err(EngineError::Notification)
}

/// Closing the window leaves the console in the tray if the person wants it and the tray can be seen. One that nobody can
/// see would be a console that is gone and still runs.
fn on_window_event(window: &Window, event: &WindowEvent) {
    let Some(desktop) = window.try_state::<Desktop>() else { return };
    match event {
        WindowEvent::CloseRequested { api, .. } => {
            let stays = desktop.settings().close_to_tray;
            if stays && desktop.tray.is_some() {
                api.prevent_close();
                let window = window.clone();
                tauri::async_runtime::spawn(async move {
                    if tray::is_seen().await {
                        raise::put_away(&window);
                    } else {
                        window.app_handle().exit(0);
                    }
                });
            }
        }
        WindowEvent::Focused(true) => desktop.look.notify_one(),
        _ => {}
    }
}
