//! Toasts of Windows.

use async_trait::async_trait;
use tauri_winrt_notification::{Sound, Toast};
use tokio::sync::mpsc::UnboundedSender;
use zuoxi_model::NotificationSound;

use super::{Event, Notice, Notifier, Place};

pub struct Toasts {
    /// The id that the installer gave the console's entry in the start menu. A build that was not installed has none, and
    /// borrows PowerShell's, as Tauri's plugin does.
    app: String,
    events: UnboundedSender<Event>,
}

impl Toasts {
    pub fn new(identifier: String, events: UnboundedSender<Event>) -> Self {
        let app = if cfg!(debug_assertions) { Toast::POWERSHELL_APP_ID.to_owned() } else { identifier };
        Self { app, events }
    }
}

#[async_trait]
impl Notifier for Toasts {
    async fn is_there(&self) -> bool {
        true
    }

    async fn show(&self, place: Place, notice: Notice) -> Result<(), String> {
        let (app, events) = (self.app.clone(), self.events.clone());
        let sound = notice.sound.and_then(sound_of);
        let shown = tauri::async_runtime::spawn_blocking(move || {
            Toast::new(&app)
                .title(&notice.title)
                .text1(&notice.body)
                .sound(sound)
                .on_activated(move |_| {
                    // The receiver lives as long as the console.
                    let _ = events.send(Event::Clicked(place.clone()));
                    Ok(())
                })
                .show()
                .map_err(|error| error.to_string())
        });
        shown.await.map_err(|error| error.to_string())?
    }

    /// Windows keeps toasts in its own centre until the person clears them.
    async fn close(&self, _place: Place) {}
}

fn sound_of(sound: NotificationSound) -> Option<Sound> {
    match sound {
        NotificationSound::Message => Some(Sound::IM),
        NotificationSound::Bell => Some(Sound::Reminder),
        NotificationSound::Chime => Some(Sound::Mail),
        NotificationSound::Silent => None,
    }
}
