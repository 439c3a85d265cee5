//! Another program, run where the person can see what is run and what it says.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::repository;

pub struct Tool {
    command: Command,
    shown: String,
}

impl Tool {
    pub fn new(program: &str) -> Self {
        let mut command = Command::new(program);
        command.current_dir(repository::root()).stdin(Stdio::null());
        Self { command, shown: program.to_owned() }
    }

    /// The cargo that runs this program, so that a chosen toolchain stays the chosen one.
    pub fn cargo() -> Self {
        let mut cargo = Self::new(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()));
        "cargo".clone_into(&mut cargo.shown);
        cargo
    }

    pub fn npm() -> Self {
        Self::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
    }

    pub fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.shown = format!("{} {}", self.shown, arg.as_ref().to_string_lossy());
        self.command.arg(arg);
        self
    }

    pub fn args<A: AsRef<OsStr>>(self, args: impl IntoIterator<Item = A>) -> Self {
        args.into_iter().fold(self, Self::arg)
    }

    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub fn within(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// For programs that may ask the person something, as `sudo` does.
    pub fn may_ask(mut self) -> Self {
        self.command.stdin(Stdio::inherit());
        self
    }

    /// Runs it with its output on the terminal. A failure is an error that names the command.
    pub fn run(mut self) -> Result<()> {
        println!("$ {}", self.shown);
        let status = self.command.status().with_context(|| format!("`{}` cannot be started", self.shown))?;
        ensure!(status.success(), "`{}` failed: {status}", self.shown);
        Ok(())
    }

    /// Runs it in silence and returns whether it succeeded, and what it wrote.
    pub fn answer(mut self) -> Result<Answer> {
        let output = self.command.output().with_context(|| format!("`{}` cannot be started", self.shown))?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ok(Answer { succeeded: output.status.success(), stdout: text(&output.stdout), stderr: text(&output.stderr) })
    }

    /// Does it start and succeed?
    pub fn works(self) -> bool {
        self.answer().is_ok_and(|answer| answer.succeeded)
    }
}

pub struct Answer {
    pub succeeded: bool,
    pub stdout: String,
    pub stderr: String,
}
