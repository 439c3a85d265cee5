//! Tries a .deb as a person meets it: installed, found in the menu, started, kept for the next start of the session, and
//! uninstalled. What it leaves is what docs/ADMINISTRATION.md says.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use xtask::headless::{Desktop, Driver};

use crate::page::{click, until, until_there};
use crate::setup::as_root;
use crate::tool::Tool;
use crate::webdriver::Session;

const PACKAGE: &str = "zuoxi";
const PROGRAM: &str = "/usr/bin/zuoxi";
const ENTRY: &str = "/usr/share/applications/Zuoxi.desktop";

/// Installs, tries and removes the package, also when something was not as it should be.
pub fn try_out(deb: &Path) -> Result<()> {
    let installed = Tool::new("dpkg-query").args(["--show", PACKAGE]).works();
    ensure!(!installed, "{PACKAGE} is installed on this machine already: remove it first, so that nobody loses it");
    as_root()?.args(["apt-get", "install", "-qq", "--yes", "--no-install-recommends"]).arg(deb).run()?;
    let home = tempfile::tempdir()?;
    let tried = files().and_then(|files| {
        in_the_menu()?;
        starts(home.path())?;
        Ok(files)
    });
    let removed = as_root()?.args(["apt-get", "purge", "-qq", "--yes", PACKAGE]).run();
    let files = tried?;
    removed?;
    leaves_only_what_is_the_persons(&files, home.path())
}

/// The files of the package, folders left out.
fn files() -> Result<Vec<PathBuf>> {
    let listed = Tool::new("dpkg-query").args(["--listfiles", PACKAGE]).answer()?;
    ensure!(listed.succeeded, "dpkg does not know what it has installed: {}", listed.stderr);
    let files: Vec<PathBuf> = listed.stdout.lines().map(PathBuf::from).filter(|path| path.is_file()).collect();
    ensure!(files.iter().any(|file| file == Path::new(PROGRAM)), "no {PROGRAM} among {files:?}");
    for document in ["copyright", "LICENCES.md"] {
        let document = Path::new("/usr/share/doc/zuoxi").join(document);
        ensure!(files.contains(&document), "no {} among {files:?}", document.display());
    }
    Ok(files)
}

/// The entry names a program and an icon that are there.
fn in_the_menu() -> Result<()> {
    let entry = fs::read_to_string(ENTRY).with_context(|| format!("the package has no {ENTRY}"))?;
    let field = |name: &str| entry.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    ensure!(field("Exec=") == Some("zuoxi"), "the entry starts something else:\n{entry}");
    ensure!(
        field("Name=") == Some("Zuoxi") && field("Name[zh_CN]=") == Some("坐席"),
        "the entry has other names:\n{entry}"
    );
    ensure!(field("Terminal=") == Some("false") && field("Type=") == Some("Application"), "{entry}");
    let icon = field("Icon=").context("the entry has no icon")?;
    for size in ["32x32", "128x128", "256x256@2"] {
        let file = PathBuf::from(format!("/usr/share/icons/hicolor/{size}/apps/{icon}.png"));
        ensure!(file.is_file(), "the icon {} is missing", file.display());
    }
    Ok(())
}

/// The installed program opens its window, says it is that version, and takes its place in the session.
fn starts(home: &Path) -> Result<()> {
    let version = Tool::new(PROGRAM).arg("--version").answer()?;
    ensure!(
        version.succeeded && version.stdout.trim() == format!("zuoxi {}", env!("CARGO_PKG_VERSION")),
        "{}",
        version.stdout
    );
    let desktop = Desktop::start(home)?;
    let driver = Driver::start(&desktop)?;
    let session = Session::open(&driver.url(), Path::new(PROGRAM), &["--practice".to_owned()])?;
    until_there(&session, "chat-row")?;
    // The window of a release: no tools for developers, and the page that was built for it.
    let shown = session.execute("return document.querySelectorAll('[data-testid=chat-row]').length > 0")?;
    ensure!(shown == Value::Bool(true), "the window shows no chats");
    click(&session, "view-settings")?;
    until_there(&session, "settings-desktop")?;
    click(&session, "settings-desktop")?;
    until_there(&session, "autostart")?;
    click(&session, "autostart")?;
    let entry = autostart(home);
    let checked = "return document.querySelector('[data-testid=autostart]').getAttribute('aria-checked') === 'true'";
    until(&session, "the start with the session is switched on", checked)?;
    let text = fs::read_to_string(&entry).with_context(|| format!("{} was not written", entry.display()))?;
    ensure!(text.contains(&format!("Exec={PROGRAM} --at-login")), "the entry starts something else:\n{text}");
    Ok(())
}

/// Everything of the package is gone; what the person made is there.
fn leaves_only_what_is_the_persons(files: &[PathBuf], home: &Path) -> Result<()> {
    let left: Vec<&PathBuf> = files.iter().filter(|file| file.exists()).collect();
    ensure!(left.is_empty(), "the package left {left:?}");
    let data = home.join("data/zuoxi");
    ensure!(data.join("zuoxi.json").is_file(), "the data are gone from {}", data.display());
    ensure!(autostart(home).is_file(), "the entry of the session is the person's, and is gone");
    println!("installed, started and uninstalled; the person's data and the entry of the session stayed");
    Ok(())
}

fn autostart(home: &Path) -> PathBuf {
    // The plugin goes by the home folder, not by XDG_CONFIG_HOME.
    home.join(".config/autostart/Zuoxi.desktop")
}
