//! Every JSON sample of the platform's specification, one file each in `fixtures/`, against the client.
//!
//! What the platform sends is decoded by the public client and compared with a snapshot; what the console sends is
//! compared with the sample itself, byte for byte after sorting the keys. Where the console means to differ, the test
//! says in which field, and why. `docs/CONFORMANCE.md` is the table of all this, and [`table`] checks it.

// Clippy exempts functions marked as tests; what they call in a test target is test code as well.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod events;
mod fixture;
mod quirks;
mod rest;
mod sent;
mod table;
