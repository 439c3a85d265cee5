//! What the engine promises, told as stories against the simulator. One binary, to link once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests may")]

mod actions;
mod catching_up;
mod local;
mod people;
mod reading;
mod seat;
mod sending;
mod signing_in;
mod tags;
