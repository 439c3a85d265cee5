//! The fault campaign: random scripts over everything the practice platform can do wrong, against a seat that is killed,
//! frozen and starved of disk; afterwards its cache is compared with the platform's book. What it measures and what it
//! does not is in docs/RELIABILITY.md.
//!
//! - [`script`]: what happens, from a seed and nothing else.
//! - [`trial`]: one seed, from the start of a platform of its own to the verdict.
//! - [`seat`]: the console as a process. [`stage`]: the platform it talks to. [`disk`]: a disk that can be full.
//! - [`patience`]: how long a state is waited for, on a machine however busy.
//! - [`verdict`]: the cache against the book. [`figures`]: what all trials found.
//!
//! Decisions:
//! - **A package of its own**, because the seat needs the engine with its `sabotage` feature, and `zuoxi-schema` beside it
//!   must build while the store does not.
//! - **A script is a pure function of its seed**, and its steps wait for the answer of the one before. What cannot be
//!   fixed is the moment at which a kernel runs which process; so the same seed is the same script, and not the same race.
//! - **No sleep stands for a condition.** Pauses in a script are part of the script. The end of a trial waits for states.

#![allow(clippy::print_stdout, reason = "the figures are what this program is for")]
#![allow(clippy::indexing_slicing, reason = "only JSON values are indexed, which answer null and do not panic")]

mod disk;
mod figures;
mod patience;
mod script;
mod seat;
mod stage;
mod trial;
mod verdict;

use std::cell::Cell;
use std::future::ready;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;
use clap::{Parser, ValueEnum};
use futures_util::{StreamExt, stream};

use figures::Figures;
use script::Script;
use trial::Surroundings;

#[derive(Parser)]
struct Arguments {
    /// How many seeds
    #[arg(long, default_value_t = 200)]
    seeds: u64,
    /// The first seed
    #[arg(long, default_value_t = 1)]
    from: u64,
    /// How many at once; half of a trial is waiting
    #[arg(long)]
    jobs: Option<usize>,
    /// Say what the scripts are and run none
    #[arg(long)]
    print: bool,
    /// Break a promise in the seat: the campaign has to notice, or fails
    #[arg(long)]
    sabotage: Option<Broken>,
    /// The program of the seat
    #[arg(long)]
    seat: Option<PathBuf>,
    /// Where each trial has its folder; that of one that fails is kept
    #[arg(long, default_value = "target/faults")]
    folder: PathBuf,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Broken {
    /// De-duplication
    Dedup,
    /// Coverage: a stretch counts as complete without having been read
    Coverage,
    /// The rule that `Emitted` is written before the emit
    EmitFirst,
}

impl Broken {
    pub fn word(self) -> &'static str {
        match self {
            Self::Dedup => "dedup",
            Self::Coverage => "coverage",
            Self::EmitFirst => "emit-first",
        }
    }
}

#[tokio::main]
async fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    let seeds = arguments.from..arguments.from.saturating_add(arguments.seeds);
    if arguments.print {
        for seed in seeds {
            println!("{}", Script::of(seed));
        }
        return Ok(ExitCode::SUCCESS);
    }
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let jobs = arguments.jobs.unwrap_or(cores * 2).max(1);
    let seat = match arguments.seat {
        Some(seat) => seat,
        None => std::env::current_exe()?.with_file_name(format!("zuoxi-seat{}", std::env::consts::EXE_SUFFIX)),
    };
    std::fs::create_dir_all(&arguments.folder)?;
    let surroundings = Surroundings {
        seat,
        folder: arguments.folder.canonicalize()?,
        sabotage: arguments.sabotage,
        disk_can_be_full: disk::can_be_limited(&arguments.folder),
    };
    if let Err(why) = &surroundings.disk_can_be_full {
        println!("The full disk is left out of every script: {why}.");
    }

    let started = Instant::now();
    let mut figures = Figures::default();
    // A broken promise has to be noticed once; seeds that have begun are still brought to their end.
    let noticed = Cell::new(false);
    let mut trials = stream::iter(seeds)
        .take_while(|_| ready(!(arguments.sabotage.is_some() && noticed.get())))
        .map(|seed| {
            let surroundings = &surroundings;
            async move { (seed, trial::run(seed, surroundings).await) }
        })
        .buffer_unordered(jobs);
    while let Some((seed, outcome)) = trials.next().await {
        let found = figures.add(seed, outcome);
        noticed.set(noticed.get() || !found.is_empty());
        for violation in found {
            println!("seed {seed}: {violation}");
        }
    }
    println!("\n{}", figures.table(started.elapsed()));
    let caught = !figures.failed_seeds().is_empty();
    if let Some(broken) = arguments.sabotage {
        let word = broken.word();
        println!("{} with {word} broken", if caught { "Noticed" } else { "Nothing was noticed" });
        return Ok(if caught { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    if caught {
        println!("Again: cargo xtask faults --seeds 1 --from SEED; what is left of a seed: target/faults/SEED");
    }
    Ok(if caught { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
