//! The web UI: its checks, and the build that the app embeds.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use crate::tool::Tool;
use crate::{fingerprint, repository};

pub fn lint() -> Result<()> {
    script("check")
}

pub fn tests() -> Result<()> {
    script("test")
}

/// Checks the types and builds `ui/dist`, unless nothing has changed since the last time.
pub fn build() -> Result<()> {
    let stamp = repository::remembered("ui-dist")?;
    let sources = fingerprint::of(&sources()?)?;
    if repository::ui().join("dist/index.html").is_file() && fingerprint::matches(&stamp, &sources) {
        println!("ui/dist is up to date");
        return Ok(());
    }
    script("build")?;
    fs::write(stamp, sources)?;
    Ok(())
}

/// The app embeds `ui/dist` and does not compile without it. Writing the bindings has to work before the UI does.
pub fn ensure_something_to_embed() -> Result<()> {
    let page = repository::ui().join("dist/index.html");
    if !page.is_file() {
        fs::create_dir_all(repository::ui().join("dist"))?;
        fs::write(page, "<!doctype html><title>Zuoxi</title>\n")?;
    }
    Ok(())
}

/// Everything in `ui` but what is installed or built.
fn sources() -> Result<Vec<PathBuf>> {
    let mut sources = Vec::new();
    for entry in fs::read_dir(repository::ui())? {
        let path = entry?.path();
        if !path.ends_with("node_modules") && !path.ends_with("dist") {
            sources.push(path);
        }
    }
    Ok(sources)
}

fn script(name: &str) -> Result<()> {
    Tool::npm().args(["run", "--silent", name]).within(&repository::ui()).run()
}
