//! `docs/CONFORMANCE.md` says, section by section, what implements it and what shows that. Here it is held to that.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use crate::fixture::folder;

struct Row {
    functions: Vec<String>,
    fixtures: Vec<String>,
    tests: Vec<String>,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The table's rows by section: section | what | functions | fixtures | tests, each name between backticks.
fn rows() -> BTreeMap<String, Row> {
    let text = fs::read_to_string(root().join("docs/CONFORMANCE.md")).unwrap();
    let named = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    let mut rows = BTreeMap::new();
    for line in text.lines() {
        let cells: Vec<&str> = line.trim().trim_matches('|').split('|').map(str::trim).collect();
        let [section, _, functions, fixtures, tests] = cells[..] else { continue };
        if section.starts_with(|first: char| first.is_ascii_digit()) {
            let row = Row { functions: named(functions), fixtures: named(fixtures), tests: named(tests) };
            assert!(rows.insert(section.to_owned(), row).is_none(), "{section} has two rows");
        }
    }
    rows
}

/// All Rust sources of the client, the model and the conformance suite.
fn sources() -> String {
    fn read(folder: &Path, into: &mut String) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                read(&path, into);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                into.push_str(&fs::read_to_string(path).unwrap());
            }
        }
    }
    let mut text = String::new();
    for part in ["src-tauri/crates/platform", "src-tauri/crates/model/src", "tests/conformance"] {
        read(&root().join(part), &mut text);
    }
    text
}

fn fixture_files() -> BTreeSet<String> {
    let names = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter_map(|name| name.strip_suffix(".json").map(str::to_owned)).collect()
}

#[test]
fn every_section_of_the_specification_has_a_row() {
    let rows = rows();
    let sections = (1..=13).map(|n| format!("2.{n}")).chain((1..=24).map(|n| format!("3.{n}")));
    let missing: Vec<String> = sections.filter(|section| !rows.contains_key(section)).collect();
    assert!(missing.is_empty(), "without a row: {missing:?}");
    for (section, row) in rows {
        assert!(!row.functions.is_empty(), "{section} names no function");
        assert!(!row.tests.is_empty(), "{section} names no test");
    }
}

#[test]
fn every_fixture_is_in_the_table_under_its_own_section() {
    let mut named = BTreeSet::new();
    for (section, row) in rows() {
        for fixture in row.fixtures {
            assert!(fixture.starts_with(&format!("{section}_")), "{fixture} in the row of {section}");
            named.insert(fixture);
        }
    }
    assert_eq!(named, fixture_files());
}

#[test]
fn every_fixture_is_named_by_a_test() {
    let sources = sources();
    let idle: Vec<String> =
        fixture_files().into_iter().filter(|name| !sources.contains(&format!("\"{name}\""))).collect();
    assert!(idle.is_empty(), "used by no test: {idle:?}");
}

#[test]
fn every_function_and_test_of_the_table_exists() {
    let sources = sources();
    for (section, row) in rows() {
        for path in row.functions {
            let name = path.rsplit("::").next().unwrap();
            let exists = ["fn ", "enum ", "struct "].iter().any(|what| sources.contains(&format!("{what}{name}")));
            assert!(exists || sources.contains(&format!("    {name} {{")), "{section}: no {path}");
        }
        for test in row.tests {
            assert!(sources.contains(&format!("fn {test}()")), "{section}: no test {test}");
        }
    }
}
