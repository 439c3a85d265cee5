//! The other programs of a desktop, as far as a story needs them: who shows notifications, who shows the tray. They are
//! the peers on the bus, recorded; the console speaks to them as to any others.

#![allow(
    clippy::needless_pass_by_value,
    clippy::unused_self,
    clippy::used_underscore_binding,
    reason = "the bus prescribes the signatures"
)]

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use zbus::message::Header;
use zbus::object_server::SignalEmitter;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Structure, Value};
use zbus::{Connection, Proxy, connection, interface};

use crate::seat::until;

const NOTIFICATIONS: &str = "org.freedesktop.Notifications";
const NOTIFICATIONS_PATH: &str = "/org/freedesktop/Notifications";

/// A notification as it was asked for.
#[derive(Clone, Debug)]
pub struct Shown {
    pub number: u32,
    pub replaces: u32,
    pub title: String,
    pub body: String,
    pub actions: Vec<String>,
    pub sound: Option<String>,
}

#[derive(Debug, Default)]
struct Screen {
    shown: Vec<Shown>,
    closed: Vec<u32>,
}

struct Service(Arc<Mutex<Screen>>);

#[interface(name = "org.freedesktop.Notifications")]
impl Service {
    fn get_capabilities(&self) -> Vec<String> {
        ["actions", "body", "body-markup", "sound"].map(str::to_owned).to_vec()
    }

    #[expect(clippy::too_many_arguments, reason = "the specification's own")]
    fn notify(
        &self,
        _app: String,
        replaces: u32,
        _icon: String,
        title: String,
        body: String,
        actions: Vec<String>,
        hints: HashMap<String, OwnedValue>,
        _how_long: i32,
    ) -> u32 {
        let sound = hints.get("sound-name").and_then(|name| String::try_from(name.try_clone().ok()?).ok());
        let mut screen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let number = if replaces == 0 { u32::try_from(screen.shown.len()).unwrap_or(0) + 1 } else { replaces };
        screen.shown.push(Shown { number, replaces, title, body, actions, sound });
        number
    }

    fn close_notification(&self, number: u32) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).closed.push(number);
    }
}

/// Who shows notifications.
pub struct Notifications {
    bus: Connection,
    screen: Arc<Mutex<Screen>>,
}

impl Notifications {
    pub async fn start(bus: &str) -> Result<Self> {
        let screen = Arc::<Mutex<Screen>>::default();
        let bus = connection::Builder::address(bus)?
            .serve_at(NOTIFICATIONS_PATH, Service(Arc::clone(&screen)))?
            .name(NOTIFICATIONS)?
            .build()
            .await?;
        Ok(Self { bus, screen })
    }

    pub fn shown(&self) -> Vec<Shown> {
        self.screen.lock().unwrap_or_else(PoisonError::into_inner).shown.clone()
    }

    pub fn closed(&self) -> Vec<u32> {
        self.screen.lock().unwrap_or_else(PoisonError::into_inner).closed.clone()
    }

    /// The last notification with this text, once there is one.
    pub async fn with(&self, text: &str) -> Result<Shown> {
        let find = || self.shown().into_iter().rev().find(|shown| shown.body.contains(text));
        until(&format!("a notification says “{text}”"), async || Ok(find().is_some())).await?;
        find().context("the notification is gone again")
    }

    /// The person clicks the notification.
    pub async fn click(&self, number: u32) -> Result<()> {
        let signal = (number, "default");
        Ok(self.bus.emit_signal(None::<&str>, NOTIFICATIONS_PATH, NOTIFICATIONS, "ActionInvoked", &signal).await?)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Item {
    owner: String,
    path: String,
}

struct Watcher(Arc<Mutex<Vec<Item>>>);

#[interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    async fn register_status_notifier_item(
        &self,
        service: String,
        #[zbus(header)] header: Header<'_>,
        #[zbus(signal_emitter)] emitter: SignalEmitter<'_>,
    ) {
        let owner = header.sender().map(ToString::to_string).unwrap_or_default();
        let path = if service.starts_with('/') { service.clone() } else { "/StatusNotifierItem".to_owned() };
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(Item { owner, path });
        // Whoever misses it asks for the list.
        let _ = Self::status_notifier_item_registered(&emitter, service).await;
    }

    #[zbus(signal)]
    async fn status_notifier_item_registered(emitter: &SignalEmitter<'_>, service: String) -> zbus::Result<()>;

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        let items = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        items.iter().map(|item| format!("{}{}", item.owner, item.path)).collect()
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }
}

/// Who shows the tray.
pub struct Tray {
    bus: Connection,
    items: Arc<Mutex<Vec<Item>>>,
}

impl Tray {
    pub async fn start(bus: &str) -> Result<Self> {
        let items = Arc::<Mutex<Vec<Item>>>::default();
        let bus = connection::Builder::address(bus)?
            .serve_at("/StatusNotifierWatcher", Watcher(Arc::clone(&items)))?
            .name("org.kde.StatusNotifierWatcher")?
            .build()
            .await?;
        Ok(Self { bus, items })
    }

    async fn item(&self) -> Result<Item> {
        let find = || self.items.lock().unwrap_or_else(PoisonError::into_inner).last().cloned();
        until("the console is in the tray", async || Ok(find().is_some())).await?;
        find().context("the tray is empty again")
    }

    /// What stands beside the icon.
    pub async fn label(&self) -> Result<String> {
        let item = self.item().await?;
        let icon = Proxy::new(&self.bus, item.owner, item.path, "org.kde.StatusNotifierItem").await?;
        Ok(icon.get_property("XAyatanaLabel").await?)
    }

    /// The words of the menu with their numbers.
    pub async fn menu(&self) -> Result<Vec<(i32, String)>> {
        type Layout = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);
        let menu = self.menu_proxy().await?;
        let (_, (_, _, children)): (u32, Layout) =
            menu.call("GetLayout", &(0_i32, -1_i32, Vec::<String>::new())).await?;
        let mut entries = Vec::new();
        for child in children {
            let entry = Structure::try_from(child)?;
            let [Value::I32(number), Value::Dict(properties), ..] = entry.fields() else { continue };
            let label = properties.get::<_, String>(&"label").ok().flatten().unwrap_or_default();
            entries.push((*number, label));
        }
        Ok(entries)
    }

    /// The person chooses this from the menu.
    pub async fn choose(&self, label: &str) -> Result<()> {
        let mut found = None;
        until(&format!("the menu offers {label}"), async || {
            found = self.menu().await?.into_iter().find(|(_, each)| each == label);
            Ok(found.is_some())
        })
        .await?;
        let (number, _) = found.with_context(|| format!("{label} is not on the menu"))?;
        let menu = self.menu_proxy().await?;
        Ok(menu.call("Event", &(number, "clicked", Value::from(0_i32), 0_u32)).await?)
    }

    async fn menu_proxy(&self) -> Result<Proxy<'static>> {
        let item = self.item().await?;
        let icon = Proxy::new(&self.bus, item.owner.clone(), item.path, "org.kde.StatusNotifierItem").await?;
        let path: OwnedObjectPath = icon.get_property("Menu").await?;
        Ok(Proxy::new(&self.bus, item.owner, path, "com.canonical.dbusmenu").await?)
    }
}
