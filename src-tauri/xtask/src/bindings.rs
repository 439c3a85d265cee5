//! `ui/src/bindings.ts` is generated from the commands of the app, and committed so that the UI builds without Rust.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::tool::Tool;
use crate::{repository, ui};

/// `cargo xtask bindings`.
pub fn write() -> Result<()> {
    ui::ensure_something_to_embed()?;
    Tool::cargo().args(["build", "--package", "zuoxi"]).run()?;
    generate(&committed())?;
    println!("wrote {}", committed().display());
    Ok(())
}

/// Fails when the committed file is not what the built app generates, byte for byte.
pub fn check() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let fresh = folder.path().join("bindings.ts");
    generate(&fresh)?;
    ensure!(
        fs::read(&fresh)? == fs::read(committed()).context("there is no ui/src/bindings.ts")?,
        "ui/src/bindings.ts is stale: run `cargo xtask bindings` and commit it"
    );
    println!("ui/src/bindings.ts is current");
    Ok(())
}

fn generate(file: &Path) -> Result<()> {
    Tool::new(&repository::built("zuoxi")?.display().to_string()).arg("bindings").arg(file).run()
}

fn committed() -> PathBuf {
    repository::ui().join("src/bindings.ts")
}
