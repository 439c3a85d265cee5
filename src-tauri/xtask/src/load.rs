//! `cargo xtask load`: the real window while very many people write, and a table of how it was.
//!
//! The measuring is in `tests/load`; docs/RELIABILITY.md says what the figures mean.

use anyhow::Result;
use clap::Args;

use crate::setup::{self, Purpose};
use crate::tool::Tool;
use crate::{lint, repository, ui};

#[derive(Args)]
pub struct Arguments {
    /// How long people write at a pace
    #[arg(long, default_value_t = 600)]
    seconds: u64,
    /// Messages a second; each of them is two events of the socket
    #[arg(long, default_value_t = 500)]
    rate: u64,
    /// Messages of the burst
    #[arg(long, default_value_t = 20_000)]
    burst: u64,
    /// Chats on the list meanwhile
    #[arg(long, default_value_t = 1_000)]
    chats: u64,
    /// Chats of the list that is all unread
    #[arg(long, default_value_t = 10_000)]
    unread: u64,
    /// One of the two only: the list that is all unread
    #[arg(long)]
    only_unread: bool,
    /// One of the two only: the pace, the burst and the long texts
    #[arg(long, conflicts_with = "only_unread")]
    only_load: bool,
    /// Measure the build that tests use, which takes less time to build and more to run
    #[arg(long)]
    debug: bool,
}

/// Builds what people get, unless told otherwise, and measures it.
pub fn run(arguments: &Arguments) -> Result<()> {
    setup::system(Purpose::Window)?;
    setup::npm(&repository::ui())?;
    ui::build()?;
    let build = if arguments.debug { "debug" } else { "release" };
    let console = Tool::cargo().args(["build", "--package", "zuoxi"]);
    if arguments.debug { console } else { console.arg("--release") }.run()?;
    let console = repository::built_as(build, "zuoxi")?;
    let story = match (arguments.only_load, arguments.only_unread) {
        (true, _) => "load::nothing_is_lost",
        (_, true) => "load::very_many",
        _ => "load::",
    };
    Tool::cargo()
        .args(["test", "--package", "zuoxi-tests", "--test", "e2e", "--"])
        .args([story, "--test-threads=1", "--nocapture"])
        .env("ZUOXI_BIN", console)
        .env("ZUOXI_LOAD_BUILD", build)
        .env("ZUOXI_LOAD_SECONDS", arguments.seconds.to_string())
        .env("ZUOXI_LOAD_RATE", arguments.rate.to_string())
        .env("ZUOXI_LOAD_BURST", arguments.burst.to_string())
        .env("ZUOXI_LOAD_CHATS", arguments.chats.to_string())
        .env("ZUOXI_LOAD_UNREAD", arguments.unread.to_string())
        .env("RUST_LIB_BACKTRACE", "0")
        .run()
}

/// The small size that every test runs. Expects that the workspace has been built.
pub fn smoke() -> Result<()> {
    lint::cargo("test")
        .args(["--test", "e2e"])
        .args(["--", "load::", "--test-threads=1", "--nocapture"])
        .env("ZUOXI_BIN", repository::built("zuoxi")?)
        .env("RUST_LIB_BACKTRACE", "0")
        .run()
}
