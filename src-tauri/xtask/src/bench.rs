//! `cargo xtask bench`: how fast the console is beside its peers, into docs/BENCHMARKS.md.
//!
//! The measuring is the package `zuoxi-bench` in `tests/bench`. Peers come from the npm registry, and the floor, `SQLite`
//! alone in C, from the sources of libsqlite3-sys. Those of the window are an empty Tauri window (`tests/bench/empty`, which
//! no other command compiles) and Debian's Chromium.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::Args;
use serde_json::Value;

use crate::setup::{self, Purpose};
use crate::tool::Tool;
use crate::{package, repository, ui};

#[derive(Args)]
pub struct Arguments {
    /// ingest, latency, catchup, search, page, cipher, growth, start, paint, scroll, idle or size; all of them if none is named
    names: Vec<String>,
    /// How often each side takes its turn
    #[arg(long, default_value_t = 7)]
    repeats: u64,
    /// The largest cache of the table of growth, in messages
    #[arg(long, default_value_t = 1_000_000)]
    largest: u64,
    /// Print the tables and leave docs/BENCHMARKS.md as it is
    #[arg(long)]
    print: bool,
}

/// What is measured at the real window.
const WINDOW: [&str; 5] = ["start", "paint", "scroll", "idle", "size"];

/// Without it `WebKitGTK` draws a display without a graphics card at eight frames a second, and frames are what is measured.
/// Only pictures through the driver need it to be left alone.
const FRAMES: (&str, &str) = ("WEBKIT_DISABLE_DMABUF_RENDERER", "1");

pub fn run(arguments: &Arguments) -> Result<()> {
    let wants = |name: &str| arguments.names.is_empty() || arguments.names.iter().any(|wanted| wanted == name);
    let window = cfg!(target_os = "linux") && WINDOW.iter().any(|name| wants(name));
    setup::system(if window { Purpose::Bench } else { Purpose::Build })?;
    peers()?;
    Tool::cargo().args(["build", "--release", "--package", "zuoxi-bench"]).run()?;
    let repeats = ["--repeats".to_owned(), arguments.repeats.to_string()];
    let largest = ["--largest".to_owned(), arguments.largest.to_string()];
    let mut measured = bench(&repository::released("zuoxi-bench")?)?.args(&arguments.names).args(repeats).args(largest);
    if window {
        setup::npm(&repository::ui())?;
        ui::build()?;
        measured = at_window(measured, wants("size"))?;
    }
    let page = repository::root().join("docs/BENCHMARKS.md");
    if arguments.print { measured } else { measured.arg("--page").arg(page) }.run()
}

/// Builds what the window is measured with.
fn at_window(mut measured: Tool, with_packages: bool) -> Result<Tool> {
    Tool::cargo().args(["build", "--release", "--package", "zuoxi"]).run()?;
    Tool::cargo().args(["build", "--release", "--package", "zuoxi-empty", "--features", "window"]).run()?;
    let demo = repository::target()?.join("bench").join("demo");
    Tool::new("node")
        .arg(folder().join("demo.mjs"))
        .arg(repository::ui())
        .arg(&demo)
        .within(&repository::ui())
        .run()?;
    measured = measured.env(FRAMES.0, FRAMES.1).arg("--demo").arg(demo);
    for (option, program) in [("--console", "zuoxi"), ("--empty", "zuoxi-empty")] {
        measured = measured.arg(option).arg(repository::released(program)?);
    }
    let chromium = Path::new("/usr/bin/chromium");
    if chromium.exists() {
        measured = measured.arg("--chromium").arg(chromium);
    } else {
        println!("There is no {}: it is left out.", chromium.display());
    }
    if with_packages {
        let empty = repository::root().join("tests/bench/empty");
        for (option, project) in [("--deb", repository::root()), ("--empty-deb", empty)] {
            measured = measured.arg(option).arg(package::deb(&project)?);
        }
    }
    Ok(measured)
}

/// The packages of the peers.
pub fn peers() -> Result<()> {
    setup::npm(&folder())
}

/// Little data, and only whether every side answers right. Expects that the workspace has been built. Of the window only the
/// console is opened: its peers are built and installed by `cargo xtask bench` alone.
pub fn smoke(window: bool) -> Result<()> {
    app_is_always_encrypted()?;
    let smoke = bench(&repository::built("zuoxi-bench")?)?.arg("--smoke");
    if window {
        smoke.env(FRAMES.0, FRAMES.1).arg("--console").arg(repository::built("zuoxi")?).run()
    } else {
        smoke.run()
    }
}

/// What people get is built with `--package zuoxi`, and nothing in there asks for the store's `plain`.
fn app_is_always_encrypted() -> Result<()> {
    let tree = Tool::cargo().args(["tree", "--package", "zuoxi", "--edges", "features,no-dev"]).answer()?;
    ensure!(tree.succeeded, "cargo tree failed: {}", tree.stderr);
    ensure!(tree.stdout.contains("zuoxi-store"), "cargo tree does not show the store any more");
    ensure!(!tree.stdout.contains("zuoxi-store feature \"plain\""), "the app can be built with an unencrypted cache");
    Ok(())
}

fn bench(program: &Path) -> Result<Tool> {
    let kept = repository::target()?.join("bench");
    Ok(Tool::new(&program.display().to_string())
        .arg("run")
        .arg("--kept")
        .arg(kept)
        .arg("--peers")
        .arg(folder())
        .arg("--sqlite")
        .arg(sqlite()?))
}

fn folder() -> PathBuf {
    repository::root().join("tests/bench/peers")
}

/// Where cargo keeps the sources of the libsqlite3-sys that the lock file names.
fn sqlite() -> Result<PathBuf> {
    let answer = Tool::cargo().args(["metadata", "--format-version", "1", "--locked"]).answer()?;
    ensure!(answer.succeeded, "cargo metadata failed: {}", answer.stderr);
    let metadata: Value = serde_json::from_str(&answer.stdout)?;
    let packages = metadata.get("packages").and_then(Value::as_array).context("cargo metadata lists no packages")?;
    let text = |package: &Value, name: &str| package.get(name).and_then(Value::as_str).map(str::to_owned);
    let sqlite = packages.iter().find(|package| text(package, "name").as_deref() == Some("libsqlite3-sys"));
    let manifest = sqlite.and_then(|package| text(package, "manifest_path")).context("there is no libsqlite3-sys")?;
    Ok(PathBuf::from(manifest).parent().context("no folder")?.to_path_buf())
}
