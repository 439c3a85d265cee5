//! `zuoxi doctor`, run as a program.

use std::io::Write;
use std::process::{Command, ExitStatus, Stdio};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::Value;

pub const ACCESS_KEY: &str = "interop";
pub const ACCESS_SECRET: &str = "口令 interop";

/// What `doctor --json` writes: one object, the same in health and in sickness.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Can a person work here? The same as the exit code.
    pub ok: bool,
    pub environment: String,
    pub policy: Policy,
    pub proxy: Proxy,
    pub trust: Trust,
    pub api: Api,
    pub socket: Socket,
    /// Only with `--listen`.
    pub listen: Option<Listen>,
    pub keyring: Part,
    pub cache: Part,
    pub problems: Vec<Problem>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Policy {
    pub ok: bool,
    pub file: Option<String>,
    pub problem: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Proxy {
    pub api: Option<String>,
    pub socket: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Trust {
    pub ok: bool,
    pub named: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Api {
    pub ok: bool,
    pub sign_in_ms: Option<u64>,
    pub robots_ms: Option<u64>,
    pub robots: Option<u64>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Socket {
    pub ok: bool,
    pub protocol: Option<String>,
    pub connect_ms: Option<u64>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Listen {
    pub seconds: u64,
    pub message: u64,
    pub chat: u64,
    pub other: u64,
    pub unrecognised: u64,
}

#[derive(Debug, Deserialize)]
pub struct Part {
    pub ok: bool,
}

#[derive(Debug, Deserialize)]
pub struct Problem {
    pub part: String,
    pub message: String,
    pub hint: String,
}

#[derive(Debug)]
pub struct Visit {
    pub status: ExitStatus,
    pub report: Report,
    /// Everything that was written, to search it for what must not be there.
    pub output: String,
}

impl Visit {
    pub fn has_problem_with(&self, part: &str) -> bool {
        self.report.problems.iter().any(|problem| problem.part == part && !problem.message.trim().is_empty())
    }
}

/// Lets the doctor look at a platform of the company's own.
pub fn visit(url: &str, secret: &str, more: &[&str]) -> Result<Visit> {
    visit_on(url, url, secret, more, &[])
}

/// As [`visit`], where API and socket are apart, on a machine with these variables.
pub fn visit_on(
    api: &str,
    socket: &str,
    secret: &str,
    more: &[&str],
    variables: &[(&str, &std::path::Path)],
) -> Result<Visit> {
    let data = tempfile::tempdir()?;
    let mut doctor = Command::new(program()?)
        .args(["doctor", "--env", "custom", "--api", api, "--socket", socket])
        .envs(variables.iter().copied())
        .args(["--access-key", ACCESS_KEY, "--json"])
        .arg("--data-dir")
        .arg(data.path())
        .args(more)
        // Nobody's keyring is opened, and the machine looks the same everywhere: like one without a keyring.
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("the console does not start")?;
    let mut stdin = doctor.stdin.take().context("the doctor takes no secret")?;
    writeln!(stdin, "{secret}")?;
    drop(stdin);
    let output = doctor.wait_with_output()?;
    let text = String::from_utf8(output.stdout)?;
    let log = String::from_utf8_lossy(&output.stderr);
    let report: Value = serde_json::from_str(&text).with_context(|| format!("no report: {text}\n{log}"))?;
    let report =
        serde_json::from_value(report.clone()).with_context(|| format!("not the agreed report: {report:#}"))?;
    Ok(Visit { status: output.status, report, output: format!("{text}{log}") })
}

fn program() -> Result<std::path::PathBuf> {
    if let Some(named) = std::env::var_os("ZUOXI_BIN") {
        return Ok(named.into());
    }
    let name = format!("zuoxi{}", std::env::consts::EXE_SUFFIX);
    let built = std::env::current_exe()?.ancestors().nth(2).context("not in a target folder")?.join(name);
    ensure!(built.is_file(), "{} is not there: run `cargo build -p zuoxi` first", built.display());
    Ok(built)
}
