//! Cargo's further tools, which only some commands need and which take minutes to compile.

use std::path::PathBuf;

use anyhow::Result;

use crate::repository;
use crate::tool::Tool;

/// Installs a cargo tool into the target folder, unless the person has it: the machine stays as it was.
pub fn install(tool: &str) -> Result<()> {
    if installed(tool)?.arg("--version").works() {
        return Ok(());
    }
    println!("{tool} is missing; it is compiled once, which takes some minutes");
    Tool::cargo().args(["install", "--quiet", "--locked", "--root"]).arg(tools()?).arg(tool).run()
}

/// The tool where [`install`] puts it, else the person's own. It is not run through cargo: this program runs within
/// `cargo run`, which some tools take for their own.
pub fn installed(tool: &str) -> Result<Tool> {
    let ours = tools()?.join("bin").join(format!("{tool}{}", std::env::consts::EXE_SUFFIX));
    Ok(Tool::new(if ours.is_file() { ours.to_str().unwrap_or(tool) } else { tool }))
}

fn tools() -> Result<PathBuf> {
    Ok(repository::target()?.join("tools"))
}
