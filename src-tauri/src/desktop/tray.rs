//! The icon in the tray, its menu, and whether anybody can see it.
//!
//! On Linux the icon is a `StatusNotifierItem`, shown by whatever the desktop brings for it; GNOME brings nothing by
//! itself. So before the console hides in the tray it asks whether there is one.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Mutex, PoisonError},
};

use tauri::{
    AppHandle, Manager,
    image::Image,
    include_image,
    menu::{CheckMenuItem, Menu, MenuItem, PredefinedMenuItem},
    tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent},
};
use zuoxi_engine::{Clock, Language, SystemClock};

use super::{Desktop, raise::raise, words};

#[cfg(not(target_os = "macos"))]
const NORMAL: Image<'_> = include_image!("../icons/tray/normal-64.png");
#[cfg(not(target_os = "macos"))]
const UNREAD: Image<'_> = include_image!("../icons/tray/unread-64.png");
#[cfg(not(target_os = "macos"))]
const OFFLINE: Image<'_> = include_image!("../icons/tray/offline-64.png");
#[cfg(target_os = "macos")]
const NORMAL: Image<'_> = include_image!("../icons/tray/normal-template-64.png");
#[cfg(target_os = "macos")]
const UNREAD: Image<'_> = include_image!("../icons/tray/unread-template-64.png");
#[cfg(target_os = "macos")]
const OFFLINE: Image<'_> = include_image!("../icons/tray/offline-template-64.png");

/// What the icon says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    pub language: Language,
    pub unread: u32,
    pub offline: bool,
    pub quiet: bool,
}

pub struct Tray {
    icon: TrayIcon,
    open: MenuItem<tauri::Wry>,
    quiet: CheckMenuItem<tauri::Wry>,
    quit: MenuItem<tauri::Wry>,
    shown: Mutex<Option<Shown>>,
}

/// Puts the icon up. The library behind it is loaded now and panics where it is missing; then there is no icon.
pub fn build(app: &AppHandle, language: Language) -> Option<Tray> {
    match catch_unwind(AssertUnwindSafe(|| try_build(app, language))) {
        Ok(Ok(tray)) => Some(tray),
        Ok(Err(error)) => {
            tracing::warn!(%error, "there is no icon in the tray");
            None
        }
        Err(_) => {
            tracing::warn!("there is no icon in the tray: the system's library for it is missing");
            None
        }
    }
}

fn try_build(app: &AppHandle, language: Language) -> tauri::Result<Tray> {
    let words = words::tray(language);
    let open = MenuItem::with_id(app, "open", words.open, true, None::<&str>)?;
    let quiet = CheckMenuItem::with_id(app, "quiet", words.quiet, true, false, None::<&str>)?;
    let leave = MenuItem::with_id(app, "quit", words.quit, true, None::<&str>)?;
    let (line, other_line) = (PredefinedMenuItem::separator(app)?, PredefinedMenuItem::separator(app)?);
    let menu = Menu::with_items(app, &[&open, &line, &quiet, &other_line, &leave])?;
    let icon = TrayIconBuilder::with_id("main")
        .icon(NORMAL)
        .icon_as_template(cfg!(target_os = "macos"))
        .tooltip(words::tooltip(language, 0, false))
        .menu(&menu)
        .show_menu_on_left_click(cfg!(target_os = "macos"))
        .on_menu_event(|app, event| match event.id.as_ref() {
            "open" => raise(app),
            "quiet" => {
                let desktop = app.state::<Desktop>();
                desktop.quiet.toggle(SystemClock.now());
                desktop.look.notify_one();
            }
            "quit" => app.exit(0),
            _ => {}
        })
        .on_tray_icon_event(|tray, event| {
            if let TrayIconEvent::Click { button: MouseButton::Left, button_state: MouseButtonState::Up, .. } = event {
                raise(tray.app_handle());
            }
        })
        .build(app)?;
    Ok(Tray { icon, open, quiet, quit: leave, shown: Mutex::new(None) })
}

impl Tray {
    /// Changes what is different from what was shown last.
    pub fn show(&self, shown: Shown) {
        let before = self.shown.lock().unwrap_or_else(PoisonError::into_inner).replace(shown);
        if before == Some(shown) {
            return;
        }
        if let Err(error) = self.try_show(shown, before) {
            tracing::debug!(%error, "the icon in the tray could not be changed");
        }
    }

    fn try_show(&self, shown: Shown, before: Option<Shown>) -> tauri::Result<()> {
        let face = |shown: Shown| (shown.offline, shown.unread > 0);
        if before.map(face) != Some(face(shown)) {
            let image = match face(shown) {
                (true, _) => OFFLINE,
                (false, true) => UNREAD,
                (false, false) => NORMAL,
            };
            self.icon.set_icon_with_as_template(Some(image), cfg!(target_os = "macos"))?;
        }
        // An empty title, for none at all would leave the former one on Linux.
        let title = if shown.unread > 0 { shown.unread.to_string() } else { String::new() };
        self.icon.set_title(Some(title))?;
        self.icon.set_tooltip(Some(words::tooltip(shown.language, shown.unread, shown.offline)))?;
        let words = words::tray(shown.language);
        self.open.set_text(words.open)?;
        self.quiet.set_text(words.quiet)?;
        self.quiet.set_checked(shown.quiet)?;
        self.quit.set_text(words.quit)
    }
}

/// Whether there is a tray that shows icons.
#[cfg(target_os = "linux")]
pub async fn is_seen() -> bool {
    let asked = async {
        let bus = zbus::Connection::session().await?;
        let watcher = zbus::Proxy::new(
            &bus,
            "org.kde.StatusNotifierWatcher",
            "/StatusNotifierWatcher",
            "org.kde.StatusNotifierWatcher",
        )
        .await?;
        watcher.get_property::<bool>("IsStatusNotifierHostRegistered").await
    };
    asked.await.unwrap_or_else(|error| {
        tracing::debug!(%error, "this desktop has no tray");
        false
    })
}

/// Whether there is a tray that shows icons: there always is.
#[cfg(not(target_os = "linux"))]
#[expect(clippy::unused_async, reason = "elsewhere it has to be asked")]
pub async fn is_seen() -> bool {
    true
}
