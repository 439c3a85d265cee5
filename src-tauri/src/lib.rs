//! The desktop app: the only code that knows Tauri. It opens the window, hands commands to the engine, and hands
//! the engine's changes to the window.

mod bindings;
mod boundary;
mod cli;
mod commands;
mod desktop;
mod diagnostics;
mod doctor;
mod faults;
mod leaving;
mod logs;
mod media;
mod page;
#[cfg(test)]
mod pins;
mod practice;
mod push;
mod window;

use std::process::ExitCode;

use clap::Parser;

use crate::cli::{Cli, Command};

/// Reads the command line and does what it says.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let result = match &cli.command {
        Some(Command::Doctor(options)) => doctor::run(options, &cli.data_dir()),
        Some(Command::Bindings { file }) => bindings::write(file).map(|()| ExitCode::SUCCESS),
        None => window::open(&cli).map(|()| ExitCode::SUCCESS),
    };
    match result {
        Ok(code) => code,
        Err(message) => {
            eprintln!("zuoxi: {message}");
            ExitCode::FAILURE
        }
    }
}
