//! What the engine promises, told as stories against the simulator. One binary, to link once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests may")]

mod accounts;
mod actions;
mod adding;
mod admins;
mod alerts;
mod arriving;
mod attachments;
mod broadcasts;
mod cache;
mod catching_up;
mod diagnostics;
mod downloads;
mod exports;
mod files;
mod keyring;
mod lead;
mod line;
mod local;
mod people;
mod policy;
mod quality;
mod reading;
mod recovery;
mod restarts;
mod retention;
mod review;
mod seat;
mod sending;
mod signing_in;
mod storage;
mod strange;
mod tags;
