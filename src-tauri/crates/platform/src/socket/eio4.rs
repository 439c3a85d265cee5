//! Engine.IO 4 on `rust_socketio` 0.6, behind a fence.
//!
//! The library was read and measured before it was used; each fence answers one finding (docs/adr/0005-engine-io-4.md):
//!
//! - Its reconnecting is switched off: the first retry ignores the delay, and after a quarter of an hour of outage it
//!   retries thousands of times a second.
//! - It has no limit around `connect`, so we put one. `connect` returns before the server has answered CONNECT, so we
//!   also wait for the answer.
//! - The address has no path, or it would be taken for the Engine.IO path; the namespace is set apart.
//! - `emit_with_ack` is not used: a stale id makes its task panic while `emit` still says Ok.
//! - Its heartbeat waits for our handlers, so they only ever `try_send`.
//! - A clean close raises no event, and after `41` or `disconnect` its task lives on. There is no handle to that task:
//!   it is spawned on whatever runtime `connect` runs in. So the library gets **a runtime of its own**. When no task of
//!   that runtime is alive, the connection is gone: that is the liveness probe, and it sends nothing. Shutting the
//!   runtime down ends its task, and a panic inside stays inside. The price is one thread while such a line is up.
//! - It uses the same two words for a missed ping and a broken connection, and tells neither the heartbeat nor a ping.
//!   But it closes its own end before it reports a missed ping, and leaves it open when the connection breaks; so its
//!   refusal to say farewell tells that the server was silent for pingInterval and pingTimeout together. The server's
//!   close packet closes that end too: a server that was heard a moment ago has not missed a ping, but left.
//! - It keeps the server's close packet to itself and only closes its own end. It refuses the next send then, and the
//!   next heartbeat or the end of its time ends its task: one of the three ends the line.
//! - An event that the server calls `open`, `close` or `error` comes to the handlers of the library's own events. Those
//!   of the first two names are told apart by what they carry; an `error` with one text alone cannot be told apart, and
//!   is only remembered as what was said last.
//! - It hides the cause of an error in the sources, and the token in addresses: both are dealt with here.

mod ear;
mod fence;
mod refusal;

use std::time::Duration;

use async_trait::async_trait;
use futures_util::{FutureExt, future::BoxFuture};
use rust_socketio::{
    Error as LibraryError, Event, TransportType,
    asynchronous::{Client, ClientBuilder},
};
use serde_json::Value;
use tokio::{
    sync::mpsc,
    time::{Interval, MissedTickBehavior, interval, timeout},
};
use zuoxi_model::{DownReason, SocketProtocol};

use self::{
    ear::{Ear, Signal, arguments},
    fence::Fence,
    refusal::refused_connect,
};
use super::{
    Scheme, Target, Transport,
    frame::NAMESPACE,
    hearing::closed,
    line::{self, FAREWELL_LIMIT, Line, LineEnd, Order, closed_by_us},
};
use crate::{PlatformError, error::chain};

/// No server's pingInterval and pingTimeout together are shorter; an end that comes sooner after a word of the server is
/// none by time.
const SHORTEST_SILENCE: Duration = Duration::from_secs(1);

/// Signals that may wait. A line has one end; the rest is words.
const SIGNALS: usize = 16;

pub(super) struct Eio4;

#[async_trait]
impl Transport for Eio4 {
    fn protocol(&self) -> SocketProtocol {
        SocketProtocol::Eio4
    }

    async fn open(&self, target: &Target) -> Result<Line, DownReason> {
        let limits = target.limits;
        let fence = Fence::new()?;
        let (line, end) = line::pair(limits.write, limits.event_queue);
        let (tell, signals) = mpsc::channel(SIGNALS);
        let ear = Ear::new(end.sink(), target.clone(), tell);
        let connecting = fence.spawn(builder(target, &ear).connect());
        let client = match timeout(limits.connect, connecting).await {
            Ok(Ok(Ok(client))) => {
                ear.hears();
                client
            }
            Ok(Ok(Err(error))) => return Err(refused_connect(&error, target)),
            Ok(Err(_)) => return Err(DownReason::Unreachable { message: "the connection attempt broke off".into() }),
            Err(_) => return Err(DownReason::TimedOut),
        };
        let mut guarded = Guarded { client, signals, words: None, fence, target: target.clone() };
        timeout(limits.handshake, guarded.joined()).await.unwrap_or(Err(DownReason::TimedOut))?;
        tokio::spawn(guarded.own(end));
        Ok(line)
    }
}

/// What an ear makes of an event's arguments.
type Hear = fn(&Ear, Vec<Value>);

fn builder(target: &Target, ear: &Ear) -> ClientBuilder {
    let own: [(Event, Hear); 3] =
        [(Event::Connect, Ear::joined), (Event::Close, Ear::left), (Event::Error, Ear::failed)];
    let address = target.address("/", Scheme::Http);
    let mut builder = ClientBuilder::new(address.as_str())
        .namespace(NAMESPACE)
        .transport_type(TransportType::Websocket)
        .reconnect(false)
        .reconnect_on_disconnect(false);
    for (event, hear) in own {
        let ear = ear.clone();
        builder = builder.on(event, move |payload, _| {
            if let Some(arguments) = arguments(payload) {
                hear(&ear, arguments);
            }
            async {}.boxed()
        });
    }
    let ear = ear.clone();
    builder.on_any(move |event, payload, _| {
        if let Some(arguments) = arguments(payload) {
            ear.event(event.as_str(), arguments);
        }
        async {}.boxed()
    })
}

/// The library's client with everything that keeps it in bounds.
struct Guarded {
    client: Client,
    signals: mpsc::Receiver<Signal>,
    /// What the library said last without saying that it is the end.
    words: Option<String>,
    fence: Fence,
    target: Target,
}

/// A write that is under way, and whose it is.
type Writing = BoxFuture<'static, Result<(), WriteFailure>>;

enum WriteFailure {
    /// The library's end is closed; nothing was written.
    Refused,
    Down(DownReason),
}

impl Guarded {
    /// Waits for the server's answer to CONNECT.
    async fn joined(&mut self) -> Result<(), DownReason> {
        let mut probe = self.probe();
        loop {
            tokio::select! {
                signal = self.signals.recv() => if self.judge(signal).await? {
                    return Ok(());
                },
                _ = probe.tick() => self.alive()?,
            }
        }
    }

    /// Owns the connection until it ends.
    async fn own(mut self, mut end: LineEnd) {
        let reason = self.live(&mut end).await;
        tracing::info!(?reason, "the line is down");
        if end.closing.is_cancelled() && !self.fence.is_empty() {
            let _ = timeout(FAREWELL_LIMIT, self.client.disconnect()).await;
        }
        end.finish(reason);
    }

    async fn live(&mut self, end: &mut LineEnd) -> DownReason {
        let mut probe = self.probe();
        let mut writing: Option<Writing> = None;
        loop {
            let step = tokio::select! {
                () = end.closing.cancelled() => Err(closed_by_us()),
                signal = self.signals.recv() => self.judge(signal).await.map(drop),
                written = finished(&mut writing) => {
                    writing = None;
                    match written {
                        Ok(()) => Ok(()),
                        Err(WriteFailure::Refused) => Err(self.refused().await),
                        Err(WriteFailure::Down(reason)) => Err(reason),
                    }
                }
                Some(order) = end.orders.recv(), if writing.is_none() => {
                    writing = order.is_wanted().then(|| self.carry_out(order));
                    Ok(())
                }
                _ = probe.tick() => self.alive(),
            };
            if let Err(reason) = step {
                return reason;
            }
        }
    }

    /// True if the namespace is joined now; an error ends the line.
    async fn judge(&mut self, signal: Option<Signal>) -> Result<bool, DownReason> {
        match signal {
            Some(Signal::Joined) => Ok(true),
            Some(Signal::Words(words)) => {
                tracing::warn!(words, "the library is at odds with the server");
                self.words = Some(words);
                Ok(false)
            }
            Some(Signal::Down(reason)) => Err(reason),
            Some(Signal::Failed { silence }) => Err(self.failure(silence).await),
            None => Err(self.gone()),
        }
    }

    /// The probe. A signal that was sent just before the end says more than the end itself.
    fn alive(&self) -> Result<(), DownReason> {
        if self.fence.is_empty() && self.signals.is_empty() { Err(self.gone()) } else { Ok(()) }
    }

    fn gone(&self) -> DownReason {
        closed(self.words.clone())
    }

    /// Why a connection failed that was up.
    async fn failure(&self, silence: Duration) -> DownReason {
        match timeout(FAREWELL_LIMIT, self.client.disconnect()).await {
            // Its own end was closed before: by itself for a missed ping, or by the server's close packet.
            Ok(Err(LibraryError::IllegalActionBeforeOpen())) if silence >= SHORTEST_SILENCE => DownReason::TimedOut,
            Ok(Err(LibraryError::IllegalActionBeforeOpen())) => self.gone(),
            _ => closed(Some("the connection broke off".into())),
        }
    }

    /// Why the library's end is closed: the signal is on its way, unless the server sent a close packet.
    async fn refused(&mut self) -> DownReason {
        match timeout(self.target.limits.probe, self.signals.recv()).await {
            Ok(signal) => self.judge(signal).await.err().unwrap_or_else(|| self.gone()),
            Err(_) => self.gone(),
        }
    }

    fn carry_out(&self, order: Order) -> Writing {
        let (client, target) = (self.client.clone(), self.target.clone());
        Box::pin(async move {
            match timeout(target.limits.write, client.emit(order.name, order.payload.clone())).await {
                Ok(Ok(())) => {
                    order.report(Ok(()));
                    Ok(())
                }
                Ok(Err(LibraryError::IllegalActionBeforeOpen())) => {
                    order.report(Err(PlatformError::LineDown));
                    Err(WriteFailure::Refused)
                }
                Ok(Err(error)) => {
                    let message = target.redact(&chain(&error));
                    order.report(Err(PlatformError::Unreachable { message: message.clone(), request_id: None }));
                    Err(WriteFailure::Down(closed(Some(message))))
                }
                Err(_) => {
                    order.report(Err(PlatformError::TimedOut { request_id: None }));
                    Err(WriteFailure::Down(DownReason::TimedOut))
                }
            }
        })
    }

    fn probe(&self) -> Interval {
        let mut probe = interval(self.target.limits.probe);
        probe.set_missed_tick_behavior(MissedTickBehavior::Delay);
        probe
    }
}

/// Waits for the write that is under way, and for ever if there is none.
async fn finished(writing: &mut Option<Writing>) -> Result<(), WriteFailure> {
    match writing {
        Some(writing) => writing.await,
        None => std::future::pending().await,
    }
}
