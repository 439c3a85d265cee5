//! Engine.IO 4 on `rust_engineio` 0.6, and Socket.IO 5 on it with the packets of [`frame`](super::frame).
//!
//! `rust_socketio`, the library above it, was read, measured and used before. It keeps what a line has to tell to
//! itself: a missed ping and a broken connection are the same two words, the server's close packet and a clean close are
//! nothing at all, and its task outlives the connection. The half below says all of it, and has no task: the connection
//! lives where its packets are read. What remains to be fenced:
//!
//! - It has no limit around connecting, so we put one. It answers pings while its packets are read, so reading goes on
//!   while we write: a write that waits must not keep the pong back, and they share a lock.
//! - It gives a binary frame as a message like any other. How many follow is said by the packet before them.
//! - It hides the cause of an error in the sources, and the token in addresses: both are dealt with here.

use std::{error::Error, pin::pin};

use async_trait::async_trait;
use futures_util::{StreamExt, future::BoxFuture};
use rust_engineio::{
    Error as LibraryError, Packet, PacketId,
    asynchronous::{Client, ClientBuilder},
};
use tokio::time::timeout;
use zuoxi_model::{DownReason, SocketProtocol};

use super::{
    Scheme, Target, Transport,
    frame::{self, NAMESPACE},
    hearing::{self, Next, closed},
    line::{self, EventSink, FAREWELL_LIMIT, Line, LineEnd, Order, closed_by_us},
    refused_upgrade,
};
use crate::{PlatformError, error::chain};

pub(super) struct Eio4;

#[async_trait]
impl Transport for Eio4 {
    fn protocol(&self) -> SocketProtocol {
        SocketProtocol::Eio4
    }

    async fn open(&self, target: &Target) -> Result<Line, DownReason> {
        let limits = target.limits;
        let address = target.address("/socket.io/", Scheme::Http);
        let client = match timeout(limits.connect, ClientBuilder::new(address).build_websocket()).await {
            Ok(Ok(client)) => client,
            Ok(Err(error)) => return Err(refused_connect(&error, target)),
            Err(_) => return Err(DownReason::TimedOut),
        };
        let (line, end) = line::pair(limits.write, limits.event_queue);
        let mut wire = Wire { client, sink: end.sink(), target: target.clone(), attachments: 0 };
        timeout(limits.handshake, wire.join()).await.unwrap_or(Err(DownReason::TimedOut))?;
        tokio::spawn(wire.own(end));
        Ok(line)
    }
}

/// A connection and where its events go.
struct Wire {
    client: Client,
    sink: EventSink,
    target: Target,
    /// Binary frames that are still to come.
    attachments: u32,
}

/// A write that is under way, and whose it is.
type Writing = BoxFuture<'static, Result<(), DownReason>>;

impl Wire {
    /// From OPEN to the namespace.
    async fn join(&mut self) -> Result<(), DownReason> {
        self.client.connect().await.map_err(|error| self.broken(&error))?;
        let mut writing: Option<Writing> = Some(self.text(frame::join(NAMESPACE)));
        loop {
            tokio::select! {
                written = finished(&mut writing) => {
                    writing = None;
                    written?;
                }
                packet = self.client.next() => if let Next::Joined = self.take(packet)? {
                    return Ok(());
                },
            }
        }
    }

    /// Owns the connection until it ends.
    async fn own(mut self, mut end: LineEnd) {
        let reason = self.live(&mut end).await;
        tracing::info!(?reason, "the line is down");
        if end.closing.is_cancelled() {
            let farewell = async {
                let _ = self.text(frame::leave(NAMESPACE)).await;
                let _ = self.client.disconnect().await;
            };
            let _ = timeout(FAREWELL_LIMIT, farewell).await;
        }
        end.finish(reason);
    }

    async fn live(&mut self, end: &mut LineEnd) -> DownReason {
        let mut writing: Option<Writing> = None;
        loop {
            let step = tokio::select! {
                () = end.closing.cancelled() => Err(closed_by_us()),
                packet = self.client.next() => self.take(packet).map(|_| ()),
                written = finished(&mut writing) => {
                    writing = None;
                    written
                }
                Some(order) = end.orders.recv(), if writing.is_none() => {
                    writing = order.is_wanted().then(|| self.carry_out(order));
                    Ok(())
                }
            };
            if let Err(reason) = step {
                return reason;
            }
        }
    }

    /// Takes what arrived; an error ends the line.
    fn take(&mut self, packet: Option<Result<Packet, LibraryError>>) -> Result<Next, DownReason> {
        let packet = match packet {
            Some(Ok(packet)) => packet,
            Some(Err(LibraryError::PingTimeout())) => return Err(DownReason::TimedOut),
            Some(Err(error)) => return Err(self.broken(&error)),
            None => return Err(closed(None)),
        };
        match packet.packet_id {
            PacketId::Close => Err(closed(None)),
            PacketId::Message | PacketId::MessageBinary if self.attachments > 0 => {
                self.attachments -= 1;
                Ok(Next::Nothing)
            }
            PacketId::Message => match std::str::from_utf8(&packet.data) {
                Ok(text) => {
                    self.attachments = frame::attachments(text);
                    hearing::take(frame::packet(text), &self.sink, &self.target)
                }
                Err(_) => Ok(Next::Nothing),
            },
            _ => Ok(Next::Nothing),
        }
    }

    fn carry_out(&self, order: Order) -> Writing {
        let text = frame::event(NAMESPACE, order.name, &order.payload);
        let (client, target) = (self.client.clone(), self.target.clone());
        Box::pin(async move {
            match write(&client, &target, text).await {
                Ok(()) => {
                    order.report(Ok(()));
                    Ok(())
                }
                Err(reason) => {
                    order.report(Err(match &reason {
                        DownReason::Closed { message } => {
                            PlatformError::Unreachable { message: message.clone(), request_id: None }
                        }
                        _ => PlatformError::TimedOut { request_id: None },
                    }));
                    Err(reason)
                }
            }
        })
    }

    fn text(&self, text: String) -> Writing {
        let (client, target) = (self.client.clone(), self.target.clone());
        Box::pin(async move { write(&client, &target, text).await })
    }

    fn broken(&self, error: &LibraryError) -> DownReason {
        closed(Some(self.target.redact(&chain(error))))
    }
}

/// Writes a frame: its first digit is Engine.IO's, which the library writes itself.
async fn write(client: &Client, target: &Target, text: String) -> Result<(), DownReason> {
    let packet = Packet::new(PacketId::Message, text.strip_prefix('4').map(str::to_owned).unwrap_or(text));
    match timeout(target.limits.write, pin!(client.emit(packet))).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(closed(Some(target.redact(&chain(&error))))),
        Err(_) => Err(DownReason::TimedOut),
    }
}

/// Waits for the write that is under way, and for ever if there is none.
async fn finished(writing: &mut Option<Writing>) -> Result<(), DownReason> {
    match writing {
        Some(writing) => writing.await,
        None => std::future::pending().await,
    }
}

/// What the library says when the server spoke, and it was not this protocol: nonsense instead of the upgrade, or a
/// first frame that is not OPEN.
const NONSENSE: [&str; 4] =
    ["WebSocket protocol error", "not json serializable", "Invalid packet id", "invalid packet which did not follow"];

/// What it says in the same words of a server that hung up before it had spoken.
const HUNG_UP: [&str; 2] = ["Handshake not finished", "Connection reset without closing handshake"];

/// Why `connect` failed. The library's error types are not all public, so that the cause has to be read from the text
/// of the innermost one. A server that hung up is not one of the other generation: `auto` must not flip for it.
fn refused_connect(error: &(dyn Error + 'static), target: &Target) -> DownReason {
    let text = chain(error);
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let status = text.split_once("HTTP error: ").and_then(|(_, rest)| rest.get(..3)?.parse().ok());
    match status {
        Some(status) => refused_upgrade(status),
        None if says(&NONSENSE) && !says(&HUNG_UP) => DownReason::WrongProtocol,
        None => DownReason::Unreachable { message: target.redact(&text) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use url::Url;

    #[derive(Debug, thiserror::Error)]
    #[error("EngineIO Error")]
    struct Outer(#[source] Inner);

    #[derive(Debug, thiserror::Error)]
    #[error("Error with websocket connection: {0}")]
    struct Inner(&'static str);

    #[test]
    fn the_cause_of_a_refused_connection_is_found_inside_the_librarys_error() {
        let target = Target::new(Url::parse("http://127.0.0.1:1").unwrap(), "s3cret".to_owned().into());
        let reason = |text| refused_connect(&Outer(Inner(text)), &target);
        assert_eq!(reason("HTTP error: 400 Bad Request"), DownReason::WrongProtocol);
        assert_eq!(reason("HTTP error: 401 Unauthorized"), DownReason::Unauthorized);
        assert_eq!(reason("HTTP error: 502 Bad Gateway"), DownReason::Unreachable { message: "HTTP 502".into() });
        assert_eq!(
            reason("URL error: Unable to connect to ws://h/?token=s3cret"),
            DownReason::Unreachable {
                message: "EngineIO Error: Error with websocket connection: URL error: Unable to connect to \
                          ws://h/?token=***"
                    .into()
            }
        );
    }
}
