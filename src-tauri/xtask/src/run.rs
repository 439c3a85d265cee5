//! `cargo xtask run`: from a fresh machine to the console on the screen.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use xtask::headless::{self, Desktop};

use crate::screenshot::{self, Look};
use crate::setup::{self, Purpose};
use crate::tool::Tool;
use crate::{repository, ui};

#[derive(Args)]
pub struct Arguments {
    /// Save a picture of the window once the chat list is shown, and exit
    #[arg(long, value_name = "FILE")]
    screenshot: Option<PathBuf>,
    /// Open the sign-in page instead of the practice platform
    #[arg(long)]
    no_practice: bool,
    #[command(flatten)]
    look: Look,
    /// Arguments for the console itself
    #[arg(last = true, value_name = "ARGUMENTS")]
    rest: Vec<String>,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    let visible = headless::has_display() && arguments.screenshot.is_none();
    setup::system(if visible { Purpose::Build } else { Purpose::Window })?;
    setup::npm(&repository::ui())?;
    ui::build()?;
    Tool::cargo().args(["build", "--package", "zuoxi"]).run()?;

    let practice = (!arguments.no_practice).then(|| "--practice".to_owned());
    let rest: Vec<String> = practice.into_iter().chain(arguments.rest.iter().cloned()).collect();
    match &arguments.screenshot {
        Some(file) => screenshot::take(file, &rest, &arguments.look),
        None if visible => console(&rest)?.run(),
        None => on_a_desktop_of_its_own(&rest),
    }
}

fn on_a_desktop_of_its_own(arguments: &[String]) -> Result<()> {
    let home = tempfile::tempdir()?;
    let desktop = Desktop::start(home.path())?;
    println!("There is no display, so the console opens on an X server of its own, where nobody sees it.");
    println!("`cargo xtask run --screenshot FILE` takes a picture of it. Ctrl+C ends it.");
    desktop.environment().into_iter().fold(console(arguments)?, |console, (name, value)| console.env(name, value)).run()
}

fn console(arguments: &[String]) -> Result<Tool> {
    Ok(Tool::new(&repository::built("zuoxi")?.display().to_string()).args(arguments))
}
