//! The D-Bus session, and the keyring that lives on it.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use super::process::Process;
use super::surroundings;

pub(super) struct Bus {
    _daemon: Process,
    address: String,
}

impl Bus {
    pub(super) fn start(log: &Path) -> Result<Self> {
        let mut command = Command::new("dbus-daemon");
        command
            .args(["--session", "--print-address=1", "--nofork", "--nopidfile"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped());
        let mut daemon = Process::start("dbus-daemon", &mut command, log)?;
        let mut line = String::new();
        if let Some(stdout) = daemon.child().stdout.take() {
            BufReader::new(stdout).read_line(&mut line)?;
        }
        ensure!(!line.trim().is_empty(), "the D-Bus session did not start; its messages are in {}", log.display());
        Ok(Self { _daemon: daemon, address: line.trim().to_owned() })
    }

    pub(super) fn address(&self) -> String {
        self.address.clone()
    }

    /// Is there a program on the bus that answers to this name?
    fn has(&self, name: &str) -> bool {
        Command::new("dbus-send")
            .env("DBUS_SESSION_BUS_ADDRESS", &self.address)
            .args(["--session", "--print-reply=literal", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus"])
            .args(["org.freedesktop.DBus.NameHasOwner", &format!("string:{name}")])
            .stderr(Stdio::null())
            .output()
            .is_ok_and(|reply| String::from_utf8_lossy(&reply.stdout).contains("boolean true"))
    }
}

/// A real gnome-keyring with a fresh, unlocked login keyring under the desktop's own home.
pub(super) struct Keyring {
    daemon: Process,
}

impl Keyring {
    pub(super) fn start(bus: &Bus, home: &Path, log: &Path) -> Result<Self> {
        let mut command = Command::new("gnome-keyring-daemon");
        command
            .args(["--foreground", "--unlock", "--components=secrets"])
            .envs(surroundings(home))
            .env("DBUS_SESSION_BUS_ADDRESS", &bus.address)
            .stdin(Stdio::piped())
            .stdout(Stdio::null());
        let mut daemon = Process::start("gnome-keyring-daemon", &mut command, log)?;
        // The keyring is thrown away with the desktop; its password protects nothing and only has to be there.
        let mut stdin = daemon.child().stdin.take().context("gnome-keyring-daemon takes no password")?;
        stdin.write_all(b"desktop\n")?;
        drop(stdin);
        daemon.until_ready(|| bus.has("org.freedesktop.secrets"))?;
        Ok(Self { daemon })
    }

    pub(super) fn pid(&self) -> u32 {
        self.daemon.pid()
    }
}
