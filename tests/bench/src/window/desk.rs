//! A desktop with an account on it: what a console finds when it is started.

use std::path::PathBuf;
use std::process::Stdio;

use anyhow::{Context, Result};
use tempfile::TempDir;
use tokio::process::{Child, Command};
use xtask::headless::Desktop;

use super::screen::Screen;
use crate::Setting;
use crate::cache::{self, Filled};
use crate::side::Side;
use crate::world::World;

pub struct Desk {
    pub world: World,
    pub desktop: Desktop,
    data: TempDir,
    _home: TempDir,
}

impl Desk {
    /// An account that has read everything of a platform of so many chats.
    pub async fn of_chats(setting: &Setting, chats: usize) -> Result<Self> {
        Self::start(setting, chats, None).await
    }

    /// An account with a cache of so many messages, on a platform where hardly anything happens.
    pub async fn of_messages(setting: &Setting, messages: u64) -> Result<(Self, Filled)> {
        let filled = cache::filled(&setting.kept, messages, true).await?;
        Ok((Self::start(setting, 3, Some(&filled)).await?, filled))
    }

    async fn start(setting: &Setting, chats: usize, cache: Option<&Filled>) -> Result<Self> {
        let world = World::start(chats).await?;
        // Sockets have to lie under short names, so the home is not among what is kept.
        let home = tempfile::Builder::new().prefix("zuoxi-").tempdir()?;
        let desktop = Desktop::start(home.path())?;
        let data = tempfile::tempdir_in(&setting.kept)?;
        let mut arguments = vec![data.path().display().to_string(), world.base_url()];
        arguments.extend(cache.map(|filled| filled.folder.display().to_string()));
        let mut account = Command::new(std::env::current_exe()?);
        account.args(["side", "account"]).args(arguments).envs(desktop.environment());
        let mut account = Side::start("account", account)?;
        account.hear().await?;
        account.end().await?;
        Ok(Self { world, desktop, data, _home: home })
    }

    pub fn screen(&self) -> Result<Screen> {
        Screen::open(&self.desktop)
    }

    /// Arguments of the console: this account, on this platform.
    pub fn arguments(&self) -> Vec<String> {
        let data = self.data.path().display().to_string();
        vec!["--data-dir".into(), data, "--practice-url".into(), self.world.base_url()]
    }

    /// A program on this desktop. It ends with the value.
    pub fn run(&self, program: &PathBuf, arguments: &[String]) -> Result<Child> {
        Command::new(program)
            .args(arguments)
            .envs(self.desktop.environment())
            .env_remove("WAYLAND_DISPLAY")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("{} cannot be started", program.display()))
    }

    pub async fn end(self) {
        self.world.end().await;
    }
}
