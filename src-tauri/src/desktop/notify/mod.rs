//! Notifications of the system, whose click comes back.
//!
//! Tauri's own plugin tells of no click on a desktop, so each system is spoken to in its own way behind [`Notifier`]: on
//! Linux the D-Bus service itself, on Windows and macOS the crates that Tauri's plugin stands on.
//!
//! What they differ in: Linux replaces a notification in place and takes it away once its chat was read. The crates for
//! the others can do neither, so there every message of a chat is a notification of its own, as most programs there do.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(target_os = "windows")]
mod windows;

use async_trait::async_trait;
use tauri::AppHandle;
use tokio::sync::mpsc::{self, UnboundedReceiver};
use zuoxi_engine::Slot;
use zuoxi_model::NotificationSound;

/// A place for a notification; none for the one that only tries the settings.
pub type Place = Option<Slot>;

/// Opens nothing but the window.
pub const TRIAL: Place = None;

/// A notification in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub title: String,
    pub body: String,
    pub sound: Option<NotificationSound>,
    /// What a click does, where the system names it.
    pub open: &'static str,
}

/// What became of a notification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    Clicked(Place),
    /// Waved away, or gone by itself.
    Gone(Place),
}

/// Whoever shows notifications on this system.
#[async_trait]
pub trait Notifier: Send + Sync {
    /// Whether there is somebody to show them.
    async fn is_there(&self) -> bool;

    /// Shows a notification in its place. The error is for the log and for support.
    async fn show(&self, place: Place, notice: Notice) -> Result<(), String>;

    /// Takes a notification away, if it stands.
    async fn close(&self, place: Place);
}

/// The system's notifier, and what becomes of its notifications.
pub fn system(app: &AppHandle) -> (Box<dyn Notifier>, UnboundedReceiver<Event>) {
    let (sender, events) = mpsc::unbounded_channel();
    #[cfg(target_os = "linux")]
    let notifier = linux::Bus::new(app.package_info().name.clone(), sender);
    #[cfg(target_os = "windows")]
    let notifier = windows::Toasts::new(app.config().identifier.clone(), sender);
    #[cfg(target_os = "macos")]
    let notifier = macos::Centre::new(&app.config().identifier, sender);
    (Box::new(notifier), events)
}
