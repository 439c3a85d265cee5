//! The outbox: nothing lost, nothing sent twice by itself.
//!
//! A send is one transaction: an outbox row and its local echo in the thread. The platform acknowledges nothing
//! (Q30); what proves a send is its echo, or history.
//!
//! - `Queued` leaves by itself whenever the line is up. It has never been handed to the socket.
//! - `Emitted` is written **before** the emit. From then on the console does not know whether the customer has the
//!   message, so it only ever asks: when no echo came in time, when the line was lost meanwhile, and after a restart.
//! - Asked, the platform answers by history 2.11: by id first, then by the window around the send, because an echo
//!   may carry another id (Q25). `sendStatus` 0 means it may be sent again, with the same id. Not found twice, some
//!   time apart, is `Unconfirmed`: from there only a person goes on.
//! - One chat is strictly ordered: the next message leaves when the one before it is confirmed, has failed or is
//!   unconfirmed. Chats do not wait for each other.
//!
//! `transition` is the whole state machine; `matching` recognises echoes; `dispatch` is the task that acts.

mod dispatch;
mod matching;
mod send;
mod transition;

pub(crate) use dispatch::run;
pub(crate) use matching::{Echo, recognise};
pub use transition::{OutboxEvent, advance};
