//! The cache as its callers see it: real files, real encryption.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests may")]

mod actions;
mod chat_list;
mod earlier_schemas;
mod encryption;
mod export;
mod faults;
mod judged_turns;
mod ledgers;
mod local;
mod merging;
mod metrics;
mod outbox;
mod people;
mod pictures;
mod plans;
mod quality;
mod quiet;
mod retention;
mod review;
mod samples;
mod search;
mod small_things;
mod storm;
mod tags;
mod thread_pages;
