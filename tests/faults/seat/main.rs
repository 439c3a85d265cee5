//! The console without its window: the product's own desk and engine, asked over standard input and answering on standard
//! output, one JSON line each. The fault campaign starts it, stops it and kills it.
//!
//! It differs from the product in three things only: shorter pauses ([`pace`]), a clock that can be wrong ([`WrongClock`]),
//! and secrets in a plain file ([`FileVault`]), because a keyring would not let two hundred seats sign in side by side.
//! What it holds is made up by the practice platform.

#![allow(clippy::print_stdout, reason = "standard output is how this program answers")]

mod clock;
mod orders;
mod pace;
mod vault;

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use clap::{Parser, ValueEnum};
use serde_json::json;
use tokio::io::{AsyncBufReadExt, BufReader};
use zuoxi_engine::sabotage::{Sabotage, arm};
use zuoxi_engine::{Desk, PracticeAt, SignInRequest};
use zuoxi_model::EnvironmentKind;

use clock::WrongClock;
use vault::FileVault;

#[derive(Parser)]
struct Arguments {
    /// Where the cache is, as the product's --data-dir
    #[arg(long)]
    data_dir: PathBuf,
    /// The file that stands for the keyring
    #[arg(long)]
    vault: PathBuf,
    /// The practice platform
    #[arg(long)]
    platform: String,
    /// How far this machine's clock is off, in milliseconds
    #[arg(long, default_value_t = 0, allow_negative_numbers = true)]
    clock_off_ms: i64,
    /// Break a promise
    #[arg(long)]
    sabotage: Option<Broken>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Broken {
    Dedup,
    Coverage,
    EmitFirst,
}

#[tokio::main(worker_threads = 2)]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    tracing_subscriber::fmt()
        .with_env_filter("info,zuoxi_engine=debug,zuoxi_platform=debug")
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .init();
    match arguments.sabotage {
        Some(Broken::Dedup) => arm(Sabotage::Dedup),
        Some(Broken::Coverage) => arm(Sabotage::Coverage),
        Some(Broken::EmitFirst) => arm(Sabotage::EmitFirst),
        None => {}
    }
    let clock = Arc::new(WrongClock::new(arguments.clock_off_ms));
    let vault = Arc::new(FileVault::new(arguments.vault));
    let practice = Box::new(PracticeAt::new(&arguments.platform));
    let desk = Desk::open(&arguments.data_dir, vault, practice, clock.clone(), pace::brisk())?;
    if desk.resume_last().await?.is_none() {
        let request = SignInRequest {
            environment: EnvironmentKind::Practice,
            api_base: None,
            socket_base: None,
            access_key: zuoxi_simulator::ACCESS_KEY.into(),
            access_secret: zuoxi_simulator::ACCESS_SECRET.to_owned().into(),
            remember: true,
        };
        desk.sign_in(request).await.context("the seat cannot sign in")?;
    }
    println!("{}", json!({ "ready": true }));

    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Some(line) = lines.next_line().await? {
        let Ok(order) = serde_json::from_str(&line) else { bail!("not an order: {line}") };
        let answer = match orders::carry_out(&desk, &clock, order).await {
            Ok(found) => json!({ "ok": found }),
            Err(error) => json!({ "error": error.to_string() }),
        };
        println!("{answer}");
    }
    Ok(())
}
