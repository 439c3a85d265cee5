//! The encrypted cache: everything the platform delivered, and everything the console has not delivered yet.
//!
//! One SQLite file per account, encrypted page by page with SQLCipher under a random 256-bit key that lives in the
//! system's keyring ([`keyring`]). Nothing here knows the network, and nothing outside this crate writes SQL.
//!
//! Decisions:
//! - **One writer.** Every write goes through one connection behind a lock, in transactions that take the write lock at
//!   once; readers are a small pool of read-only connections on WAL, so that reading never waits for writing.
//! - **`synchronous = FULL` on the writer.** Against a killed process `NORMAL` would do. But `Emitted` is written before
//!   a message is emitted, so that a crash between the two can only ask and never send twice, and that has to survive a
//!   loss of power too. The price is one flush for each transaction, and transactions are batches.
//! - **Set-based writes.** [`Store::apply`] takes a batch and writes each kind of row with one statement over `json_each`.
//!   One await for each row was measured at five times the cost.
//! - **A clear line between errors that have different cures:** a wrong key, a damaged file, a newer file, a full disk.
//! - **No clear text on disk:** temporary tables and sorts stay in memory, and a build without the cipher opens nothing.
//! - The statements that carry weight are files in `queries/`; a test asks SQLite for the plan of each.

mod account;
mod actions;
mod adding;
mod admins;
mod also_known;
mod apply;
mod aside;
mod attention;
mod audit;
mod broadcasts;
mod chats;
mod coverage;
mod directory;
mod drafts;
mod effects;
mod error;
mod export;
mod groups;
mod health;
mod key;
pub mod keyring;
mod line;
mod log;
mod marks;
mod members;
mod metrics;
mod notes;
mod open;
mod outbox;
mod people;
mod pictures;
mod quality;
mod quick_replies;
mod reader;
mod requests;
mod retention;
mod review;
mod robots;
mod rows;
mod salvage;
mod search;
mod settings;
mod store;
mod summary;
mod tags;
mod thread;
mod thread_window;
mod unread;
mod views;
mod words;

// Linked for its side effect alone: this is the SQLite that sqlx calls, and it is SQLCipher.
use libsqlite3_sys as _;

pub use actions::Move;
pub use adding::NextPhone;
pub use admins::ReplacementMove;
pub use apply::{Applied, Batch, Confirmation, Unrecognised};
pub use aside::{AsideReason, Saved, SetAside};
pub use attention::Attention;
pub use broadcasts::{Awaited, BroadcastMove, Reachable, Sighting};
pub use effects::{Effect, Touched};
pub use error::StoreError;
pub use export::{ExportCount, ExportCursor, ExportPage};
pub use groups::KnownGroup;
pub use health::Health;
pub use key::CacheKey;
pub use metrics::MetricsError;
pub use pictures::Picture;
pub use quality::{Changed, CountedSlice, Examined, Finding, FlaggedTurn, JudgedTurn, Progress, QualityBook, Reached};
pub use reader::Reader;
pub use retention::{Cleared, Usage};
pub use store::Store;
pub use tags::{
    doubtful::Doubtful,
    sweep::{SweepStep, SweptPage},
};
