//! P11: how large what people get is.

use std::fs;
use std::path::Path;

use anyhow::Result;

use crate::Setting;
use crate::report::{Row, Section, number};

const TARGET: f64 = 2.0;
const TARGET_PACKAGE_MB: f64 = 12.0;

pub fn run(setting: &Setting) -> Result<Vec<Section>> {
    let (Some(console), Some(empty)) = (&setting.programs.console, &setting.programs.empty) else {
        return Ok(vec![section(Vec::new(), Vec::new())]);
    };
    let mut rows = vec![row("the program", console, empty, TARGET)?];
    let mut notes = Vec::new();
    if let Some((package, empty)) = &setting.programs.packages {
        let package = row("the .deb", package, empty, TARGET)?;
        let size = package.ours.first().copied().unwrap_or(f64::NAN);
        let met = if size <= TARGET_PACKAGE_MB { "met" } else { "**not met**" };
        notes.push(format!("The target of the .deb is ≤ {TARGET_PACKAGE_MB} MB: {} MB, {met}.", number(size)));
        rows.push(package);
    }
    Ok(vec![section(rows, notes)])
}

fn section(rows: Vec<Row>, notes: Vec<String>) -> Section {
    let checked =
        "nothing has to be: both come out of the same profile of the compiler and the same bundler.".to_owned();
    Section { id: "P11", title: "Size", unit: "MB", peer: "an empty Tauri app", rows, checked, notes }
}

fn row(what: &str, ours: &Path, peer: &Path, target: f64) -> Result<Row> {
    let size = |path: &Path| -> Result<f64> { Ok(fs::metadata(path)?.len() as f64 / 1e6) };
    Ok(Row { what: what.to_owned(), ours: vec![size(ours)?], peer: vec![size(peer)?], target: Some(target) })
}
