//! The frame of a story: what is there when it begins, and what is kept when it fails.

use std::any::Any;
use std::fs;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use futures_util::FutureExt;
use tempfile::TempDir;
use tokio::sync::Mutex;
use tokio::time::timeout;
use xtask::headless::Desktop;
use zuoxi_simulator::{Options, WorldSize};

use crate::seat::Seat;
use crate::world::World;

/// A window, its web process and the compiler's leftovers are enough for two cores: one story at a time.
static STAGE: Mutex<()> = Mutex::const_new(());

pub struct Story {
    name: &'static str,
    pub world: World,
    /// Before the desktop, because windows go before what they stand on.
    seats: std::sync::Mutex<Vec<Arc<Seat>>>,
    desktop: Desktop,
    home: TempDir,
}

/// Tells a story from the beginning to its end or its failure.
pub async fn tell(name: &'static str, story: impl AsyncFnOnce(&Story) -> Result<()>) -> Result<()> {
    tell_in(name, Options { traffic: false, ..Options::default() }, story).await
}

/// The same among few customers and groups, for a story that is not about many: the console is complete the sooner.
pub async fn tell_among_few(name: &'static str, story: impl AsyncFnOnce(&Story) -> Result<()>) -> Result<()> {
    let few = WorldSize { customers: 40, groups: 12, unread_chats: 6, ..WorldSize::default() };
    tell_in(name, Options { traffic: false, world: few, ..Options::default() }, story).await
}

/// The same on another platform than the usual one.
pub async fn tell_in(name: &'static str, world: Options, story: impl AsyncFnOnce(&Story) -> Result<()>) -> Result<()> {
    let _alone = STAGE.lock().await;
    let stage = Story::begin(name, world).await?;
    let ending = AssertUnwindSafe(story(&stage)).catch_unwind().await.unwrap_or_else(|panic| Err(words(&*panic)));
    if ending.is_err() {
        stage.keep_evidence().await?;
    }
    stage.world.shutdown().await;
    ending
}

impl Story {
    async fn begin(name: &'static str, world: Options) -> Result<Self> {
        let home = tempfile::Builder::new().prefix("zuoxi-").tempdir()?;
        let desktop = Desktop::start(home.path())?;
        Ok(Self { name, world: World::start(world).await?, seats: std::sync::Mutex::default(), desktop, home })
    }

    /// Opens the console; a second call opens it on the same data, as a restart does.
    pub async fn open_seat(&self, arguments: &[&str]) -> Result<Arc<Seat>> {
        let data = self.data().display().to_string();
        let platform = self.world.url();
        let common = ["--data-dir", &data, "--practice-url", &platform];
        let seat = Arc::new(Seat::open(&self.desktop, &[&common, arguments].concat()).await?);
        self.seats.lock().unwrap_or_else(PoisonError::into_inner).push(seat.clone());
        Ok(seat)
    }

    pub fn desktop(&self) -> &Desktop {
        &self.desktop
    }

    /// Where the console keeps its data.
    pub fn data(&self) -> PathBuf {
        self.home.path().join("zuoxi")
    }

    /// Everything that was written on this desktop: the data folder, and what the web engine leaves under the home.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    async fn keep_evidence(&self) -> Result<()> {
        let folder = results().join(self.name);
        fs::create_dir_all(&folder)?;
        let last = self.seats.lock().unwrap_or_else(PoisonError::into_inner).last().cloned();
        if let Some(seat) = last {
            // The window may be what has failed, so that neither picture nor page can be had.
            let patience = Duration::from_secs(10);
            if let Ok(Ok(picture)) = timeout(patience, seat.picture()).await {
                fs::write(folder.join("window.png"), picture)?;
            }
            if let Ok(Ok(page)) = timeout(patience, seat.source()).await {
                fs::write(folder.join("page.html"), page)?;
            }
        }
        for log in ["desktop.log", "driver.log"].map(|log| self.home.path().join(log)) {
            copy_into(&log, &folder)?;
        }
        for entry in fs::read_dir(self.data().join("logs")).into_iter().flatten() {
            copy_into(&entry?.path(), &folder)?;
        }
        if let Ok(book) = self.world.book().await {
            fs::write(folder.join("book.txt"), format!("{book:#?}"))?;
        }
        eprintln!("{}: what was seen is in {}", self.name, folder.display());
        Ok(())
    }
}

/// `target/e2e`, wherever the target folder is: this program is in its `debug/deps`.
pub fn results() -> PathBuf {
    let this = std::env::current_exe().unwrap_or_default();
    this.ancestors().nth(3).unwrap_or(Path::new(".")).join("e2e")
}

/// The console's program: what `ZUOXI_BIN` names, else what cargo built last.
pub fn console() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("ZUOXI_BIN") {
        return Ok(named.into());
    }
    let built = std::env::current_exe()?.ancestors().nth(2).context("not in a target folder")?.join("zuoxi");
    anyhow::ensure!(built.is_file(), "{} is not there: run `cargo build -p zuoxi` first", built.display());
    Ok(built)
}

fn copy_into(file: &Path, folder: &Path) -> Result<()> {
    if let Some(name) = file.file_name().filter(|_| file.is_file()) {
        fs::copy(file, folder.join(name))?;
    }
    Ok(())
}

fn words(panic: &(dyn Any + Send)) -> anyhow::Error {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    anyhow!("panicked: {}", text.unwrap_or("without words"))
}
