//! What listens inside the library's task, and what it tells the owner of the line. It never waits.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use rust_socketio::Payload;
use serde_json::Value;
use tokio::{sync::mpsc, time::Instant};
use zuoxi_model::DownReason;

use crate::socket::{
    Target,
    frame::{self, Frame, NAMESPACE},
    hearing::{self, Next},
    line::EventSink,
};

/// How the library begins the message of a refused namespace.
const REFUSED: &str = "Received an ConnectError frame: ";

/// All that it says of a connection that failed.
const FAILED: &str = "EngineIO Error";

/// Binary payloads are ignored: the platform documents none.
pub(super) fn arguments(payload: Payload) -> Option<Vec<Value>> {
    match payload {
        Payload::Text(arguments) => Some(arguments),
        _ => None,
    }
}

/// What the library's handlers tell the owner.
#[derive(Debug)]
pub(super) enum Signal {
    Joined,
    Down(DownReason),
    /// The connection failed so long after the last word that was heard; the library does not say how.
    Failed {
        silence: Duration,
    },
    /// Something is wrong, and perhaps it is the end.
    Words(String),
}

/// The handlers of one connection.
#[derive(Clone)]
pub(super) struct Ear {
    sink: EventSink,
    target: Target,
    tell: mpsc::Sender<Signal>,
    heard: Heard,
}

/// When the server was last heard by us; its pings are heard by the library alone, whose own count begins when the
/// connection opens. The answer to CONNECT does not begin ours again: it may come a good while later.
#[derive(Clone)]
struct Heard {
    began: Instant,
    /// Milliseconds since then.
    last: Arc<AtomicU64>,
}

impl Heard {
    fn now() -> Self {
        Self { began: Instant::now(), last: Arc::default() }
    }

    fn again(&self) {
        let millis = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.last.store(millis, Ordering::Relaxed);
    }

    fn silence(&self) -> Duration {
        self.began.elapsed().saturating_sub(Duration::from_millis(self.last.load(Ordering::Relaxed)))
    }
}

impl Ear {
    /// For a connection that is about to be opened.
    pub(super) fn new(sink: EventSink, target: Target, tell: mpsc::Sender<Signal>) -> Self {
        Self { sink, target, tell, heard: Heard::now() }
    }

    /// The server was heard, by something that does not come through a handler.
    pub(super) fn hears(&self) {
        self.heard.again();
    }

    pub(super) fn joined(&self, arguments: Vec<Value>) {
        if is_the_librarys(&arguments) {
            self.take(Frame::Joined { namespace: NAMESPACE.to_owned() });
        } else {
            self.event("open", arguments);
        }
    }

    pub(super) fn left(&self, arguments: Vec<Value>) {
        if is_the_librarys(&arguments) {
            self.take(Frame::Left { namespace: NAMESPACE.to_owned() });
        } else {
            self.event("close", arguments);
        }
    }

    pub(super) fn failed(&self, arguments: Vec<Value>) {
        let [Value::String(text)] = arguments.as_slice() else {
            return self.event("error", arguments);
        };
        if let Some(body) = text.strip_prefix(REFUSED) {
            self.take(Frame::Refused { namespace: NAMESPACE.to_owned(), message: frame::message_of(body) });
        } else if text == FAILED {
            self.tell(Signal::Failed { silence: self.heard.silence() });
        } else {
            self.tell(Signal::Words(self.target.redact(text)));
        }
    }

    pub(super) fn event(&self, name: &str, arguments: Vec<Value>) {
        self.take(Frame::Event { name: name.to_owned(), arguments });
    }

    fn take(&self, frame: Frame) {
        if !matches!(frame, Frame::Joined { .. }) {
            self.heard.again();
        }
        match hearing::take(frame, &self.sink, &self.target) {
            Ok(Next::Joined) => self.tell(Signal::Joined),
            Ok(Next::Nothing | Next::Write(_)) => {}
            Err(reason) => self.tell(Signal::Down(reason)),
        }
    }

    /// A signal that finds no room is no loss: the probe sees the end too, only later and with fewer words.
    fn tell(&self, signal: Signal) {
        let _ = self.tell.try_send(signal);
    }
}

/// The library's own events carry one empty text.
fn is_the_librarys(arguments: &[Value]) -> bool {
    matches!(arguments, [Value::String(text)] if text.is_empty())
}
