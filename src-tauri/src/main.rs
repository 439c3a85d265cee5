//! The binary: a window, or a check without one.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    zuoxi::run()
}
