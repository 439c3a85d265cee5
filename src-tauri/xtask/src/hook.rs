//! `cargo xtask hook`: a pre-commit hook for who wants one. It checks what takes seconds; `cargo xtask test` checks the rest.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use clap::Args;

use crate::tool::Tool;
use crate::{repository, ui};

const HOOK: &str = "#!/bin/sh\n# Written by `cargo xtask hook`; `cargo xtask hook --remove` takes it away.\nexec cargo \
                    xtask hook --check\n";

#[derive(Args)]
pub struct Arguments {
    /// Take the hook away
    #[arg(long, conflicts_with = "check")]
    remove: bool,
    /// Do what the hook does: formats of what is about to be committed
    #[arg(long)]
    check: bool,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    if arguments.check {
        return check();
    }
    let file = file()?;
    let there = fs::read_to_string(&file).ok();
    let ours = there.as_deref() == Some(HOOK);
    ensure!(there.is_none() || ours, "{} is a hook of yours; it stays as it is", file.display());
    if arguments.remove {
        if ours {
            fs::remove_file(&file)?;
        }
        println!("there is no hook of this project any more");
        return Ok(());
    }
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(&file, HOOK).with_context(|| format!("cannot write {}", file.display()))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755))?;
    }
    println!("wrote {}: formats are checked before each commit; `git commit --no-verify` goes past it", file.display());
    Ok(())
}

/// Where git looks for it, also in a work tree of its own or where a person has moved the hooks.
fn file() -> Result<PathBuf> {
    let answer = Tool::new("git").args(["rev-parse", "--git-path", "hooks/pre-commit"]).answer()?;
    ensure!(answer.succeeded, "this is no git repository: {}", answer.stderr);
    Ok(repository::root().join(answer.stdout.trim()))
}

fn check() -> Result<()> {
    let staged = Tool::new("git").args(["diff", "--cached", "--name-only", "--diff-filter=d"]).answer()?.stdout;
    let (rust, window) = concerned(&staged);
    if rust {
        Tool::cargo().args(["fmt", "--all", "--check"]).run()?;
    }
    if window {
        ui::lint()?;
    }
    Ok(())
}

/// Whether Rust and whether the web UI is among these files.
fn concerned(files: &str) -> (bool, bool) {
    let is_rust = |file: &str| file.rsplit_once('.').is_some_and(|(_, ending)| ending == "rs");
    (files.lines().any(is_rust), files.lines().any(|file| file.starts_with("ui/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_about_to_be_committed_is_checked() {
        assert_eq!(concerned("src-tauri/src/lib.rs\nREADME.md\n"), (true, false));
        assert_eq!(concerned("ui/src/app/App.tsx\n"), (false, true));
        assert_eq!(concerned("docs/SECURITY.md\n"), (false, false));
    }
}
