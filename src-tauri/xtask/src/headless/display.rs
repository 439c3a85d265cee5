//! The X server without a screen.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Result, ensure};

use super::process::Process;

/// Without a window manager the keyboard belongs to the window under the pointer, which rests in the middle of the
/// screen: a window at the origin has the focus from 1024x640 on, and may be as large as the screen.
const SCREEN: &str = "1920x1200x24";

pub(super) struct Display {
    _server: Process,
    number: u32,
}

impl Display {
    /// Starts Xvfb on a display number that it finds free by itself, so that two desktops never collide.
    pub(super) fn start(log: &Path) -> Result<Self> {
        let mut command = Command::new("Xvfb");
        command
            .args(["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped());
        let mut server = Process::start("Xvfb", &mut command, log)?;
        let mut line = String::new();
        if let Some(stdout) = server.child().stdout.take() {
            BufReader::new(stdout).read_line(&mut line)?;
        }
        ensure!(!line.trim().is_empty(), "Xvfb did not start; its messages are in {}", log.display());
        Ok(Self { _server: server, number: line.trim().parse()? })
    }

    pub(super) fn name(&self) -> String {
        format!(":{}", self.number)
    }
}
