//! What a person chose about notifications and the place of the console on the desktop.

use serde::{Deserialize, Serialize};
use specta::Type;
use zuoxi_model::{NotificationSound, QuietHours, Weekday};

/// How much of a message a notification gives away to whoever looks at the screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum NotificationContent {
    /// No notifications at all.
    Off,
    /// How many messages, of nobody in particular.
    Count,
    /// Who wrote, and how many messages.
    Name,
    /// Who wrote, and what.
    #[default]
    Full,
}

/// When notifications are held back, by the clock of this machine.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QuietTime {
    pub on: bool,
    /// May pass midnight; then they belong to the day they begin on.
    pub hours: QuietHours,
    /// None at all stands for every day.
    pub days: Vec<Weekday>,
}

/// How the console tells that somebody wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NotificationSettings {
    pub content: NotificationContent,
    /// Of every robot that has none of its own.
    pub sound: NotificationSound,
    pub quiet: QuietTime,
}

/// Where the console is when its window is not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DesktopSettings {
    /// Closing the window leaves the console in the tray, where it goes on hearing.
    pub close_to_tray: bool,
    /// The console starts with the session of the computer.
    pub autostart: bool,
    /// Started like that it shows no window.
    pub start_in_tray: bool,
    /// Brings the window to the front from anywhere, or puts it away; none for no such key.
    pub shortcut: Option<String>,
}

impl DesktopSettings {
    /// Taken by none of the programs that stand beside this one on a desk in China: Ctrl+Alt with Z, A, W, X, L, K, D, P
    /// or an arrow, Ctrl+Shift+Z and Alt+Shift+S all are.
    pub const SHORTCUT: &str = "Ctrl+Alt+J";
}

impl Default for DesktopSettings {
    fn default() -> Self {
        Self { close_to_tray: true, autostart: false, start_in_tray: false, shortcut: Some(Self::SHORTCUT.into()) }
    }
}
