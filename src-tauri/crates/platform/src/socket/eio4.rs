//! Engine.IO 4 on `rust_socketio` 0.6, behind a fence.
//!
//! The library was read and measured before it was used; each fence answers one finding:
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
//! - It hides the cause of an error in the sources, and the token in addresses: both are dealt with here. Of an error on
//!   a connection that is up it tells not even that much. But it closes its own end before it reports a missed ping, and
//!   on no other occasion; so its refusal to say farewell tells that the server was silent for too long.

use std::error::Error;

use async_trait::async_trait;
use futures_util::FutureExt;
use rust_socketio::{
    Error as LibraryError, Event, Payload, TransportType,
    asynchronous::{Client, ClientBuilder},
};
use tokio::{
    runtime::{Builder, Runtime},
    sync::mpsc,
    time::{MissedTickBehavior, interval, timeout},
};
use zuoxi_model::{DownReason, SocketProtocol};

use super::{
    Scheme, Target, Transport,
    frame::NAMESPACE,
    line::{self, EventSink, FAREWELL_LIMIT, Line, LineEnd, Order, closed_by_us},
    refusal, refused_upgrade,
};
use crate::{PlatformError, error::chain};

/// How the library begins the message of a refused namespace.
const REFUSED: &str = "Received an ConnectError frame: ";

/// All that it says of a connection that failed.
const FAILED: &str = "EngineIO Error";

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
        let (signals, received) = mpsc::channel(16);
        let connecting = fence.spawn(builder(target, &end.sink(), &signals).connect());
        let client = match timeout(limits.connect, connecting).await {
            Ok(Ok(Ok(client))) => client,
            Ok(Ok(Err(error))) => return Err(refused_connect(&error, target)),
            Ok(Err(_)) => return Err(DownReason::Unreachable { message: "the connection attempt broke off".into() }),
            Err(_) => return Err(DownReason::TimedOut),
        };
        let mut guarded = Guarded { client, signals: received, fence, target: target.clone() };
        timeout(limits.handshake, guarded.joined()).await.unwrap_or(Err(DownReason::TimedOut))?;
        tokio::spawn(guarded.own(end));
        Ok(line)
    }
}

/// What the library's handlers tell the owner.
#[derive(Debug)]
enum Signal {
    Joined,
    Down(DownReason),
    /// The connection failed; the library does not say how.
    Failed,
}

fn builder(target: &Target, sink: &EventSink, signals: &mpsc::Sender<Signal>) -> ClientBuilder {
    let address = target.address("/", Scheme::Http);
    let (sink, overflow) = (sink.clone(), signals.clone());
    let (joined, left, failed) = (signals.clone(), signals.clone(), signals.clone());
    let reader = target.clone();
    ClientBuilder::new(address.as_str())
        .namespace(NAMESPACE)
        .transport_type(TransportType::Websocket)
        .reconnect(false)
        .reconnect_on_disconnect(false)
        .on(Event::Connect, move |_, _| {
            let _ = joined.try_send(Signal::Joined);
            async {}.boxed()
        })
        .on(Event::Close, move |_, _| {
            let message = "put out of the namespace".into();
            let _ = left.try_send(Signal::Down(DownReason::Closed { message }));
            async {}.boxed()
        })
        .on(Event::Error, move |payload, _| {
            let text = words(&payload);
            let signal = match text.split_once(REFUSED) {
                Some((_, message)) => Signal::Down(refusal(&reader.redact(message))),
                None if text == FAILED => Signal::Failed,
                None => Signal::Down(DownReason::Closed { message: reader.redact(&text) }),
            };
            let _ = failed.try_send(signal);
            async {}.boxed()
        })
        .on_any(move |event, payload, _| {
            // Binary payloads are ignored: the platform documents none.
            if let Payload::Text(arguments) = payload
                && let Err(reason) = sink.put(event.as_str(), arguments)
            {
                let _ = overflow.try_send(Signal::Down(reason));
            }
            async {}.boxed()
        })
}

/// The library's client with everything that keeps it in bounds.
struct Guarded {
    client: Client,
    signals: mpsc::Receiver<Signal>,
    fence: Fence,
    target: Target,
}

impl Guarded {
    /// Waits for the server's answer to CONNECT.
    async fn joined(&mut self) -> Result<(), DownReason> {
        let mut probe = self.probe();
        loop {
            tokio::select! {
                biased;
                signal = self.signals.recv() => match signal {
                    Some(Signal::Joined) => return Ok(()),
                    Some(Signal::Down(reason)) => return Err(reason),
                    Some(Signal::Failed) => return Err(self.failure().await),
                    None => return Err(gone()),
                },
                _ = probe.tick() => if self.fence.is_empty() && self.signals.is_empty() {
                    return Err(gone());
                },
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
        loop {
            tokio::select! {
                () = end.closing.cancelled() => return closed_by_us(),
                signal = self.signals.recv() => match signal {
                    Some(Signal::Joined) => {}
                    Some(Signal::Down(reason)) => return reason,
                    Some(Signal::Failed) => return self.failure().await,
                    None => return gone(),
                },
                Some(order) = end.orders.recv() => if let Err(reason) = self.carry_out(order).await {
                    return reason;
                },
                // A signal that was sent just before the end says more than the end itself.
                _ = probe.tick() => if self.fence.is_empty() && self.signals.is_empty() {
                    return gone();
                },
            }
        }
    }

    /// Why a connection failed that was up.
    async fn failure(&self) -> DownReason {
        match timeout(FAREWELL_LIMIT, self.client.disconnect()).await {
            Ok(Err(LibraryError::IllegalActionBeforeOpen())) => DownReason::TimedOut,
            _ => DownReason::Closed { message: "the connection broke off".into() },
        }
    }

    async fn carry_out(&self, order: Order) -> Result<(), DownReason> {
        if !order.is_wanted() {
            return Ok(());
        }
        let emit = self.client.emit(order.name, order.payload.clone());
        match timeout(self.target.limits.write, emit).await {
            Ok(Ok(())) => {
                order.report(Ok(()));
                Ok(())
            }
            Ok(Err(error)) => {
                let message = self.target.redact(&chain(&error));
                order.report(Err(PlatformError::Unreachable { message: message.clone(), request_id: None }));
                Err(DownReason::Closed { message })
            }
            Err(_) => {
                order.report(Err(PlatformError::TimedOut { request_id: None }));
                Err(DownReason::TimedOut)
            }
        }
    }

    fn probe(&self) -> tokio::time::Interval {
        let mut probe = interval(self.target.limits.probe);
        probe.set_missed_tick_behavior(MissedTickBehavior::Delay);
        probe
    }
}

/// A runtime for the library alone.
struct Fence(Option<Runtime>);

impl Fence {
    fn new() -> Result<Self, DownReason> {
        let runtime = Builder::new_multi_thread().worker_threads(1).thread_name("engine.io-4").enable_all().build();
        runtime.map(|runtime| Self(Some(runtime))).map_err(|error| DownReason::Unreachable { message: chain(&error) })
    }

    fn spawn<F>(&self, future: F) -> tokio::task::JoinHandle<F::Output>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        match &self.0 {
            Some(runtime) => runtime.spawn(future),
            None => tokio::spawn(future),
        }
    }

    /// True when the library's task has ended, for whichever reason.
    fn is_empty(&self) -> bool {
        self.0.as_ref().is_none_or(|runtime| runtime.metrics().num_alive_tasks() == 0)
    }
}

impl Drop for Fence {
    /// Ends every task inside, without waiting: a runtime must not be waited for within another.
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

fn gone() -> DownReason {
    DownReason::Closed { message: "closed by the server".into() }
}

fn words(payload: &Payload) -> String {
    match payload {
        Payload::Text(values) => values
            .iter()
            .map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
            .collect::<Vec<_>>()
            .join(" "),
        _ => String::new(),
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
