//! The outbox: nothing lost, nothing sent twice by itself.
//!
//! A send is one transaction: an outbox row and its local echo in the thread. The platform acknowledges nothing
//! (Q30); what proves a send is its echo, or history.
//!
//! - `Queued` leaves by itself whenever the line is up and its undo window is over. It has never been handed to the
//!   socket, so a person may take it back.
//! - `Uploading`: its file or cover is on its way to an address. That, too, can be taken back. With the address it is
//!   `Queued` again and leaves like a text; outbox and thread get the address in one transaction, before the emit.
//! - `Emitted` is written **before** the emit. From then on the console does not know whether the customer has the
//!   message, so it only ever asks: when no echo came in time, when the line was lost meanwhile, and after a restart.
//! - Asked, the platform answers by history 2.11: by id first, then by the window around the send, because an echo
//!   may carry another id (Q25). `sendStatus` 0 means it may be sent again, with the same id. Not found twice, some
//!   time apart, is `Unconfirmed`: from there only a person goes on.
//! - One chat is strictly ordered: the next message leaves when the one before it is confirmed, has failed or is
//!   unconfirmed, and an upload in front holds back the texts behind it. Chats do not wait for each other.
//! - A file is named by its place on this machine and stays there: whatever goes wrong, it can be sent again. Only what
//!   was pasted belongs to the console, and goes when its send is confirmed or discarded.
//!
//! `transition` is the whole state machine; `matching` recognises echoes; `dispatch` is the task that acts,
//! `uploading` what it does with files, `lone` with those of no send, `depot` where they go.

mod depot;
mod dispatch;
mod lone;
mod matching;
mod send;
mod transition;
mod uploading;

pub(crate) use depot::Depot;
pub use depot::StorageState;
pub(crate) use dispatch::run;
pub(crate) use matching::{Echo, recognise};
pub use transition::{OutboxEvent, advance};
