//! `cargo xtask package`: what is handed out, built by Tauri's own bundler, and tried by installing it.
//!
//! The bundler is the npm package `@tauri-apps/cli`, pinned in `ui/package.json`: its binary comes from the registry in
//! seconds, where the crate would be compiled for minutes. It asks cargo for a release build, so the profile of `Cargo.toml`
//! is the one that people get.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::Args;

use crate::setup::{self, Purpose};
use crate::stage::Stages;
use crate::tool::Tool;
use crate::{install, repository, ui};

#[derive(Args)]
pub struct Arguments {
    /// What to build, by Tauri's names, with commas between; what this system can build if it is not said
    #[arg(long, value_name = "BUNDLES")]
    bundles: Option<String>,
    /// A file that is laid over tauri.conf.json, for what a release alone has: its certificate
    #[arg(long, value_name = "FILE", env = "ZUOXI_PACKAGE_CONFIG")]
    config: Option<PathBuf>,
    /// Install the .deb, start the installed program, and uninstall it; needs root, changes this machine meanwhile
    #[arg(long)]
    test: bool,
    /// Test what was built before
    #[arg(long, requires = "test")]
    built: bool,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    let mut stages = Stages::default();
    if !arguments.built {
        stages.run("set up", || {
            setup::system(if arguments.test { Purpose::Window } else { Purpose::Build })?;
            setup::npm(&repository::ui())
        })?;
        stages.run("pages", ui::build)?;
        stages.run("packages", || build(arguments))?;
    }
    if arguments.test {
        stages.run("install, start, uninstall", || install::try_out(&the_deb()?))?;
    }
    stages.print_table();
    print_sizes()
}

fn default_bundles() -> &'static str {
    if cfg!(windows) {
        "nsis"
    } else if cfg!(target_os = "macos") {
        "app,dmg"
    } else {
        "deb,rpm"
    }
}

fn build(arguments: &Arguments) -> Result<()> {
    let bundles = arguments.bundles.as_deref().unwrap_or(default_bundles());
    // A package of an earlier version would be taken for this one.
    match fs::remove_dir_all(folder()?) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    let mut tauri = bundler("build", bundles)?;
    if let Some(config) = &arguments.config {
        tauri = tauri.arg("--config").arg(config);
    }
    tauri.run()?;
    if bundles.split(',').any(|bundle| bundle == "deb") { pack_tighter(&the_deb()?) } else { Ok(()) }
}

/// Packs a .deb again with xz, a quarter smaller than by gzip, which is all that the bundler knows.
fn pack_tighter(deb: &Path) -> Result<()> {
    let tree = deb.with_extension("tree");
    Tool::new("dpkg-deb").arg("--raw-extract").arg(deb).arg(&tree).run()?;
    Tool::new("dpkg-deb").args(["--root-owner-group", "-Zxz", "-z9", "--build"]).arg(&tree).arg(deb).run()?;
    Ok(fs::remove_dir_all(tree)?)
}

fn bundler(command: &str, bundles: &str) -> Result<Tool> {
    let program = if cfg!(windows) { "tauri.cmd" } else { "tauri" };
    let program = repository::ui().join("node_modules/.bin").join(program);
    Ok(Tool::new(program.to_str().context("the work tree has a name that is not text")?)
        .args([command, "--ci", "--bundles", bundles])
        .env("CARGO_TARGET_DIR", repository::target()?))
}

/// The .deb of a Tauri project of this work tree, of the release build that is there.
pub fn deb(project: &Path) -> Result<PathBuf> {
    let debs = folder()?.join("deb");
    // Both projects leave theirs in the same folder.
    match fs::remove_dir_all(&debs) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    bundler("bundle", "deb")?.within(project).run()?;
    let built = the_deb()?;
    pack_tighter(&built)?;
    let kept = folder()?.join(built.file_name().context("a package without a name")?);
    fs::rename(built, &kept)?;
    Ok(kept)
}

/// Where the bundler leaves its packages.
fn folder() -> Result<PathBuf> {
    Ok(repository::target()?.join("release/bundle"))
}

fn the_deb() -> Result<PathBuf> {
    let deb = packages()?.into_iter().find(|package| has_ending(package, &["deb"]));
    deb.context("there is no .deb: run `cargo xtask package` on Linux first")
}

fn print_sizes() -> Result<()> {
    for file in [repository::released("zuoxi")?].into_iter().chain(packages()?) {
        if let Ok(found) = fs::metadata(&file) {
            println!("{:>6.1} MB  {}", megabytes(found.len()), file.display());
        }
    }
    Ok(())
}

/// Every package that was built.
fn packages() -> Result<Vec<PathBuf>> {
    let mut packages = Vec::new();
    for kind in ["deb", "rpm", "nsis", "dmg"] {
        let Ok(entries) = fs::read_dir(folder()?.join(kind)) else { continue };
        for entry in entries {
            packages.push(entry?.path());
        }
    }
    packages.retain(|file| has_ending(file, &["deb", "rpm", "exe", "dmg"]));
    ensure!(!packages.is_empty(), "nothing was built");
    packages.sort();
    Ok(packages)
}

fn has_ending(file: &Path, endings: &[&str]) -> bool {
    file.extension().and_then(|ending| ending.to_str()).is_some_and(|ending| endings.contains(&ending))
}

#[allow(clippy::cast_precision_loss, reason = "one digit behind the point is shown")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1_000_000.0
}
