//! Engine.IO 3 and Socket.IO 2 over WebSocket, on tokio-tungstenite.
//!
//! In order: the upgrade at `/socket.io/?token=…&EIO=3&transport=websocket`; the server's OPEN with the heartbeat; our
//! CONNECT to the namespace; the server's CONNECT, before which events may already come. From then on we ping every
//! `pingInterval`, and the line is dead when nothing at all arrives for `pingTimeout` after a ping.
//!
//! What ends a line: `1`, `41`, `44`, a WebSocket close, a write that takes too long, silence, a full event queue.
//! Binary frames are heard as signs of life and otherwise ignored: the platform documents none.

use std::pin::pin;

use async_trait::async_trait;
use futures_util::{SinkExt, StreamExt};
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep_until, timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, client_async_tls,
    tungstenite::{self, Message, error::ProtocolError},
};
use zuoxi_model::{DownReason, SocketProtocol};

use super::{
    Scheme, Target, Transport,
    frame::{self, Beat, Frame, NAMESPACE},
    hearing::{self, Next, closed},
    line::{self, EventSink, FAREWELL_LIMIT, Line, LineEnd, Order, closed_by_us},
    refusal, refused_upgrade,
};
use crate::{PlatformError, error::chain, proxies::Stream};

type WebSocket = WebSocketStream<MaybeTlsStream<Box<dyn Stream>>>;

pub(super) struct Eio3;

#[async_trait]
impl Transport for Eio3 {
    fn protocol(&self) -> SocketProtocol {
        SocketProtocol::Eio3
    }

    async fn open(&self, target: &Target) -> Result<Line, DownReason> {
        let limits = target.limits;
        let socket = timeout(limits.connect, upgrade(target)).await.unwrap_or(Err(DownReason::TimedOut))?;
        let (line, end) = line::pair(limits.write, limits.event_queue);
        let mut wire = Wire { socket, sink: end.sink(), target: target.clone() };
        let beat = timeout(limits.handshake, wire.join()).await.unwrap_or(Err(DownReason::TimedOut))?;
        tokio::spawn(wire.own(beat, end));
        Ok(line)
    }
}

async fn upgrade(target: &Target) -> Result<WebSocket, DownReason> {
    let mut address = target.address("/socket.io/", Scheme::WebSocket);
    address.query_pairs_mut().append_pair("EIO", "3").append_pair("transport", "websocket");
    let unreachable = |message: &str| DownReason::Unreachable { message: target.redact(message) };
    let stream = target.proxies.connect(&address).await.map_err(|why| unreachable(&why))?;
    match client_async_tls(address.as_str(), stream).await {
        Ok((socket, _)) => Ok(socket),
        Err(tungstenite::Error::Http(response)) => Err(refused_upgrade(response.status().as_u16())),
        Err(tungstenite::Error::Protocol(error)) if !is_breakdown(&error) => Err(DownReason::WrongProtocol),
        Err(error) => Err(unreachable(&chain(&error))),
    }
}

/// True if the connection broke, false if the server said something that is not this protocol.
fn is_breakdown(error: &ProtocolError) -> bool {
    matches!(error, ProtocolError::HandshakeIncomplete | ProtocolError::ResetWithoutClosingHandshake)
}

/// A connection and where its events go.
struct Wire {
    socket: WebSocket,
    sink: EventSink,
    target: Target,
}

impl Wire {
    /// From the upgrade to the namespace.
    async fn join(&mut self) -> Result<Beat, DownReason> {
        let beat = self.read_open().await?;
        self.write(frame::join(NAMESPACE)).await.map_err(|failure| failure.reason)?;
        loop {
            let message = self.socket.next().await;
            match self.take(message)? {
                Next::Joined => return Ok(beat),
                Next::Write(text) => self.write(text).await.map_err(|failure| failure.reason)?,
                Next::Nothing => {}
            }
        }
    }

    /// The first frame has to be OPEN: anything else, or a frame that is none, is another protocol. Node servers that
    /// refuse this generation complete the upgrade first and then write an HTTP answer into the WebSocket.
    async fn read_open(&mut self) -> Result<Beat, DownReason> {
        loop {
            match self.socket.next().await {
                Some(Ok(Message::Text(text))) => {
                    return match frame::parse(&text) {
                        Frame::Open(beat) => Ok(beat),
                        Frame::Refused { message, .. } => Err(refusal(&self.target.redact(&message))),
                        _ => Err(DownReason::WrongProtocol),
                    };
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(Message::Close(close))) => return Err(closed(close.map(|frame| frame.reason.to_string()))),
                Some(Ok(_) | Err(tungstenite::Error::Utf8(_))) => return Err(DownReason::WrongProtocol),
                Some(Err(tungstenite::Error::Protocol(error))) if !is_breakdown(&error) => {
                    return Err(DownReason::WrongProtocol);
                }
                Some(Err(error)) => return Err(hung_up(&self.target, &chain(&error)).await),
                None => return Err(hung_up(&self.target, "nothing was said").await),
            }
        }
    }

    /// Owns the connection until it ends.
    async fn own(mut self, beat: Beat, mut end: LineEnd) {
        let reason = self.live(beat, &mut end).await;
        tracing::info!(?reason, "the line is down");
        end.finish(reason);
        let _ = timeout(FAREWELL_LIMIT, self.socket.close(None)).await;
    }

    async fn live(&mut self, beat: Beat, end: &mut LineEnd) -> DownReason {
        let mut pings = interval_at(Instant::now() + beat.interval, beat.interval);
        pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut dead_at: Option<Instant> = None;
        loop {
            let silence = pin!(async move {
                match dead_at {
                    Some(at) => sleep_until(at).await,
                    None => std::future::pending().await,
                }
            });
            let step = tokio::select! {
                () = end.closing.cancelled() => {
                    let _ = self.write(frame::leave(NAMESPACE)).await;
                    Err(closed_by_us())
                }
                message = self.socket.next() => {
                    dead_at = None;
                    match self.take(message) {
                        Ok(Next::Write(text)) => self.write(text).await.map_err(|failure| failure.reason),
                        Ok(Next::Nothing | Next::Joined) => Ok(()),
                        Err(reason) => Err(reason),
                    }
                }
                Some(order) = end.orders.recv() => self.carry_out(order).await,
                _ = pings.tick() => {
                    // A later ping does not move the deadline: it counts from the first that went unanswered.
                    dead_at.get_or_insert(Instant::now() + beat.timeout);
                    self.write(frame::PING.to_owned()).await.map_err(|failure| failure.reason)
                }
                () = silence => Err(DownReason::TimedOut),
            };
            if let Err(reason) = step {
                return reason;
            }
        }
    }

    /// Takes what arrived; an error ends the line.
    fn take(&mut self, message: Option<Result<Message, tungstenite::Error>>) -> Result<Next, DownReason> {
        match message {
            Some(Ok(Message::Text(text))) => hearing::take(frame::parse(&text), &self.sink, &self.target),
            Some(Ok(Message::Binary(bytes))) => {
                tracing::debug!(bytes = bytes.len(), "a binary frame is ignored");
                Ok(Next::Nothing)
            }
            Some(Ok(Message::Close(close))) => Err(closed(close.map(|frame| self.target.redact(&frame.reason)))),
            Some(Ok(_)) => Ok(Next::Nothing),
            Some(Err(error)) => Err(self.broken(&error)),
            None => Err(closed(None)),
        }
    }

    async fn carry_out(&mut self, order: Order) -> Result<(), DownReason> {
        if !order.is_wanted() {
            return Ok(());
        }
        match self.write(frame::event(NAMESPACE, order.name, &order.payload)).await {
            Ok(()) => {
                order.report(Ok(()));
                Ok(())
            }
            Err(failure) => {
                order.report(Err(failure.error));
                Err(failure.reason)
            }
        }
    }

    async fn write(&mut self, text: String) -> Result<(), WriteFailure> {
        match timeout(self.target.limits.write, self.socket.send(Message::text(text))).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => {
                let message = self.target.redact(&chain(&error));
                Err(WriteFailure {
                    error: PlatformError::Unreachable { message, request_id: None },
                    reason: self.broken(&error),
                })
            }
            Err(_) => {
                Err(WriteFailure { error: PlatformError::TimedOut { request_id: None }, reason: DownReason::TimedOut })
            }
        }
    }

    fn broken(&self, error: &tungstenite::Error) -> DownReason {
        closed(Some(self.target.redact(&chain(error))))
    }
}

/// The server ended the connection before it said which protocol it speaks. A server that restarts does that, but so
/// does a Node server that refuses this generation: over TLS it hangs up before its refusal is on the way. What it
/// answers to a poll is heard.
async fn hung_up(target: &Target, cause: &str) -> DownReason {
    let mut address = target.address("/socket.io/", Scheme::Http);
    address.query_pairs_mut().append_pair("EIO", "3").append_pair("transport", "polling");
    let client = target.proxies.used_by(reqwest::Client::builder());
    let poll = async { client.build()?.get(address).send().await };
    match poll.await {
        Ok(answer) if answer.status() == reqwest::StatusCode::BAD_REQUEST => DownReason::WrongProtocol,
        _ => {
            let message = format!("cut before the socket was open: {}", target.redact(cause));
            DownReason::Unreachable { message }
        }
    }
}

/// A write that failed, for the sender and for the line.
struct WriteFailure {
    error: PlatformError,
    reason: DownReason,
}
