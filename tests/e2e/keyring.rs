//! Everything that lies in the desktop's keyring, whoever put it there and under whatever name.

use std::collections::HashMap;

use anyhow::{Result, ensure};
use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value};
use zbus::{Connection, Proxy};

use crate::seat::until;

const SERVICE: &str = "org.freedesktop.secrets";

/// (session, parameters, value, content type), as the Secret Service hands a secret out.
type Secret = (OwnedObjectPath, Vec<u8>, Vec<u8>, String);

/// The label and the secret of every item.
pub async fn everything(bus: &str) -> Result<Vec<(String, Vec<u8>)>> {
    let bus: Connection = zbus::connection::Builder::address(bus)?.build().await?;
    let service = proxy(&bus, "/org/freedesktop/secrets", "Service").await?;
    // Plain, because both ends are on this machine and the story may see everything.
    let (_, session): (OwnedValue, OwnedObjectPath) = service.call("OpenSession", &("plain", Value::from(""))).await?;
    let no_attributes = HashMap::<String, String>::new();
    let (open, _locked): (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) =
        service.call("SearchItems", &(no_attributes)).await?;
    let mut found = Vec::new();
    for path in open {
        let item = proxy(&bus, path.as_str(), "Item").await?;
        let label: String = item.get_property("Label").await?;
        let (secret,): (Secret,) = item.call("GetSecret", &(&session)).await?;
        found.push((label, secret.2));
    }
    Ok(found)
}

async fn proxy<'a>(bus: &Connection, path: &'a str, interface: &str) -> Result<Proxy<'a>> {
    Ok(Proxy::new(bus, SERVICE, path, format!("org.freedesktop.Secret.{interface}")).await?)
}

/// The same session bus and keyring, as somebody changes them behind the console's back.
pub struct Hand {
    bus: Connection,
}

const LOGIN: &str = "/org/freedesktop/secrets/collection/login";

impl Hand {
    pub async fn on(bus: &str) -> Result<Self> {
        Ok(Self { bus: zbus::connection::Builder::address(bus)?.build().await? })
    }

    /// Puts another text in the place of every secret whose name ends so; how many there were.
    pub async fn replace(&self, ending: &str, text: &str) -> Result<usize> {
        let service = proxy(&self.bus, "/org/freedesktop/secrets", "Service").await?;
        let (_, session): (OwnedValue, OwnedObjectPath) =
            service.call("OpenSession", &("plain", Value::from(""))).await?;
        let items = self.items(ending).await?;
        for item in &items {
            let secret = (&session, Vec::<u8>::new(), text.as_bytes().to_vec(), "text/plain");
            proxy(&self.bus, item.as_str(), "Item").await?.call::<_, _, ()>("SetSecret", &(secret,)).await?;
        }
        Ok(items.len())
    }

    /// Deletes every secret whose name ends so; how many there were.
    pub async fn delete(&self, ending: &str) -> Result<usize> {
        let items = self.items(ending).await?;
        for item in &items {
            let _prompt: OwnedObjectPath = proxy(&self.bus, item.as_str(), "Item").await?.call("Delete", &()).await?;
        }
        Ok(items.len())
    }

    async fn items(&self, ending: &str) -> Result<Vec<OwnedObjectPath>> {
        let service = proxy(&self.bus, "/org/freedesktop/secrets", "Service").await?;
        let (open, _locked): (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) =
            service.call("SearchItems", &(HashMap::<String, String>::new())).await?;
        let mut found = Vec::new();
        for path in open {
            let item = proxy(&self.bus, path.as_str(), "Item").await?;
            let attributes: HashMap<String, String> = item.get_property("Attributes").await?;
            if attributes.values().any(|value| value.ends_with(ending)) {
                found.push(path);
            }
        }
        Ok(found)
    }

    pub async fn lock(&self) -> Result<()> {
        let service = proxy(&self.bus, "/org/freedesktop/secrets", "Service").await?;
        let collection = ObjectPath::try_from(LOGIN)?;
        let (locked, _prompt): (Vec<OwnedObjectPath>, OwnedObjectPath) =
            service.call("Lock", &(vec![collection])).await?;
        ensure!(locked.len() == 1, "the keyring was not locked");
        Ok(())
    }

    /// Unlocks as the login of the desktop does, without a prompt.
    pub async fn unlock(&self) -> Result<()> {
        let service = proxy(&self.bus, "/org/freedesktop/secrets", "Service").await?;
        let (_, session): (OwnedValue, OwnedObjectPath) =
            service.call("OpenSession", &("plain", Value::from(""))).await?;
        let interface = "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface";
        let inner = Proxy::new(&self.bus, SERVICE, "/org/freedesktop/secrets", interface).await?;
        let mut answer = Ok(());
        // The daemon takes the line as it is given, with or without its end.
        for password in ["desktop", "desktop\n"] {
            let secret = (&session, Vec::<u8>::new(), password.as_bytes().to_vec(), "text/plain");
            answer = inner.call("UnlockWithMasterPassword", &(ObjectPath::try_from(LOGIN)?, secret)).await;
            if answer.is_ok() {
                break;
            }
        }
        Ok(answer?)
    }
}

/// Whoever asks for the password on this desktop, and never gets to it. Dropped, the next one may ask.
pub async fn silent_prompter(bus: &str) -> Result<Connection> {
    // Without an object server nobody answers what is called.
    Ok(zbus::connection::Builder::address(bus)?.name("org.gnome.keyring.SystemPrompter")?.build().await?)
}

/// Keeps the bus from starting a keyring: the name is taken, and behind it is nothing.
pub async fn nothing_in_its_place(bus: &str) -> Result<Connection> {
    let nothing = zbus::connection::Builder::address(bus)?.build().await?;
    // The bus may notice a moment after everybody else that who had the name is gone.
    until("the name of the keyring is free", async || Ok(nothing.request_name(SERVICE).await.is_ok())).await?;
    // It answers every call with that there is no such object.
    let _ = nothing.object_server();
    Ok(nothing)
}
