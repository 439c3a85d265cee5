//! Notifications of macOS.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use async_trait::async_trait;
use mac_notification_sys::{Notification, NotificationResponse, Sound, set_application};
use tokio::sync::mpsc::UnboundedSender;
use zuoxi_model::NotificationSound;

use super::{Event, Notice, Notifier, Place};

/// A thread waits for the click on each notification, and a notification may stand for days. When so many wait, further
/// ones are shown without: a click on them brings the console to the front, and no more.
const MOST_WAITING: usize = 16;

pub struct Centre {
    events: UnboundedSender<Event>,
    waiting: Arc<AtomicUsize>,
}

impl Centre {
    pub fn new(identifier: &str, events: UnboundedSender<Event>) -> Self {
        if let Err(error) = set_application(identifier) {
            tracing::info!(%error, "notifications appear under another program's name");
        }
        Self { events, waiting: Arc::default() }
    }
}

#[async_trait]
impl Notifier for Centre {
    async fn is_there(&self) -> bool {
        true
    }

    async fn show(&self, place: Place, notice: Notice) -> Result<(), String> {
        let (events, waiting) = (self.events.clone(), Arc::clone(&self.waiting));
        let waits = waiting.fetch_add(1, Ordering::SeqCst) < MOST_WAITING;
        let showing = move || {
            let mut notification = Notification::new();
            notification.title(&notice.title).message(&notice.body).wait_for_click(waits);
            notification.maybe_sound(notice.sound.and_then(sound_name));
            if !waits {
                notification.asynchronous(true);
            }
            let response = notification.send();
            waiting.fetch_sub(1, Ordering::SeqCst);
            match response {
                // The receiver lives as long as the console.
                Ok(NotificationResponse::Click | NotificationResponse::ActionButton(_)) => {
                    let _ = events.send(Event::Clicked(place));
                }
                Ok(_) => {
                    let _ = events.send(Event::Gone(place));
                }
                Err(error) => tracing::info!(%error, "a notification could not be shown"),
            }
        };
        std::thread::Builder::new().name("notification".into()).spawn(showing).map_err(|error| error.to_string())?;
        Ok(())
    }

    /// macOS keeps notifications in its own centre until the person clears them.
    async fn close(&self, _place: Place) {}
}

/// Sounds that every Mac brings.
fn sound_name(sound: NotificationSound) -> Option<Sound> {
    match sound {
        NotificationSound::Message => Some(Sound::Default),
        NotificationSound::Bell => Some(Sound::Custom("Glass".into())),
        NotificationSound::Chime => Some(Sound::Custom("Ping".into())),
        NotificationSound::Silent => None,
    }
}
