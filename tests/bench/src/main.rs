//! The benchmarks: `cargo xtask bench [NAME]`.
//!
//! Machines are shared and noisy, so every figure is a ratio inside one run: our side and the peer's take turns, and each is
//! a process of its own whose processor time is its own. What they answer is checked first; a wrong answer has no time.
//!
//! - `corpus`: what people say. `cache`: caches of a size, and the process that works with one. `seat`: the console without
//!   its window. `world`: the practice platform. `floor`: `SQLite` alone, in C. `peers/`: what a team on Electron would build.
//! - `ingest` (P1, P2), `latency` (P3), `catchup` (P4), `search` (P5), `page` (P6), `cipher` (P12), `growth`.
//! - `start` (P7), `paint` (P8), `scroll` (P9), `idle` (P10), `size` (P11): the real window, by what is in `window/`.
//! - `side`: how processes are asked. `meter`: time. `report`: tables.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program of the terminal")]
#![allow(clippy::indexing_slicing, reason = "of JSON values alone: what is not there is null, and null is no answer")]
#![allow(clippy::cast_precision_loss, reason = "nothing here is counted to 2^52")]

mod cache;
mod catchup;
mod cipher;
mod corpus;
mod floor;
mod growth;
mod idle;
mod ingest;
mod latency;
mod meter;
mod page;
mod paint;
mod report;
mod scroll;
mod search;
mod seat;
mod side;
mod size;
mod start;
mod vault;
mod window;
mod world;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Parser, Subcommand, ValueEnum};

use report::Section;
use window::Programs;

#[derive(Parser)]
#[command(about = "What fast means, measured")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Measures and prints tables
    Run(Box<Run>),
    /// One side of a comparison; started by `run`
    #[command(hide = true)]
    Side {
        #[command(subcommand)]
        side: Ours,
    },
}

#[derive(Subcommand)]
enum Ours {
    Cache { folder: PathBuf, messages: u64, chats: usize },
    Seat { folder: PathBuf, platform: String },
    Account { folder: PathBuf, platform: String, cache: Option<PathBuf> },
}

#[derive(Args)]
struct Run {
    /// Which; all of them if none is named
    names: Vec<Name>,
    /// How often each side takes its turn
    #[arg(long, default_value_t = 7)]
    repeats: u64,
    /// Very little data, once, and only whether the answers are right
    #[arg(long)]
    smoke: bool,
    /// The largest cache of the table of growth
    #[arg(long, default_value_t = 1_000_000)]
    largest: u64,
    /// Where caches and databases are kept between runs
    #[arg(long)]
    kept: PathBuf,
    /// The folder of the peers, with their packages
    #[arg(long)]
    peers: PathBuf,
    /// The sources of libsqlite3-sys
    #[arg(long)]
    sqlite: PathBuf,
    /// The page to write the tables into
    #[arg(long)]
    page: Option<PathBuf>,
    /// The console; without it nothing of the window is measured
    #[arg(long)]
    console: Option<PathBuf>,
    /// The empty Tauri window
    #[arg(long)]
    empty: Option<PathBuf>,
    /// Chromium
    #[arg(long)]
    chromium: Option<PathBuf>,
    /// The console's page with the stand-in for the engine
    #[arg(long)]
    demo: Option<PathBuf>,
    /// The .deb of the console
    #[arg(long, requires = "empty_deb")]
    deb: Option<PathBuf>,
    /// The .deb of the empty window
    #[arg(long, requires = "deb")]
    empty_deb: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Name {
    Ingest,
    Latency,
    Catchup,
    Search,
    Page,
    Cipher,
    Growth,
    Start,
    Paint,
    Scroll,
    Idle,
    Size,
}

impl Name {
    fn is_of_window(self) -> bool {
        matches!(self, Self::Start | Self::Paint | Self::Scroll | Self::Idle | Self::Size)
    }
}

/// How it is measured, and with what.
struct Setting {
    repeats: u64,
    is_smoke: bool,
    largest: u64,
    kept: PathBuf,
    peers: PathBuf,
    sqlite: PathBuf,
    programs: Programs,
}

impl Setting {
    /// So many, or few enough for a smoke.
    fn size(&self, full: u64) -> u64 {
        if self.is_smoke { (full / 500).max(20) } else { full }
    }
}

#[tokio::main(worker_threads = 2)]
async fn main() -> Result<()> {
    match Cli::parse().command {
        Command::Run(arguments) => run(*arguments).await,
        Command::Side { side: Ours::Cache { folder, messages, chats } } => cache::serve(&folder, messages, chats).await,
        Command::Side { side: Ours::Seat { folder, platform } } => seat::serve(&folder, platform).await,
        Command::Side { side: Ours::Account { folder, platform, cache } } => {
            window::account::prepare(&folder, platform, cache.as_deref()).await
        }
    }
}

async fn run(arguments: Run) -> Result<()> {
    let names = if arguments.names.is_empty() { Name::value_variants().to_vec() } else { arguments.names };
    let setting = Setting {
        repeats: if arguments.smoke { 1 } else { arguments.repeats },
        is_smoke: arguments.smoke,
        largest: arguments.largest,
        kept: arguments.kept,
        peers: arguments.peers,
        sqlite: arguments.sqlite,
        programs: Programs {
            console: arguments.console,
            empty: arguments.empty,
            chromium: arguments.chromium,
            demo: arguments.demo,
            packages: arguments.deb.zip(arguments.empty_deb),
        },
    };
    std::fs::create_dir_all(&setting.kept)?;
    for name in names {
        if name.is_of_window() && setting.programs.console.is_none() {
            continue;
        }
        let word = name.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
        for section in sections(name, &setting).await? {
            if setting.is_smoke {
                println!("{word} {}: {}", section.id, section.checked);
                continue;
            }
            let command = format!("cargo xtask bench {word}");
            println!("\n{}\n\n{}", section.id, section.markdown(&command));
            if let Some(page) = &arguments.page {
                report::write(page, &section, &command)?;
            }
        }
    }
    Ok(())
}

async fn sections(name: Name, setting: &Setting) -> Result<Vec<Section>> {
    match name {
        Name::Ingest => ingest::run(setting).await,
        Name::Latency => latency::run(setting).await,
        Name::Catchup => catchup::run(setting).await,
        Name::Search => search::run(setting).await,
        Name::Page => page::run(setting).await,
        Name::Cipher => cipher::run(setting).await,
        Name::Growth => growth::run(setting).await,
        Name::Start => start::run(setting).await,
        Name::Paint => paint::run(setting).await,
        Name::Scroll => scroll::run(setting).await,
        Name::Idle => idle::run(setting).await,
        Name::Size => size::run(setting),
    }
}
