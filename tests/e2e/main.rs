//! The stories: a person at the real window, a platform that the story rules over, and nothing simulated in between.
//!
//! ```text
//! cargo build -p zuoxi && cargo test -p zuoxi-tests --test e2e
//! ```
//!
//! Each story brings its own desktop (X server, D-Bus session, keyring; see `xtask::headless`), its own practice
//! platform and its own data folder, so that it needs no wrapper, leaves nothing behind and cannot see another one.
//! They run one after the other. Nothing waits for a length of time unless a promise names one: every other wait is
//! for something to be so, with a deadline. A story that fails leaves a picture of the window, the page and all logs in
//! `target/e2e/<story>`.
#![cfg(target_os = "linux")]
#![allow(clippy::indexing_slicing, reason = "only JSON values are indexed, which answer null and do not panic")]

mod accounts;
mod chatting;
mod choices;
mod desktop;
mod detail;
mod dialogs;
mod ending;
mod export;
mod groups;
mod hand;
mod keyring;
mod lead;
#[path = "../load/mod.rs"]
mod load;
mod looks;
mod memory;
mod names;
mod page;
mod peers;
mod people;
mod process;
mod reading;
mod rest_of_desk;
mod review;
mod roll_out;
mod scrolling;
mod seat;
mod secrets;
mod sign_in;
mod spine;
mod stories;
mod story;
mod untrusted;
mod vault;
mod world;
mod x11;
