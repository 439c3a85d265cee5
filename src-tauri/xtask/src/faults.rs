//! `cargo xtask faults`: random faults against a seat that is killed, and what is left of its cache afterwards.
//!
//! The campaign itself is the package `zuoxi-faults` in `tests/faults`; docs/RELIABILITY.md says what it measures.

use anyhow::Result;
use clap::Args;

use crate::repository;
use crate::tool::Tool;

/// The seeds of `cargo xtask test`.
const SEEDS_OF_TEST: u64 = 200;

/// A campaign against a broken promise notices it long before it is through these.
const SEEDS_OF_SABOTAGE: u64 = 24;

/// What can be broken on purpose.
const SABOTAGE: [&str; 3] = ["dedup", "coverage", "emit-first"];

#[derive(Args)]
pub struct Arguments {
    /// How many seeds
    #[arg(long, default_value_t = SEEDS_OF_TEST)]
    seeds: u64,
    /// The first seed
    #[arg(long, default_value_t = 1)]
    from: u64,
    /// How many at once; twice the cores if it is not said, for most of it is waiting
    #[arg(long)]
    jobs: Option<usize>,
    /// Say what the scripts are and run none
    #[arg(long)]
    print: bool,
    /// Break a promise on purpose: the campaign has to notice
    #[arg(long, value_parser = SABOTAGE)]
    sabotage: Option<String>,
    /// The optimised build: for very many seeds
    #[arg(long)]
    release: bool,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    let build = Tool::cargo().args(["build", "--package", "zuoxi-faults"]);
    let profile = if arguments.release { "release" } else { "debug" };
    if arguments.release { build.arg("--release") } else { build }.run()?;
    let mut campaign = campaign(profile, arguments.seeds)?.args(["--from", &arguments.from.to_string()]);
    if let Some(jobs) = arguments.jobs {
        campaign = campaign.args(["--jobs", &jobs.to_string()]);
    }
    if arguments.print {
        campaign = campaign.arg("--print");
    }
    if let Some(broken) = &arguments.sabotage {
        campaign = campaign.args(["--sabotage", broken]);
    }
    campaign.run()
}

/// The part of it that every test runs. Expects that the workspace has been built.
pub fn campaign_of_test() -> Result<()> {
    campaign("debug", SEEDS_OF_TEST)?.run()
}

/// That the campaign can fail: each promise is broken once, and has to be missed.
pub fn sabotage() -> Result<()> {
    SABOTAGE.iter().try_for_each(|broken| campaign("debug", SEEDS_OF_SABOTAGE)?.args(["--sabotage", broken]).run())?;
    app_cannot_be_sabotaged()
}

/// What people get is built with `--package zuoxi`, and nothing in there asks for the engine's `sabotage`.
fn app_cannot_be_sabotaged() -> Result<()> {
    let tree = Tool::cargo().args(["tree", "--package", "zuoxi", "--edges", "features,no-dev"]).answer()?;
    anyhow::ensure!(tree.succeeded, "cargo tree failed: {}", tree.stderr);
    anyhow::ensure!(tree.stdout.contains("zuoxi-engine"), "cargo tree does not show the engine any more");
    anyhow::ensure!(!tree.stdout.contains("\"sabotage\""), "the app is built with the engine's sabotage feature");
    println!("The app has no sabotage in it.");
    Ok(())
}

fn campaign(profile: &str, seeds: u64) -> Result<Tool> {
    let program = repository::built_as(profile, "zuoxi-faults")?;
    Ok(Tool::new(&program.display().to_string())
        .args(["--seeds", &seeds.to_string(), "--folder"])
        .arg(repository::target()?.join("faults")))
}
