//! The table of what a seat does names stories that are there, and every story that is there.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Result, ensure};

#[test]
fn the_table_names_every_story_and_nothing_else() -> Result<()> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut told = BTreeSet::new();
    for folder in ["e2e", "load"] {
        for file in fs::read_dir(tests.join(folder))? {
            let file = file?.path();
            if file.extension().is_some_and(|kind| kind == "rs") {
                told.extend(stories_in(&fs::read_to_string(file)?));
            }
        }
    }
    let page = fs::read_to_string(tests.join("../docs/STORIES.md"))?;
    let rows: Vec<&str> = page.lines().filter(|line| line.starts_with('|') && !line.contains("---")).collect();
    let mut named = BTreeSet::new();
    for row in rows.iter().filter(|row| !row.starts_with("| Area ")) {
        let stories: Vec<String> = row.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        ensure!(!stories.is_empty(), "no story for: {row}");
        named.extend(stories);
    }
    let unknown: Vec<_> = named.difference(&told).collect();
    ensure!(unknown.is_empty(), "the table names what nobody tells: {unknown:?}");
    let unnamed: Vec<_> = told.difference(&named).collect();
    ensure!(unnamed.is_empty(), "these are told and not in the table: {unnamed:?}");
    Ok(())
}

/// The names that follow the attribute of an asynchronous test.
fn stories_in(source: &str) -> Vec<String> {
    let attribute = concat!("#[tokio::", "test");
    let tests = source.split(attribute).skip(1);
    let named = tests.filter_map(|rest| rest.split_once("async fn ")?.1.split_once('('));
    named.map(|(name, _)| name.to_owned()).collect()
}
