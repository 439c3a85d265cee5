//! What is worth telling a person who does not look at the window: messages, and robots that fell.
//!
//! The decisions are here and pure; the app talks to the system. `arrival` brings what came in, `policy` decides about
//! each, `board` knows what stands on the screen, `falls` is patient with robots.

mod arrival;
mod board;
mod falls;
mod policy;
mod settings;
#[cfg(test)]
mod testing;

pub use arrival::Arrival;
pub(crate) use arrival::Arrivals;
pub use board::{Board, Card, Slot, Step, Subject};
pub use falls::Falls;
pub use policy::{Moment, Notify, WallTime, is_quiet, notify};
pub use settings::{DesktopSettings, NotificationContent, NotificationSettings, QuietTime};
