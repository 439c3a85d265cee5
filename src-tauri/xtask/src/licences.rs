//! `cargo xtask licences`: docs/LICENCES.md, what the product is made of and under which terms.
//!
//! Counted is what reaches a person: the crates that the app is linked from on any of its systems, and the npm packages that
//! are bundled into its pages. What only builds or tests is not handed out.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::{fmt, fs};

use anyhow::{Context, Result, ensure};
use clap::Args;
use serde_json::Value;

use crate::repository;
use crate::tool::Tool;

#[derive(Args)]
pub struct Arguments {
    /// Compare the page with what it should be, and write nothing
    #[arg(long)]
    check: bool,
}

const PAGE: &str = "docs/LICENCES.md";

pub fn run(arguments: &Arguments) -> Result<()> {
    if arguments.check {
        return check();
    }
    fs::write(repository::root().join(PAGE), page()?)?;
    println!("wrote {PAGE}");
    Ok(())
}

/// The page is what the lock files say.
pub fn check() -> Result<()> {
    let written = fs::read_to_string(repository::root().join(PAGE)).unwrap_or_default();
    ensure!(written == page()?, "{PAGE} is not what the lock files say: run `cargo xtask licences`");
    Ok(())
}

/// A library as the page lists it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Library {
    name: String,
    version: String,
    home: String,
}

/// Libraries by the terms they are under.
type ByTerms = BTreeMap<String, BTreeSet<Library>>;

fn page() -> Result<String> {
    let crates = crates(&metadata()?)?;
    let packages = packages()?;
    let count = |libraries: &ByTerms| libraries.values().map(BTreeSet::len).sum::<usize>();
    Ok(format!(
        "# Licences\n\nZuoxi is under the [MIT licence](../LICENSE). What it is built from and handed out with, as the lock \
         files have it; written by `cargo xtask licences`, and `cargo xtask audit` refuses any licence that is not on the list \
         of `.deny.toml`. Where a library may be used under one of several licences, the first that is on that list is the one \
         taken. SQLite, which SQLCipher extends, is in the public domain; SQLCipher itself is under a BSD licence (Zetetic \
         LLC); both come with libsqlite3-sys.\n\n## {} crates\n{}\n## {} npm packages\n{}",
        count(&crates),
        sections(&crates),
        count(&packages),
        sections(&packages)
    ))
}

fn sections(libraries: &ByTerms) -> String {
    let section = |(terms, libraries): (&String, &BTreeSet<Library>)| {
        let listed: Vec<String> = libraries.iter().map(Library::to_string).collect();
        format!("\n### {terms}\n\n{}\n", listed.join(",\n"))
    };
    libraries.iter().map(section).collect()
}

impl fmt::Display for Library {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, version, home } = self;
        if home.is_empty() { write!(f, "{name} {version}") } else { write!(f, "[{name} {version}]({home})") }
    }
}

fn metadata() -> Result<Value> {
    let answer = Tool::cargo().args(["metadata", "--format-version", "1", "--locked"]).answer()?;
    ensure!(answer.succeeded, "cargo metadata failed: {}", answer.stderr);
    Ok(serde_json::from_str(&answer.stdout)?)
}

/// What the package `zuoxi` is linked from, on all systems together.
fn crates(metadata: &Value) -> Result<ByTerms> {
    let text = |value: &Value, field: &str| value.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
    let list = |value: &Value, path: &str| value.pointer(path).and_then(Value::as_array).cloned().unwrap_or_default();
    let packages: HashMap<String, Value> =
        list(metadata, "/packages").into_iter().map(|package| (text(&package, "id"), package)).collect();
    let edges: HashMap<String, Vec<String>> = list(metadata, "/resolve/nodes")
        .iter()
        .map(|node| {
            let linked = |dependency: &&Value| list(dependency, "/dep_kinds").iter().any(|kind| kind["kind"].is_null());
            let to = list(node, "/deps").iter().filter(linked).map(|dependency| text(dependency, "pkg")).collect();
            (text(node, "id"), to)
        })
        .collect();
    let app = packages.iter().find(|(_, package)| package["name"] == "zuoxi").context("there is no package zuoxi")?.0;
    let (mut reached, mut open) = (BTreeSet::new(), vec![app.clone()]);
    while let Some(id) = open.pop() {
        if reached.insert(id.clone()) {
            open.extend(edges.get(&id).cloned().unwrap_or_default());
        }
    }
    let mut libraries = ByTerms::new();
    let ours = |package: &&Value| package["source"].is_null();
    // A macro runs in the compiler; what it writes is of the crate that calls it.
    let builds = |package: &&Value| {
        list(package, "/targets")
            .iter()
            .any(|target| target.pointer("/kind/0").is_some_and(|kind| kind == "proc-macro"))
    };
    for package in reached.iter().filter_map(|id| packages.get(id)).filter(|package| !ours(package) && !builds(package))
    {
        let terms = text(package, "license").replace('/', " OR ");
        let terms = if terms.is_empty() { "See its own licence file".to_owned() } else { terms.replace("  ", " ") };
        let (name, version, home) = (text(package, "name"), text(package, "version"), text(package, "repository"));
        libraries.entry(terms).or_default().insert(Library { name, version, home });
    }
    Ok(libraries)
}

/// What is bundled into the pages: the dependencies of `ui` that are not for development.
fn packages() -> Result<ByTerms> {
    let lock: Value = serde_json::from_str(&fs::read_to_string(repository::ui().join("package-lock.json"))?)?;
    let mut libraries = ByTerms::new();
    for (path, package) in lock.get("packages").and_then(Value::as_object).context("the lock file lists nothing")? {
        let Some((_, name)) = path.rsplit_once("node_modules/") else { continue };
        if package["dev"] == true || package["devOptional"] == true || package["optional"] == true {
            continue;
        }
        let text = |field: &str| package.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
        let library = Library {
            name: name.to_owned(),
            version: text("version"),
            home: format!("https://www.npmjs.com/package/{name}"),
        };
        libraries.entry(text("license")).or_default().insert(library);
    }
    Ok(libraries)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_what_the_app_is_linked_from_is_listed() {
        let package = |name: &str, license: &str, source: Value| json!({ "id": name, "name": name, "version": "1.0.0", "license": license, "source": source });
        let needs = |pkg: &str, kind: Value| json!({ "pkg": pkg, "dep_kinds": [{ "kind": kind }] });
        let metadata = json!({
            "packages": [
                package("zuoxi", "MIT", Value::Null),
                package("linked", "MIT/Apache-2.0", json!("registry")),
                package("below", "Zlib", json!("registry")),
                package("builds", "MIT", json!("registry")),
                package("elsewhere", "MIT", json!("registry"))
            ],
            "resolve": { "nodes": [
                { "id": "zuoxi", "deps": [needs("linked", Value::Null), needs("builds", json!("build"))] },
                { "id": "linked", "deps": [needs("below", Value::Null)] }
            ] }
        });
        let listed = crates(&metadata).unwrap();
        assert_eq!(listed.keys().collect::<Vec<_>>(), ["MIT OR Apache-2.0", "Zlib"]);
    }
}
