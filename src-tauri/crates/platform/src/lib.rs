//! The client of the yjiyun WeCom robot platform: REST calls, socket transports, wire formats.
//!
//! Architecture invariant: only this crate knows wire JSON, and it keeps nothing: no storage, no policy. It reports
//! that the line is down and why; when to try again, what was missed and what to send is decided by its caller.
//!
//! The platform's specification contradicts itself in places. `Qn` in comments and test names is the number of the
//! decision about one such place, §n.m or "Spec n.m" a section of the specification.
//!
//! - [`Platform`]: signing in, the calls, and opening a [`Connection`].
//! - [`Incoming`]: what a record or event turned out to be. Nothing that arrives is dropped (Q18).
//! - [`Outgoing`] and [`MessageIds`]: what is sent, messages and actions, and under which id.
//! - [`PlatformError`]: what can go wrong, by what is to be done about it.
//!
//! Which section of the specification is where, and which test shows it, is in `docs/CONFORMANCE.md`.
//!
//! No error and no log line of this crate contains a secret or the token (Q7). Some libraries under it write whole
//! requests to the log at their finest levels: see [`TARGETS_THAT_LOG_SECRETS`].

mod envelope;
mod error;
#[cfg(any(test, feature = "fuzzing"))]
pub mod fuzzing;
mod lenient;
mod message_ids;
mod platform;
mod proxies;
mod rest;
mod robot_index;
mod send;
mod socket;
mod time;
mod token;
mod wire;

pub use error::PlatformError;
pub use message_ids::MessageIds;
pub use platform::{Credentials, Platform, SignedIn};
pub use proxies::Proxies;
pub use rest::{
    chats::{ChatPage, RecentChats},
    customers::{CustomerQuery, SyncScope},
    groups::{GroupQuery, MemberQuery},
    history::History,
    robots::RobotList,
};
pub use send::{FRAME_LIMIT_BYTES, Outgoing};
pub use socket::{Connection, Emitter, LineEvent, RawEvent};
pub use wire::Incoming;
pub use zuoxi_model::{GroupDownload, GroupFilter, GroupOrder};

/// Log targets that must never be enabled below `INFO`: the token is part of the socket's address (spec 3.1), and
/// these libraries write addresses, requests and frames at `DEBUG` or `TRACE`. Whoever sets up the log filters them.
pub const TARGETS_THAT_LOG_SECRETS: [&str; 8] =
    ["tungstenite", "tokio_tungstenite", "rust_socketio", "rust_engineio", "reqwest", "hyper", "hyper_util", "h2"];
