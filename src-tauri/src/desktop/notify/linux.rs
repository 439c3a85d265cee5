//! Notifications over D-Bus, as the Desktop Notifications Specification 1.2 has them.

use std::{
    collections::HashMap,
    sync::{Arc, Weak},
};

use async_trait::async_trait;
use futures_util::{Stream, StreamExt};
use tokio::sync::{Mutex, mpsc::UnboundedSender};
use zbus::{Connection, Message, Proxy, zvariant::Value};
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
        let signals = proxy.receive_all_signals().await?;
        tauri::async_runtime::spawn(hear(signals, Arc::downgrade(&self.standing), self.events.clone()));
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
///
/// In the order of one stream: with a click the service also tells of the end, after which nobody knows what was clicked.
async fn hear(
    mut signals: impl Stream<Item = Message> + Unpin,
    standing: Weak<Standing>,
    events: UnboundedSender<Event>,
) {
    while let Some(signal) = signals.next().await {
        let Some(standing) = standing.upgrade() else { return };
        if let Some(event) = told(&signal, &mut *standing.lock().await)
            && events.send(event).is_err()
        {
            return;
        }
    }
}

fn told(signal: &Message, standing: &mut HashMap<Place, u32>) -> Option<Event> {
    let body = signal.body();
    match signal.header().member()?.as_str() {
        "ActionInvoked" => {
            let (number, action) = body.deserialize::<(u32, String)>().ok()?;
            place_of(standing, number).filter(|_| action == CLICK).map(Event::Clicked)
        }
        "NotificationClosed" => {
            let (number, _why) = body.deserialize::<(u32, u32)>().ok()?;
            let place = place_of(standing, number)?;
            standing.remove(&place);
            Some(Event::Gone(place))
        }
        _ => None,
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
    use futures_util::stream;
    use serde::Serialize;
    use tokio::sync::mpsc;
    use zbus::zvariant::DynamicType;

    use super::{super::TRIAL, *};

    fn signal(name: &str, body: &(impl Serialize + DynamicType)) -> Message {
        Message::signal(PATH, NAME, name).unwrap().build(body).unwrap()
    }

    #[tokio::test]
    async fn a_click_is_told_before_the_end_that_comes_with_it() {
        let standing = Arc::new(Mutex::new(HashMap::from([(TRIAL, 7)])));
        let signals = [
            signal("ActivationToken", &(7_u32, "token")),
            signal("ActionInvoked", &(8_u32, CLICK)),
            signal("ActionInvoked", &(7_u32, CLICK)),
            signal("NotificationClosed", &(7_u32, 2_u32)),
            signal("ActionInvoked", &(7_u32, CLICK)),
        ];
        let (events, mut heard) = mpsc::unbounded_channel();
        hear(stream::iter(signals), Arc::downgrade(&standing), events).await;
        assert_eq!(heard.recv().await, Some(Event::Clicked(TRIAL)));
        assert_eq!(heard.recv().await, Some(Event::Gone(TRIAL)));
        assert_eq!(heard.recv().await, None);
        assert!(standing.lock().await.is_empty());
    }

    #[test]
    fn a_customers_text_is_never_markup() {
        assert_eq!(escaped("<b>&lt;</b>"), "&lt;b&gt;&amp;lt;&lt;/b&gt;");
    }
}
