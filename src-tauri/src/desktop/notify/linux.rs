//! Notifications over D-Bus, as the Desktop Notifications Specification 1.2 has them.

use std::{
    collections::HashMap,
    sync::{Arc, Weak},
};

use async_trait::async_trait;
use futures_util::StreamExt;
use tokio::sync::{Mutex, mpsc::UnboundedSender};
use zbus::{Connection, Proxy, zvariant::Value};
use zuoxi_model::NotificationSound;

use super::{Event, Notice, Notifier, Place};

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";
/// The action that a click on the notification itself stands for.
const CLICK: &str = "default";

type Standing = Mutex<HashMap<Place, u32>>;

/// The service on the session bus, connected when the first notification is shown.
pub struct Bus {
    /// The name of the desktop entry, by which the service finds the console's name and icon.
    entry: String,
    events: UnboundedSender<Event>,
    service: Mutex<Option<Proxy<'static>>>,
    /// The numbers of what stands. Held while something is shown, so that no click on it comes before its number.
    standing: Arc<Standing>,
}

impl Bus {
    pub fn new(entry: String, events: UnboundedSender<Event>) -> Self {
        Self { entry, events, service: Mutex::new(None), standing: Arc::default() }
    }

    async fn service(&self) -> zbus::Result<Proxy<'static>> {
        let mut service = self.service.lock().await;
        if let Some(service) = &*service {
            return Ok(service.clone());
        }
        let bus = Connection::session().await?;
        let proxy = Proxy::new(&bus, NAME, PATH, NAME).await?;
        let clicks = proxy.receive_signal("ActionInvoked").await?;
        let ends = proxy.receive_signal("NotificationClosed").await?;
        tauri::async_runtime::spawn(hear(clicks, ends, Arc::downgrade(&self.standing), self.events.clone()));
        *service = Some(proxy.clone());
        Ok(proxy)
    }

    async fn try_show(&self, place: Place, notice: Notice) -> zbus::Result<()> {
        let service = self.service().await?;
        let can: Vec<String> = service.call("GetCapabilities", &()).await?;
        let body = if can.iter().any(|each| each == "body-markup") { escaped(&notice.body) } else { notice.body };
        let mut hints: HashMap<&str, Value<'_>> = HashMap::from([
            ("desktop-entry", Value::from(self.entry.as_str())),
            ("category", Value::from("im.received")),
        ]);
        match notice.sound.and_then(sound_name) {
            Some(name) => hints.insert("sound-name", Value::from(name)),
            None => hints.insert("suppress-sound", Value::from(true)),
        };
        let mut standing = self.standing.lock().await;
        let replaces = standing.get(&place).copied().unwrap_or(0);
        let actions = [CLICK, notice.open];
        let icon = self.entry.to_lowercase();
        // The service decides how long it stays.
        let how_long = -1_i32;
        let number: u32 = service
            .call("Notify", &(&self.entry, replaces, icon, notice.title, body, actions.as_slice(), hints, how_long))
            .await?;
        standing.insert(place, number);
        Ok(())
    }
}

#[async_trait]
impl Notifier for Bus {
    async fn is_there(&self) -> bool {
        let asked = async { self.service().await?.call::<_, _, Vec<String>>("GetCapabilities", &()).await };
        asked.await.is_ok()
    }

    async fn show(&self, place: Place, notice: Notice) -> Result<(), String> {
        self.try_show(place, notice).await.map_err(|error| error.to_string())
    }

    async fn close(&self, place: Place) {
        let Some(number) = self.standing.lock().await.remove(&place) else { return };
        let closed = async { self.service().await?.call::<_, _, ()>("CloseNotification", &(number)).await };
        if let Err(error) = closed.await {
            tracing::debug!(%error, "a notification could not be taken away");
        }
    }
}

/// Tells what becomes of the notifications, until the bus is gone.
async fn hear(
    mut clicks: zbus::proxy::SignalStream<'static>,
    mut ends: zbus::proxy::SignalStream<'static>,
    standing: Weak<Standing>,
    events: UnboundedSender<Event>,
) {
    loop {
        let event = tokio::select! {
            signal = clicks.next() => {
                let Some(signal) = signal else { return };
                let Ok((number, action)) = signal.body().deserialize::<(u32, String)>() else { continue };
                let Some(standing) = standing.upgrade() else { return };
                let place = place_of(&*standing.lock().await, number);
                place.filter(|_| action == CLICK).map(Event::Clicked)
            }
            signal = ends.next() => {
                let Some(signal) = signal else { return };
                let Ok((number, _why)) = signal.body().deserialize::<(u32, u32)>() else { continue };
                let Some(standing) = standing.upgrade() else { return };
                let mut standing = standing.lock().await;
                let place = place_of(&standing, number);
                if let Some(place) = &place {
                    standing.remove(place);
                }
                place.map(Event::Gone)
            }
        };
        if let Some(event) = event
            && events.send(event).is_err()
        {
            return;
        }
    }
}

fn place_of(standing: &HashMap<Place, u32>, number: u32) -> Option<Place> {
    standing.iter().find(|(_, known)| **known == number).map(|(place, _)| place.clone())
}

/// Names of the XDG sound naming specification.
fn sound_name(sound: NotificationSound) -> Option<&'static str> {
    match sound {
        NotificationSound::Message => Some("message-new-instant"),
        NotificationSound::Bell => Some("bell"),
        NotificationSound::Chime => Some("complete"),
        NotificationSound::Silent => None,
    }
}

/// A text that is read as markup, and is none.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_customers_text_is_never_markup() {
        assert_eq!(escaped("<b>&lt;</b>"), "&lt;b&gt;&amp;lt;&lt;/b&gt;");
    }
}
