//! `WebKitWebDriver`, which opens the console and drives its window.
//!
//! It is spoken to directly. `tauri-driver` would only rename the capabilities, and would be one more program to install.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use super::Desktop;
use super::process::Process;

pub struct Driver {
    process: Process,
    port: u16,
}

impl Driver {
    /// Starts a driver whose windows open on `desktop`. One driver serves one window at a time.
    pub fn start(desktop: &Desktop) -> Result<Self> {
        let port = free_port()?;
        let mut command = Command::new("WebKitWebDriver");
        command
            .args([&format!("--port={port}"), "--host=127.0.0.1"])
            .envs(desktop.environment())
            // A Tauri window lets itself be driven only when it is told so; without these the session hangs.
            .envs([("TAURI_AUTOMATION", "true"), ("TAURI_WEBVIEW_AUTOMATION", "true")])
            .env_remove("WAYLAND_DISPLAY")
            .stdin(Stdio::null())
            .stdout(super::process::append_to(&desktop.home().join("driver.log"))?);
        let mut process = Process::start("WebKitWebDriver", &mut command, &desktop.home().join("driver.log"))?;
        process.until_ready(|| TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok())?;
        Ok(Self { process, port })
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The driver is the parent of the window that it opened.
    pub fn pid(&self) -> u32 {
        self.process.pid()
    }
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no free port on this machine")?;
    Ok(listener.local_addr()?.port())
}
