//! Everything that lies in the desktop's keyring, whoever put it there and under whatever name.

use std::collections::HashMap;

use anyhow::Result;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};
use zbus::{Connection, Proxy};

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
