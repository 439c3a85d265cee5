//! `.sqlx` holds a description of every query of the store, so that it compiles without a database.
//!
//! sqlx writes these files while it compiles the store against a real database, when `DATABASE_URL` and
//! `SQLX_OFFLINE_DIR` are set. The database is a plain SQLite file made from the migrations. Rejected: `cargo sqlx
//! prepare`, which has to be installed (minutes) and compiles the store once more.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

use crate::tool::Tool;
use crate::{fingerprint, lint, repository};

/// A database with the store's schema, and a folder in which sqlx describes the queries.
pub struct Description {
    folder: TempDir,
}

impl Description {
    /// Expects that `zuoxi-schema` has been built.
    pub fn begin() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        fs::create_dir(folder.path().join("queries"))?;
        Tool::new(&repository::built("zuoxi-schema")?.display().to_string())
            .arg(repository::store().join("migrations"))
            .arg(folder.path().join("schema.db"))
            .run()?;
        Ok(Self { folder })
    }

    /// The variables that make the compiler of the store write the descriptions.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        vec![
            ("DATABASE_URL", format!("sqlite://{}", self.folder.path().join("schema.db").display())),
            ("SQLX_OFFLINE_DIR", self.queries().display().to_string()),
            ("SQLX_OFFLINE", "false".to_owned()),
        ]
    }

    fn queries(&self) -> PathBuf {
        self.folder.path().join("queries")
    }
}

/// `cargo xtask sqlx`.
pub fn write() -> Result<()> {
    Tool::cargo().args(["build", "--package", "zuoxi-tests", "--bin", "zuoxi-schema"]).run()?;
    let description = Description::begin()?;
    let check = Tool::cargo().args(["check", "--package", "zuoxi-store", "--all-targets"]);
    let check = description.environment().into_iter().fold(check, |check, (name, value)| check.env(name, value));
    recompiled(|| check.run())?;

    let fresh = read(&description.queries())?;
    let committed = committed();
    if committed.is_dir() {
        fs::remove_dir_all(&committed)?;
    }
    fs::create_dir_all(&committed)?;
    for (name, bytes) in &fresh {
        fs::write(committed.join(name), bytes)?;
    }
    println!("wrote {} descriptions to {}", fresh.len(), committed.display());
    Ok(())
}

/// Lints and builds the whole workspace; on the way, compares `.sqlx` with the queries and the migrations, unless none
/// of them has changed since they were last found equal.
pub fn build_and_check() -> Result<()> {
    let stamp = repository::remembered("sqlx")?;
    let inputs = fingerprint::of(&[repository::store(), committed(), repository::root().join("Cargo.lock")])?;
    if fingerprint::matches(&stamp, &inputs) {
        return lint::build(&[]);
    }
    lint::cargo("build").args(["--bin", "zuoxi-schema"]).run()?;
    let description = Description::begin()?;
    recompiled(|| lint::build(&description.environment()))?;
    compare(&read(&description.queries())?, &read(&committed())?)?;
    fs::write(stamp, inputs)?;
    Ok(())
}

/// Makes cargo compile the store again within `action`, which the environment alone does not: cargo does not know that
/// the macros read it. The time is put back, so that nothing else is compiled again because of it.
fn recompiled(action: impl FnOnce() -> Result<()>) -> Result<()> {
    let source = repository::store().join("src/lib.rs");
    let file = fs::File::options().append(true).open(&source).with_context(|| source.display().to_string())?;
    let modified = file.metadata()?.modified()?;
    file.set_modified(std::time::SystemTime::now())?;
    let result = action();
    file.set_modified(modified)?;
    result
}

fn compare(fresh: &BTreeMap<String, Vec<u8>>, committed: &BTreeMap<String, Vec<u8>>) -> Result<()> {
    let lines = differences(fresh, committed);
    ensure!(lines.is_empty(), ".sqlx is stale: run `cargo xtask sqlx` and commit it\n{}", lines.join("\n"));
    println!(".sqlx is current: {} queries", committed.len());
    Ok(())
}

fn differences(fresh: &BTreeMap<String, Vec<u8>>, committed: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let missing = fresh.iter().filter_map(|(name, bytes)| match committed.get(name) {
        None => Some(format!("  not there: {name}")),
        Some(then) if then != bytes => Some(format!("  different: {name}")),
        Some(_) => None,
    });
    let unused = committed.keys().filter(|name| !fresh.contains_key(*name)).map(|name| format!("  unused:    {name}"));
    missing.chain(unused).collect()
}

fn read(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    if folder.is_dir() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            files.insert(entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path())?);
        }
    }
    Ok(files)
}

fn committed() -> PathBuf {
    repository::root().join(".sqlx")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_a_changed_and_an_unused_description_are_each_named() {
        let files = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect::<BTreeMap<_, _>>()
        };
        let fresh = files(&[("a", "1"), ("b", "2"), ("c", "3")]);
        let committed = files(&[("a", "1"), ("b", "old"), ("d", "4")]);
        assert_eq!(differences(&fresh, &committed), ["  different: b", "  not there: c", "  unused:    d"]);
        assert!(differences(&fresh, &fresh).is_empty());
    }
}
