//! `cargo xtask test`: everything that has to hold before a change is handed in.
//!
//! The order is from the quick to the slow, so that a mistake shows early; the first part that fails ends the command.

use std::path::Path;

use anyhow::Result;
use clap::Args;

use crate::setup::{self, Purpose};
use crate::stage::Stages;
use crate::tool::Tool;
use crate::{bench, bindings, faults, lint, load, repository, sqlx, ui};

#[derive(Args)]
pub struct Arguments {
    /// Leave out the stories in the real window
    #[arg(long)]
    fast: bool,
    /// Tell the stories in the real window with the build that people get, and leave everything else out
    #[arg(long, conflicts_with = "fast")]
    release_stories: bool,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    if arguments.release_stories {
        return release_stories();
    }
    let window = cfg!(target_os = "linux") && !arguments.fast;
    let mut stages = Stages::default();
    stages.run("set up", || {
        setup::system(if window { Purpose::Window } else { Purpose::Build })?;
        setup::npm(&repository::ui())?;
        setup::interop()?;
        bench::peers()
    })?;
    stages.run("Rust format", || Tool::cargo().args(["fmt", "--all", "--check"]).run())?;
    stages.run("UI lint", ui::lint)?;
    stages.run("UI types and build", ui::build)?;
    stages.run("UI tests", ui::tests)?;
    stages.run("Rust lint and build, .sqlx drift", sqlx::build_and_check)?;
    stages.run("bindings drift", bindings::check)?;
    stages.run("Rust tests", || {
        lint::cargo_xtask("test").run()?;
        lint::cargo("test").run()
    })?;
    stages.run("interop with other people's Socket.IO", || by_name("interop", &repository::built("zuoxi")?, &[]))?;
    stages.run("fault campaign", faults::campaign_of_test)?;
    stages.run("fault campaign with broken promises", faults::sabotage)?;
    stages.run("benchmarks, whether their answers are right", || bench::smoke(window))?;
    if window {
        stages.run("exports in LibreOffice", || {
            lint::cargo("test").args(["--test", "stories", "--", "--ignored", "libreoffice"]).run()
        })?;
        stages.run("stories in the real window", || {
            by_name("e2e", &repository::built("zuoxi")?, &["--skip", "load::"])
        })?;
        stages.run("the real window under load", load::smoke)?;
    } else if !arguments.fast {
        println!("\nThe stories in the real window need WebKitGTK: they run on Linux only.");
    }
    stages.print_table();
    Ok(())
}

/// The stories are the same; only the console is another build. The tests themselves stay as they are built for debugging.
fn release_stories() -> Result<()> {
    let mut stages = Stages::default();
    stages.run("set up", || {
        setup::system(Purpose::Window)?;
        setup::npm(&repository::ui())
    })?;
    stages.run("UI build", ui::build)?;
    stages.run("release build", || Tool::cargo().args(["build", "--release", "--package", "zuoxi"]).run())?;
    stages.run("stories in the window of the release", || {
        by_name("e2e", &repository::released("zuoxi")?, &["--skip", "load::"])
    })?;
    stages.print_table();
    Ok(())
}

/// Runs one of the tests that start the console itself. One at a time: each of them has the machine to itself.
fn by_name(test: &str, console: &Path, which: &[&str]) -> Result<()> {
    lint::cargo("test")
        .args(["--test", test])
        .args(["--", "--test-threads=1"])
        .args(which)
        .env("ZUOXI_BIN", console)
        // A story says in words what was not so; where in the test runner it was said helps nobody.
        .env("RUST_LIB_BACKTRACE", "0")
        .run()
}
