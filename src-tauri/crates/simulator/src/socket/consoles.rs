//! The consoles that are connected, and what they get.
//!
//! A console may be in two namespaces at once: an EIO3 client is put into `/` before it can ask for `/imchat`. It gets
//! every event once, in `/imchat` if it is there.

use std::collections::{HashMap, HashSet};

use socketioxide::ProtocolVersion;
use socketioxide::extract::SocketRef;
use socketioxide::socket::Sid;

use crate::delivery::Push;
use crate::guarded::Guarded;

#[derive(Debug, Default)]
pub struct Consoles {
    here: Guarded<HashMap<Sid, Console>>,
    /// Sessions that were ended by a cut.
    gone: Guarded<HashSet<String>>,
}

#[derive(Debug, Default)]
struct Console {
    root: Option<SocketRef>,
    imchat: Option<SocketRef>,
    /// `msgFilter=1` in the address (spec 3.1): private texts and mentions only.
    filtered: bool,
}

impl Console {
    /// Being put into `/` by the protocol is not yet a connection that the console asked for.
    fn is_open(&self) -> bool {
        let asked_for_root = |socket: &SocketRef| socket.protocol() == ProtocolVersion::V5;
        self.imchat.is_some() || self.root.as_ref().is_some_and(asked_for_root)
    }
}

impl Consoles {
    /// Adds a socket; `true` if with it the console has become open.
    pub fn join(&self, socket: &SocketRef, filtered: bool) -> bool {
        self.here.with(|consoles| {
            let console = consoles.entry(socket.id).or_default();
            let was_open = console.is_open();
            console.filtered = filtered;
            if socket.ns() == super::IMCHAT {
                console.imchat = Some(socket.clone());
            } else {
                console.root = Some(socket.clone());
            }
            !was_open && console.is_open()
        })
    }

    pub fn leave(&self, socket: &SocketRef) {
        self.here.with(|consoles| {
            let Some(console) = consoles.get_mut(&socket.id) else { return };
            if socket.ns() == super::IMCHAT {
                console.imchat = None;
            } else {
                console.root = None;
            }
            if console.root.is_none() && console.imchat.is_none() {
                consoles.remove(&socket.id);
            }
        });
    }

    /// How many consoles are open.
    pub fn open(&self) -> usize {
        self.here.with(|consoles| consoles.values().filter(|console| console.is_open()).count())
    }

    /// Hands an event to every console. A console that is just closing misses it, as it would on a real wire.
    pub fn push(&self, push: &Push) {
        self.here.with(|consoles| {
            for console in consoles.values().filter(|console| push.passes_filter || !console.filtered) {
                let Some(socket) = console.imchat.as_ref().or(console.root.as_ref()) else { continue };
                if let Err(error) = socket.emit(push.event, &push.payload) {
                    tracing::debug!(%error, event = push.event, "a console missed an event");
                }
            }
        });
    }

    /// Hands an event to one console, in the namespace where it gets everything else.
    pub fn push_to(&self, session: Sid, push: &Push) {
        self.here.with(|consoles| {
            let console = consoles.get(&session);
            let Some(socket) = console.and_then(|each| each.imchat.as_ref().or(each.root.as_ref())) else { return };
            if let Err(error) = socket.emit(push.event, &push.payload) {
                tracing::debug!(%error, event = push.event, "a console missed a reply");
            }
        });
    }

    /// Whether a cut has ended this session. A long-polling client comes back with the id of its session, which the
    /// socket server would greet with the goodbye that the cut was to keep from it.
    pub fn is_gone(&self, session: &str) -> bool {
        self.gone.with(|gone| gone.contains(session))
    }

    /// Ends every session, also those of long polling, which a reset of the connections alone would leave alive.
    pub fn close_all(&self) {
        for (session, console) in self.here.with(std::mem::take) {
            self.gone.with(|gone| gone.insert(session.to_string()));
            for socket in [console.imchat, console.root].into_iter().flatten() {
                // Disconnecting a socket that has already gone is what is wanted.
                let _ = socket.disconnect();
            }
        }
    }
}
