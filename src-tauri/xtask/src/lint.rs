//! One pass of the compiler that both lints and builds.
//!
//! `cargo clippy` followed by `cargo test` compiles some five hundred dependencies twice, once as metadata and once as
//! code: minutes on a machine with two cores. Clippy is a compiler driver, though, and `cargo clippy` only puts it in
//! front of `cargo check`. Put in front of `cargo build` and `cargo test` it reports the same lints for the workspace's
//! crates and leaves binaries that the tests then run. The price is that the workspace's own crates are not shared with
//! a plain `cargo build`, which takes seconds.

use anyhow::Result;

use crate::tool::Tool;

/// `cargo COMMAND` for the whole workspace, with Clippy as the compiler and every warning an error.
///
/// This package is left out, because Windows cannot replace a program that runs. All calls select the same packages:
/// another selection would give the dependencies other features and compile them again.
pub fn cargo(command: &str) -> Tool {
    with_clippy(Tool::cargo()).args([command, "--workspace", "--exclude", "xtask"])
}

/// The same for this package alone.
pub fn cargo_xtask(command: &str) -> Tool {
    with_clippy(Tool::cargo()).args([command, "--package", "xtask"])
}

/// Compiles everything there is: programs, libraries, tests, and the tests that `cargo test` runs only by name.
pub fn build(environment: &[(&str, String)]) -> Result<()> {
    let cargo = || environment.iter().fold(cargo("build"), |cargo, (name, value)| cargo.env(name, value));
    cargo().arg("--all-targets").run()?;
    cargo().args(["--test", "e2e", "--test", "interop"]).run()
}

fn with_clippy(cargo: Tool) -> Tool {
    // The separator is Clippy's own; `cargo clippy` passes its arguments on in the same way.
    cargo
        .env("RUSTC_WORKSPACE_WRAPPER", format!("clippy-driver{}", std::env::consts::EXE_SUFFIX))
        .env("CLIPPY_ARGS", "-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__")
}
