//! The socket: one connection at a time, in either generation of the protocol (Q33, Q34).
//!
//! One task owns a connection and reports what arrives and that it ended, with the reason. It does not reconnect, does
//! not catch up and does not decide anything else.

mod eio3;
mod eio4;
mod frame;
mod hearing;
mod line;
mod redact;

use std::time::Duration;

use async_trait::async_trait;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use url::Url;
use zuoxi_model::{DownReason, ProtocolChoice, SocketProtocol};

pub use line::Emitter;
use line::Line;

use crate::Proxies;

/// An event as it came from the socket.
#[derive(Debug, Clone, PartialEq)]
pub struct RawEvent {
    pub name: String,
    /// One argument; an event with several becomes several.
    pub payload: Value,
}

/// What a line reports.
#[derive(Debug, Clone, PartialEq)]
pub enum LineEvent {
    Event(RawEvent),
    /// The line is down, and stays so: open another.
    Down(DownReason),
}

/// A connection that was let into the platform's namespace. Dropping it ends it.
#[derive(Debug)]
pub struct Connection {
    protocol: SocketProtocol,
    line: Line,
}

impl Connection {
    /// The generation it speaks, to be remembered for the environment (Q33).
    pub fn protocol(&self) -> SocketProtocol {
        self.protocol
    }

    /// Waits for what comes next. Safe to cancel: nothing that arrived is lost. After `Down` always `Down`.
    pub async fn next(&mut self) -> LineEvent {
        match self.line.next().await {
            Ok(event) => LineEvent::Event(event),
            Err(reason) => LineEvent::Down(reason),
        }
    }

    /// The way out, for whoever sends.
    pub fn emitter(&self) -> Emitter {
        self.line.emitter()
    }

    /// Says farewell to the server and ends the connection, within a few seconds.
    pub async fn close(self) {
        self.line.close().await;
    }
}

/// Opens connections in one generation of the protocol.
#[async_trait]
trait Transport: Send + Sync {
    fn protocol(&self) -> SocketProtocol;

    /// Returns when the namespace is joined, or with the reason why not.
    async fn open(&self, target: &Target) -> Result<Line, DownReason>;
}

/// Where to connect, as whom, and how patiently.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    base: Url,
    token: SecretString,
    proxies: Proxies,
    limits: Limits,
}

#[derive(Debug, Clone, Copy)]
struct Limits {
    /// For TCP, TLS and the WebSocket upgrade together.
    connect: Duration,
    /// From there until the namespace is joined.
    handshake: Duration,
    /// For one write.
    write: Duration,
    /// How often a library that hides a clean close is asked whether it still lives.
    probe: Duration,
    /// Events that may wait.
    event_queue: usize,
}

impl Target {
    /// `base` is the socket base of the environment; a path in it is not used (Q34).
    pub(crate) fn new(base: Url, token: SecretString) -> Self {
        let limits = Limits {
            connect: Duration::from_secs(10),
            handshake: Duration::from_secs(10),
            write: Duration::from_secs(10),
            probe: Duration::from_secs(1),
            event_queue: line::EVENT_QUEUE,
        };
        Self { base, token, proxies: Proxies::of_this_machine(), limits }
    }

    /// By these proxies, in place of this machine's.
    pub(crate) fn through(self, proxies: Proxies) -> Self {
        Self { proxies, ..self }
    }

    /// The base with the token in its query and nothing else. Spec 3.1; it is percent-encoded.
    fn address(&self, path: &str, scheme: Scheme) -> Url {
        let mut address = self.base.clone();
        let secure = matches!(address.scheme(), "https" | "wss");
        let scheme = match (scheme, secure) {
            (Scheme::WebSocket, true) => "wss",
            (Scheme::WebSocket, false) => "ws",
            (Scheme::Http, true) => "https",
            (Scheme::Http, false) => "http",
        };
        // These four schemes are interchangeable in a URL; the address was checked to have one of them.
        let _ = address.set_scheme(scheme);
        address.set_path(path);
        address.set_fragment(None);
        address.set_query(None);
        address.query_pairs_mut().append_pair("token", self.token.expose_secret());
        address
    }

    /// Text that a server or a library wrote, without the token.
    fn redact(&self, text: &str) -> String {
        redact::redact(text, self.token.expose_secret())
    }
}

#[derive(Debug, Clone, Copy)]
enum Scheme {
    Http,
    WebSocket,
}

/// The bytes of the frame that carries an event, the same in both generations (Q42).
pub(crate) fn frame_bytes(name: &str, payload: &Value) -> usize {
    frame::event(frame::NAMESPACE, name, payload).len()
}

/// The way into the parser of frames for the fuzz targets.
#[cfg(any(test, feature = "fuzzing"))]
pub(crate) fn parse_frame(text: &str) {
    drop(frame::parse(text));
}

/// Opens a connection. `auto` tries the remembered generation, else Engine.IO 3, and flips once if the server speaks
/// the other: a server that speaks only Engine.IO 4 refuses 3 at once, whereas the other way round it lets the client
/// in and drops it at every heartbeat (Q33). The flip is not a reconnect and does not wait (Q35).
pub(crate) async fn open(
    target: &Target,
    choice: ProtocolChoice,
    remembered: Option<SocketProtocol>,
) -> Result<Connection, DownReason> {
    let order: &[&dyn Transport] = match (choice, remembered) {
        (ProtocolChoice::Eio3, _) => &[&eio3::Eio3],
        (ProtocolChoice::Eio4, _) => &[&eio4::Eio4],
        (ProtocolChoice::Auto, Some(SocketProtocol::Eio4)) => &[&eio4::Eio4, &eio3::Eio3],
        (ProtocolChoice::Auto, _) => &[&eio3::Eio3, &eio4::Eio4],
    };
    let mut refusal = DownReason::WrongProtocol;
    for transport in order {
        let protocol = transport.protocol();
        match transport.open(target).await {
            Ok(line) => {
                tracing::info!(?protocol, "the line is up");
                return Ok(Connection { protocol, line });
            }
            Err(reason) => {
                tracing::info!(?protocol, ?reason, "no line");
                refusal = reason;
            }
        }
        if refusal != DownReason::WrongProtocol {
            break;
        }
    }
    Err(refusal)
}

/// What a server means by refusing us: it has no code, only words, and the words name the token if that is the matter.
fn refusal(message: &str) -> DownReason {
    let lower = message.to_lowercase();
    let names_the_token =
        ["token", "auth", "401", "403", "1000", "认证", "授权"].iter().any(|word| lower.contains(word));
    if names_the_token { DownReason::Unauthorized } else { DownReason::Closed { message: message.to_owned() } }
}

/// What an HTTP status means that came instead of the WebSocket upgrade.
fn refused_upgrade(status: u16) -> DownReason {
    match status {
        400 => DownReason::WrongProtocol,
        401 | 403 => DownReason::Unauthorized,
        _ => DownReason::Unreachable { message: format!("HTTP {status}") },
    }
}

#[cfg(test)]
mod tests;
