//! `cargo xtask audit`: what the product is made of, and whether it may be.

use anyhow::{Result, ensure};
use serde_json::Value;

use crate::stage::Stages;
use crate::tool::Tool;
use crate::workbench::{install, installed};
use crate::{licences, repository};

/// Finds what nothing imports in the window's sources. It is fetched when the audit runs: nothing else needs it.
const KNIP: &str = "knip@6.44.2";

pub fn run() -> Result<()> {
    let mut stages = Stages::default();
    stages.run("tools", || {
        install("cargo-deny")?;
        install("cargo-machete")
    })?;
    stages.run("licences, bans, sources", || {
        installed("cargo-deny")?.args(["check", "licenses", "bans", "sources"]).run()
    })?;
    let mut unchecked = Vec::new();
    stages.run("advisories for Rust", || {
        if installed("cargo-deny")?.args(["fetch", "db"]).works() {
            return installed("cargo-deny")?.args(["check", "--disable-fetch", "advisories"]).run();
        }
        unchecked.push("Rust");
        println!("{}", not_checked("Rust"));
        Ok(())
    })?;
    stages.run("licence list", licences::check)?;
    stages.run("unused dependencies", || installed("cargo-machete")?.run())?;
    stages.run("unused code of the window", || {
        Tool::npm()
            .args(["exec", "--yes", "--package", KNIP, "--", "knip", "--no-progress"])
            .within(&repository::ui())
            .run()
    })?;
    stages.run("advisories for npm", || {
        let answer = Tool::npm().args(["audit", "--omit=dev", "--json"]).within(&repository::ui()).answer()?;
        if let Some(findings) = npm_findings(&answer.stdout) {
            ensure!(findings == 0, "{findings} packages of the UI have known vulnerabilities\n{}", answer.stdout);
        } else {
            unchecked.push("npm");
            println!("{}", not_checked("npm"));
        }
        Ok(())
    })?;
    stages.print_table();
    for ecosystem in unchecked {
        println!("{}", not_checked(ecosystem));
    }
    Ok(())
}

/// A part that could not be done is said where it happens and again at the end; it is no finding.
fn not_checked(ecosystem: &str) -> String {
    format!("NOT CHECKED: the advisory database for {ecosystem} cannot be reached from this machine.")
}

/// How many packages `npm audit` reports, or nothing when it could not ask.
fn npm_findings(report: &str) -> Option<u64> {
    let report: Value = serde_json::from_str(report).ok()?;
    report.pointer("/metadata/vulnerabilities/total")?.as_u64()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_without_numbers_is_not_a_clean_one() {
        assert_eq!(npm_findings(r#"{"metadata":{"vulnerabilities":{"high":2,"total":2}}}"#), Some(2));
        assert_eq!(npm_findings(r#"{"metadata":{"vulnerabilities":{"total":0}}}"#), Some(0));
        assert_eq!(npm_findings(r#"{"message":"not found","error":{"summary":"","detail":""}}"#), None);
        assert_eq!(npm_findings(""), None);
    }
}
