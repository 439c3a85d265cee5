//! The cache as its callers see it: real files, real encryption.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests may")]

mod chat_list;
mod encryption;
mod merging;
mod outbox;
mod pictures;
mod plans;
mod samples;
mod small_things;
mod thread_pages;
