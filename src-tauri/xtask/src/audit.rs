//! `cargo xtask audit`: what the product is made of, and whether it may be.

use std::path::PathBuf;

use anyhow::{Result, ensure};
use serde_json::Value;

use crate::repository;
use crate::stage::Stages;
use crate::tool::Tool;

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
    stages.run("unused dependencies", || installed("cargo-machete")?.run())?;
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

/// Installs a cargo tool into the target folder, unless the person has it: the machine stays as it was.
fn install(tool: &str) -> Result<()> {
    if installed(tool)?.arg("--version").works() {
        return Ok(());
    }
    println!("{tool} is missing; it is compiled once, which takes some minutes");
    Tool::cargo().args(["install", "--quiet", "--locked", "--root"]).arg(tools()?).arg(tool).run()
}

/// The tool where [`install`] puts it, else the person's own. It is not run through cargo: this program runs within
/// `cargo run`, which some tools take for their own.
fn installed(tool: &str) -> Result<Tool> {
    let ours = tools()?.join("bin").join(format!("{tool}{}", std::env::consts::EXE_SUFFIX));
    Ok(Tool::new(if ours.is_file() { ours.to_str().unwrap_or(tool) } else { tool }))
}

fn tools() -> Result<PathBuf> {
    Ok(repository::target()?.join("tools"))
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
