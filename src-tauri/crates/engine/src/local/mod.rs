//! What the console itself remembers, and the platform does not know: how the list is arranged, private notes, replies
//! that are kept ready.
//!
//! - A chat's marks are changed for several chats at once and come back as whole rows of the feed, like everything else
//!   about a chat. Only the end of a snooze needs a task of its own; a hidden chat comes back with the message itself.
//! - Quick replies go out and come in as CSV, which a spreadsheet opens, or as JSON, which loses nothing. An import never
//!   takes a reply away, and says of each record it leaves out where it stands and why.

mod also_known;
mod list;
mod marks;
mod notes;
mod replies;
mod reply_files;

use tokio::sync::{Mutex, Notify};

pub(crate) use marks::run;

/// What the tasks share of it.
#[derive(Debug, Default)]
pub(crate) struct Local {
    /// Another chat is to wake first, or none any more.
    snoozes: Notify,
    /// Held while a setting is read, changed and written.
    settings: Mutex<()>,
    /// Held while replies are compared and written.
    replies: Mutex<()>,
}
