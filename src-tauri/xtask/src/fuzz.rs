//! `cargo xtask fuzz`: whatever a platform may send, thrown at the decoders.
//!
//! libFuzzer needs a nightly compiler, so the targets are a workspace of their own in `tests/fuzz`. Each starts from the
//! specification's own samples and keeps what it learned in its corpus folder, which is not committed. What `cargo xtask
//! test` runs instead are the property tests of the decoders and a fixed corpus through the same ways in, in the tests of
//! `zuoxi_platform::fuzzing`: no nightly.

use anyhow::Result;
use clap::Args;

use crate::repository;
use crate::stage::Stages;
use crate::workbench::{install, installed};

const TARGETS: [&str; 3] = ["envelopes", "events", "eio3_frames"];

/// A decoder that needs more than this for one input has no bound.
const MEMORY_LIMIT_MB: u32 = 1024;

#[derive(Args)]
pub struct Arguments {
    /// How long each target runs
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    seconds: u32,
    /// Only this target
    #[arg(value_parser = TARGETS)]
    target: Option<String>,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    let mut stages = Stages::default();
    stages.run("tools", || install("cargo-fuzz"))?;
    let folder = repository::root().join("tests").join("fuzz");
    let samples = repository::root().join("tests").join("conformance").join("fixtures");
    for target in TARGETS.into_iter().filter(|name| arguments.target.as_deref().is_none_or(|wanted| wanted == *name)) {
        stages.run(target, || {
            let corpus = folder.join("corpus").join(target);
            std::fs::create_dir_all(&corpus)?;
            installed("cargo-fuzz")?
                .args(["fuzz", "run", "--fuzz-dir"])
                .arg(&folder)
                .arg(target)
                .arg(&corpus)
                .arg(&samples)
                .args(["--", &format!("-max_total_time={}", arguments.seconds)])
                .arg(format!("-rss_limit_mb={MEMORY_LIMIT_MB}"))
                .arg("-max_len=65536")
                .env("RUSTUP_TOOLCHAIN", "nightly")
                .run()
        })?;
    }
    stages.print_table();
    Ok(())
}
