//! The peers of the window: an empty Tauri window, and what a team on Electron would build, with Chromium and Node in the
//! place of Electron.
//!
//! Everything is in the peer's favour: Node is up before Chromium is started, its database is not encrypted, its page is
//! written by hand without a framework, and Chromium is told to leave out what Electron has not.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::Child;

use super::desk::Desk;
use crate::Setting;
use crate::side::Side;

/// Chromium with a profile of its own.
pub struct Chromium {
    child: Child,
    profile: TempDir,
}

impl Chromium {
    pub fn profile() -> Result<TempDir> {
        Ok(tempfile::Builder::new().prefix("zuoxi-chromium-").tempdir()?)
    }

    /// Shows a page as an app does.
    pub fn open(desk: &Desk, program: &PathBuf, address: &str, profile: TempDir) -> Result<Self> {
        let arguments = [
            &format!("--app={address}"),
            &format!("--user-data-dir={}", profile.path().display()),
            "--window-position=0,0",
            "--window-size=1280,800",
            "--no-first-run",
            "--no-default-browser-check",
            // It would not start for root, as whom machines for tests are used.
            "--no-sandbox",
            // There is none; without this it draws through an emulation of one.
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-default-apps",
            "--disable-extensions",
            "--disable-sync",
            "--disable-breakpad",
            "--password-store=basic",
        ];
        let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
        Ok(Self { child: desk.run(program, &arguments)?, profile })
    }

    pub fn pid(&self) -> Result<u32> {
        self.child.id().context("Chromium has ended")
    }

    /// Ends it, once its window has been closed, and gives the profile back.
    pub async fn end(mut self) -> Result<TempDir> {
        self.child.wait().await?;
        Ok(self.profile)
    }
}

/// The Node half: a server on this machine that has the database and, if it is told of one, the platform's socket.
pub struct Node {
    side: Side,
    pub address: String,
}

impl Node {
    /// A list of so many chats from a database that has so many messages too, made if there is none yet.
    pub async fn with_list(setting: &Setting, chats: usize, messages: u64) -> Result<Self> {
        let file = setting.kept.join(format!("peer-{chats}-{messages}.db"));
        let database = file.display().to_string();
        Self::start(&setting.peers, &[&database, &chats.to_string(), &messages.to_string()]).await
    }

    /// Hands on what the platform says, and keeps nothing.
    pub async fn relay(setting: &Setting, platform: &str, token: &str) -> Result<Self> {
        Self::start(&setting.peers, &[":memory:", "0", "0", platform, token]).await
    }

    /// Shows the console's own page, built into this folder.
    pub async fn files(setting: &Setting, folder: &Path) -> Result<Self> {
        Self::start_script(&setting.peers, "files.js", &[&folder.display().to_string()]).await
    }

    async fn start(peers: &Path, arguments: &[&str]) -> Result<Self> {
        Self::start_script(peers, "window.js", arguments).await
    }

    async fn start_script(peers: &Path, script: &str, arguments: &[&str]) -> Result<Self> {
        let mut side = Side::node(peers, script, arguments)?;
        let ready = side.hear().await?;
        let port = ready["port"].as_u64().context("the peer names no port")?;
        Ok(Self { side, address: format!("http://127.0.0.1:{port}") })
    }

    pub fn pid(&self) -> Result<u32> {
        self.side.pid()
    }

    /// Waits until a page is shown that listens.
    pub async fn shown(&mut self) -> Result<()> {
        self.side.hear().await.map(drop)
    }

    /// Has the page that is shown carry out one of its orders.
    pub async fn page(&mut self, order: &str, argument: &Value) -> Result<Value> {
        self.side.ask(&json!({ "page": order, "argument": argument })).await
    }

    pub async fn end(self) -> Result<()> {
        self.side.end().await
    }
}
