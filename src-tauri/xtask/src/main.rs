//! `cargo xtask`: everything a developer does to Zuoxi besides writing it.
//!
//! | Command | What it does |
//! |---|---|
//! | `setup` | installs what is missing: system packages, npm packages |
//! | `run` | builds the console and opens it on the practice platform |
//! | `test` | formats, lints, every test, drift of generated files, the stories in the real window |
//! | `bindings`, `sqlx` | writes the generated files that `test` compares |
//! | `audit` | licences, bans, advisories, unused dependencies |
//! | `licences` | writes docs/LICENCES.md |
//! | `package` | builds what is handed out, and tries it by installing it |
//! | `recording` | the animated picture of the README |
//! | `hook` | a pre-commit hook for who wants one |
//! | `faults` | random faults against a seat that is killed, and its cache afterwards |
//! | `bench` | how fast it is beside its peers, and docs/BENCHMARKS.md |
//! | `load` | the real window while very many people write, and how it was |
//! | `fuzz` | the decoders, with a nightly compiler |
//!
//! It stays small enough to compile in seconds, because it runs before anything else has been built.

#![allow(clippy::print_stdout, reason = "a command of the terminal speaks on the terminal")]

mod audit;
mod bench;
mod bindings;
mod faults;
mod film;
mod fingerprint;
mod fuzz;
mod hook;
mod install;
mod licences;
mod lint;
mod load;
mod package;
mod page;
mod recording;
mod repository;
mod run;
mod screenshot;
mod setup;
mod sqlx;
mod stage;
mod test;
mod tool;
mod ui;
mod webdriver;
mod workbench;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "The developer commands of Zuoxi")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Install what building, running and testing need and this machine does not have
    Setup,
    /// Build the console and open it, signed in to the embedded practice platform
    Run(run::Arguments),
    /// Run every check and every test; stops at the first that fails
    Test(test::Arguments),
    /// Write ui/src/bindings.ts from the commands of the app
    Bindings,
    /// Write .sqlx, the description of every query of the store, from its migrations
    Sqlx,
    /// Check licences, banned and duplicate crates, known vulnerabilities and unused dependencies
    Audit,
    /// Write docs/LICENCES.md, what the product is made of and under which terms
    Licences(licences::Arguments),
    /// Build the packages that are handed out, and try them
    Package(package::Arguments),
    /// Film a tour of the window for the README
    Recording(recording::Arguments),
    /// Install a pre-commit hook that checks formats
    Hook(hook::Arguments),
    /// Throw random input at the decoders; needs a nightly compiler
    Fuzz(fuzz::Arguments),
    /// Break everything at random, kill the seat, and compare its cache with what the platform said
    Faults(faults::Arguments),
    /// Measure beside peers, and write docs/BENCHMARKS.md
    Bench(bench::Arguments),
    /// Measure the real window while very many people write; prints a table
    Load(load::Arguments),
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Setup => setup::everything(),
        Command::Run(arguments) => run::run(&arguments),
        Command::Test(arguments) => test::run(&arguments),
        Command::Bindings => bindings::write(),
        Command::Sqlx => sqlx::write(),
        Command::Audit => audit::run(),
        Command::Licences(arguments) => licences::run(&arguments),
        Command::Package(arguments) => package::run(&arguments),
        Command::Recording(arguments) => recording::run(&arguments),
        Command::Hook(arguments) => hook::run(&arguments),
        Command::Fuzz(arguments) => fuzz::run(&arguments),
        Command::Faults(arguments) => faults::run(&arguments),
        Command::Bench(arguments) => bench::run(&arguments),
        Command::Load(arguments) => load::run(&arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // In words only: what went wrong is in the output above, not in the stack of this program.
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
        assert!(Cli::try_parse_from(["cargo xtask", "run"]).is_ok());
        assert!(Cli::try_parse_from(["cargo xtask", "run", "--theme", "dark"]).is_err());
        let picture = ["cargo xtask", "run", "--screenshot", "a.png", "--theme", "dark", "--language", "en"];
        assert!(Cli::try_parse_from(picture.into_iter().chain(["--", "--data-dir", "x"])).is_ok());
    }
}
