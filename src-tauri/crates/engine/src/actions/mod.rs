//! The robots' queues: everything the console asks of a robot beside sending messages.
//!
//! Every action is a row, so that it survives a restart and can be looked up later: who wanted what, when, and what the
//! platform said.
//!
//! - **One in flight per robot** (Q44), across restarts: `InFlight` is written before the action leaves, and the cache
//!   itself refuses a second one. Tag changes of one customer that wait leave as one.
//! - **Two roads** (Q41): the socket, and the bridge (2.8) while the socket is down. Before the first attempt over the
//!   bridge a harmless call finds out whether anybody is there, so that nothing is lost in doubt to a dead network.
//! - **30 seconds.** Without a reply by then, an action that is repeatable goes again over the bridge; another one is
//!   `Unknown` and a person is asked. A restart changes nothing of this: the time runs on from when it left.
//! - **Replies** are matched by id, kind and robot (Q39). One with an id nobody knows may be ours all the same (Q40), if
//!   it repeats what we asked: the tag library is taken at once, because it is the same whoever asked; any other waits a
//!   moment for the reply with our id, and is taken if that does not come. A forward is answered by its echoes alone (3.7).
//! - A reply that comes after an action was given up still counts.
//!
//! `transition` is the whole state machine; `coalesce` joins tag changes; `check` refuses what cannot succeed; `effects`
//! says what an outcome changes in the cache; `recognise` tells which strange reply can be ours; `replies` hears;
//! `dispatch` is the task that acts.

mod ask;
mod check;
mod coalesce;
mod dispatch;
mod effects;
mod recognise;
mod replies;
mod transition;

pub(crate) use dispatch::run;
pub(crate) use replies::Replies;
pub use transition::{ActionStep, advance};
