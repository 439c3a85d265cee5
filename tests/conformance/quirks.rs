//! The second table of `docs/CONFORMANCE.md`: where the specification contradicts itself or is silent, and which tests
//! show what the console does about it. Here it is held to that, and here are the quirks that no crate shows alone.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

/// Q1 to Q59.
const LAST: u32 = 59;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The tests of each quirk: `| Q1 | what | tests |`, each name between backticks.
fn rows() -> BTreeMap<u32, Vec<String>> {
    let text = fs::read_to_string(root().join("docs/CONFORMANCE.md")).unwrap();
    let mut rows = BTreeMap::new();
    for line in text.lines() {
        let cells: Vec<&str> = line.trim().trim_matches('|').split('|').map(str::trim).collect();
        let [quirk, what, tests] = cells[..] else { continue };
        let Some(number) = quirk.strip_prefix('Q').and_then(|number| number.parse().ok()) else { continue };
        assert!(!what.is_empty(), "{quirk} does not say what it is about");
        let tests = tests.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        assert!(rows.insert(number, tests).is_none(), "{quirk} has two rows");
    }
    rows
}

/// All sources of the workspace and of the UI in one text.
fn sources() -> String {
    fn read(folder: &Path, into: &mut String) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if path.is_dir() && !["node_modules", "target", "dist"].contains(&name) {
                read(&path, into);
            } else if path.extension().is_some_and(|extension| ["rs", "ts", "tsx"].iter().any(|own| extension == *own))
            {
                into.push_str(&fs::read_to_string(&path).unwrap());
            }
        }
    }
    let mut text = String::new();
    for part in ["src-tauri", "tests", "ui/src"] {
        read(&root().join(part), &mut text);
    }
    text
}

#[test]
fn every_quirk_has_a_row_with_a_test_that_is_named_after_it() {
    let rows = rows();
    assert_eq!(rows.keys().copied().collect::<Vec<_>>(), (1..=LAST).collect::<Vec<_>>());
    for (quirk, tests) in rows {
        let name = format!("q{quirk:02}_");
        assert!(!tests.is_empty(), "Q{quirk} names no test");
        let stray: Vec<&String> = tests.iter().filter(|test| !test.contains(&name)).collect();
        assert!(stray.is_empty(), "in the row of Q{quirk} but not named after it: {stray:?}");
    }
}

/// A name that ends in `…` stands for all that begin like it, of which there is at least one. Tests of the UI are named
/// by a string.
#[test]
fn every_test_of_a_quirk_exists() {
    let sources = sources();
    let exists = |test: &str| match test.strip_suffix('…') {
        Some(start) => ["fn ", "\"", "'"].iter().any(|before| {
            // This very file names beginnings too, but no test.
            sources
                .split(&format!("{before}{start}"))
                .skip(1)
                .any(|after| after.starts_with(|c: char| c.is_ascii_alphanumeric()))
        }),
        None => {
            sources.contains(&format!("fn {test}()"))
                || sources.contains(&format!("\"{test}\""))
                || sources.contains(&format!("'{test}'"))
        }
    };
    for (quirk, tests) in rows() {
        let missing: Vec<&String> = tests.iter().filter(|test| !exists(test)).collect();
        assert!(missing.is_empty(), "Q{quirk}: no test {missing:?}");
    }
}

/// Most addresses of pictures are `http://`: the page never loads one, the Rust side does.
#[test]
fn q08_the_page_may_load_pictures_from_the_cache_only() {
    let text = fs::read_to_string(root().join("src-tauri/tauri.conf.json")).unwrap();
    let configuration: Value = serde_json::from_str(&text).unwrap();
    let policy = configuration.pointer("/app/security/csp").unwrap();
    for directive in ["default-src", "img-src", "media-src", "connect-src"] {
        let allowed = policy[directive].as_str().unwrap();
        for source in allowed.split(' ') {
            // What Windows calls the cache's and the bridge's own schemes.
            let own = ["http://media.localhost", "http://ipc.localhost"].contains(&source);
            assert!(
                own || !source.contains("//") && source != "*" && source != "http:" && source != "https:",
                "{source}"
            );
        }
    }
}

/// No call transfers a chat, rejects a friend, leaves or dissolves a group, recalls or edits a message, so that there is
/// nothing that a button could ask for.
#[test]
fn q54_nothing_can_be_asked_for_that_the_platform_has_no_call_for() {
    let bindings = fs::read_to_string(root().join("ui/src/bindings.ts")).unwrap().to_lowercase();
    let model = fs::read_to_string(root().join("src-tauri/crates/model/src/action.rs")).unwrap().to_lowercase();
    for deed in ["transferchat", "rejectfriend", "leavegroup", "dissolvegroup", "recallmessage", "editmessage"] {
        assert!(!bindings.contains(deed) && !model.contains(deed), "{deed}");
    }
}
