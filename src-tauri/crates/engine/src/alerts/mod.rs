//! What is worth telling a person who does not look at the window: messages, and robots that fell.
//!
//! The decisions are here and pure; the app talks to the system. `arrival` brings what came in, `policy` decides about
//! each, `board` knows what stands on the screen, `falls` is patient with robots. All of it is about every account at work,
//! in front or behind; `overheard` tells how each of them is.

mod arrival;
mod board;
mod falls;
mod overheard;
mod policy;
mod settings;
#[cfg(test)]
mod testing;

pub use arrival::Arrival;
pub(crate) use arrival::Arrivals;
pub use board::{Board, Card, Slot, Step, Subject};
pub use falls::Falls;
pub(crate) use overheard::Listeners;
pub use overheard::{AtWork, News, Overheard};
pub use policy::{Moment, Notify, WallTime, is_quiet, notify};
pub use settings::{DesktopSettings, NotificationContent, NotificationSettings, QuietTime};
