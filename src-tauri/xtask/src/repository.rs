//! Where things are.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The root of the work tree.
pub fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.ancestors().nth(2).unwrap_or(xtask).to_path_buf()
}

pub fn ui() -> PathBuf {
    root().join("ui")
}

pub fn store() -> PathBuf {
    root().join("src-tauri/crates/store")
}

/// The npm project with the Socket.IO servers of the interop tests.
pub fn interop_servers() -> PathBuf {
    root().join("tests/interop/servers")
}

/// The folder that cargo builds in, wherever the person or CI has put it: this program is in its `debug` folder.
pub fn target() -> Result<PathBuf> {
    let this = std::env::current_exe().context("this program does not know where it is")?;
    Ok(this.ancestors().nth(2).context("this program is not in a target folder")?.to_path_buf())
}

/// A program of the workspace, as `cargo build` leaves it.
pub fn built(name: &str) -> Result<PathBuf> {
    built_as("debug", name)
}

/// The same of the profile whose folder has this name.
pub fn built_as(profile: &str, name: &str) -> Result<PathBuf> {
    Ok(target()?.join(profile).join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
}

/// A program of the workspace, as `cargo build --release` leaves it.
pub fn released(name: &str) -> Result<PathBuf> {
    Ok(target()?.join("release").join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
}

/// What this program remembers between two runs.
pub fn remembered(name: &str) -> Result<PathBuf> {
    let folder = target()?.join("xtask");
    std::fs::create_dir_all(&folder)?;
    Ok(folder.join(name))
}
