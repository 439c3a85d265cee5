//! socketioxide as a server, told on standard input what to do, as `servers/told.js` is.
//!
//! It runs in a process of its own like all the others, so that it can be stopped and killed: this very test program,
//! started again with the one test below, which is no test and is ignored otherwise.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};
use socketioxide::extract::{Data, SocketRef};
use socketioxide::handler::ConnectHandler;
use socketioxide::{ProtocolVersion, SocketIo};
use tokio::io::{AsyncBufReadExt, BufReader};

/// How the test program is told to be the server.
pub const SERVE: [&str; 5] =
    ["--exact", "socketioxide::a_server_for_the_other_tests", "--ignored", "--nocapture", "--test-threads=2"];
pub const ARGUMENTS: &str = "ZUOXI_INTEROP_SERVER";

type Sockets = Arc<Mutex<HashMap<String, SocketRef>>>;

#[tokio::test]
#[ignore = "the other tests start it as a server"]
async fn a_server_for_the_other_tests() -> Result<()> {
    let arguments = std::env::var(ARGUMENTS).unwrap_or_default();
    let mut numbers = arguments.split(' ').filter_map(|word| word.parse().ok().map(Duration::from_millis));
    let (layer, io) = SocketIo::builder()
        .ping_interval(numbers.next().unwrap_or(Duration::from_secs(25)))
        .ping_timeout(numbers.next().unwrap_or(Duration::from_secs(20)))
        .build_layer();
    let sockets = Sockets::default();
    let here = Arc::clone(&sockets);
    let welcome = move |socket: SocketRef| {
        welcome(&here, socket);
        async {}
    };
    let guard = |socket: SocketRef| {
        let known = token(&socket).starts_with("good ");
        async move { if known { Ok(()) } else { Err("unauthorized") } }
    };
    let elsewhere = arguments.split(' ').any(|word| word == "--elsewhere");
    io.ns(if elsewhere { "/elsewhere" } else { "/imchat" }, welcome.with(guard));
    // Clients of Socket.IO 2 are in the main namespace first.
    io.ns("/", async |_: SocketRef| {});

    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    report(&json!({ "listening": listener.local_addr()?.port(), "version": version() }));
    tokio::spawn(async move { axum::serve(listener, axum::Router::new().layer(layer)).await });
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Some(line) = lines.next_line().await? {
        obey(&io, &sockets, &serde_json::from_str(&line)?).await?;
    }
    // Without the runner's summary, for which nobody waits any more.
    std::process::exit(0)
}

/// Cargo tells no program the versions of its dependencies; the lock file does.
fn version() -> String {
    let lock = include_str!("../../Cargo.lock");
    let after = lock.split_once("name = \"socketioxide\"\nversion = \"").map_or("", |(_, after)| after);
    format!("socketioxide {}", after.split('"').next().unwrap_or_default())
}

#[expect(clippy::print_stdout, reason = "this is how the server speaks to the test that started it")]
fn report(what: &Value) {
    println!("{what}");
}

fn token(socket: &SocketRef) -> String {
    let address = format!("http://localhost{}", socket.req_parts().uri);
    let address = reqwest::Url::parse(&address).ok();
    let mut pairs = address.iter().flat_map(reqwest::Url::query_pairs);
    pairs.find(|(name, _)| name == "token").map(|(_, token)| token.into_owned()).unwrap_or_default()
}

fn welcome(sockets: &Sockets, socket: SocketRef) {
    let name = token(&socket);
    for event in ["message", "action"] {
        let name = name.clone();
        socket.on(event, move |Data::<Value>(payload)| {
            report(&json!({ "heard": name, "event": event, "payload": payload }));
            async {}
        });
    }
    let left = name.clone();
    socket.on_disconnect(move || {
        report(&json!({ "left": left }));
        async {}
    });
    let protocol = if socket.protocol() == ProtocolVersion::V4 { 3 } else { 4 };
    sockets.lock().unwrap_or_else(PoisonError::into_inner).insert(name.clone(), socket);
    report(&json!({ "joined": name, "protocol": protocol }));
}

/// A record with bytes in it: the library makes them a binary attachment.
#[derive(Serialize)]
struct File {
    name: &'static str,
    bytes: Bytes,
}

struct Bytes(&'static [u8]);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

async fn obey(io: &SocketIo, sockets: &Sockets, told: &Value) -> Result<()> {
    let text = |field: &str| told.get(field).and_then(Value::as_str).context("not told enough");
    let socket = sockets.lock().unwrap_or_else(PoisonError::into_inner).get(text("token")?).cloned();
    let socket = socket.context("nobody has that token")?;
    match text("do")? {
        "say" => socket.emit(text("event")?, told.get("payload").context("nothing to say")?)?,
        "binary" => {
            socket.emit(text("event")?, &File { name: "合同.pdf", bytes: Bytes(&[0, 4, 255, 128]) })?;
        }
        "kick" => socket.disconnect()?,
        // The library closes all connections or none.
        "close" => io.close().await,
        _ => anyhow::bail!("socketioxide cannot do {told}"),
    }
    Ok(())
}
