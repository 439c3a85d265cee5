//! A program in another language, or another process of this one, with which the tests speak in lines of JSON: a
//! Socket.IO server or client not written here.

use std::fmt;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use tokio::sync::watch;

/// Longer than anything here takes on a busy machine; reached only when a test has failed.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Whose Socket.IO it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    SocketIo2,
    SocketIo4,
    PythonSocketIo4,
    PythonSocketIo5,
    Socketioxide,
}

impl Kind {
    fn server(self) -> Result<Command> {
        let mut command = match self {
            Self::SocketIo2 => node("socket-io-2.js"),
            Self::SocketIo4 => node("socket-io-4.js"),
            Self::PythonSocketIo4 => python("socketio-4", "socketio_4.py")?,
            Self::PythonSocketIo5 => python("socketio-5", "socketio_5.py")?,
            Self::Socketioxide => Command::new(std::env::current_exe()?),
        };
        if self == Self::Socketioxide {
            command.args(crate::socketioxide::SERVE);
        }
        Ok(command)
    }
}

/// A script for Node, with the packages of `servers/package.json`.
pub fn node(script: &str) -> Command {
    let mut command = Command::new("node");
    command.arg(folder().join(script));
    command
}

/// A script for Python, with the packages of `servers/python/<packages>.txt`.
pub fn python(packages: &str, script: &str) -> Result<Command> {
    let environment = target()?.join("interop-python").join(packages);
    let program = if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" };
    let mut command = Command::new(environment.join(program));
    // Otherwise each start says at length that eventlet is old.
    command.env("PYTHONWARNINGS", "ignore").arg(folder().join("python").join(script));
    Ok(command)
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("interop/servers")
}

/// The folder that cargo builds in: this program is in its `debug/deps`.
fn target() -> Result<PathBuf> {
    let this = std::env::current_exe()?;
    Ok(this.ancestors().nth(3).context("not in a target folder")?.to_path_buf())
}

/// A running program.
pub struct Program {
    child: Mutex<Child>,
    stdin: Mutex<ChildStdin>,
    reports: watch::Receiver<Vec<Value>>,
}

impl Program {
    pub fn start(mut command: Command) -> Result<Self> {
        let mut child = command
            // The program ends when this end is closed, so that it cannot outlive a test that is killed.
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("{command:?} does not start: run `cargo xtask setup` first"))?;
        let stdin = Mutex::new(child.stdin.take().context("no way to tell it anything")?);
        let stdout = BufReader::new(child.stdout.take().context("no way to hear from it")?);
        let (sender, reports) = watch::channel(Vec::new());
        std::thread::spawn(move || {
            // What is not JSON is said by a test runner, not by the program.
            let lines = stdout.lines().map_while(Result::ok);
            for report in lines.filter_map(|line| serde_json::from_str(&line).ok()) {
                sender.send_modify(|reports| reports.push(report));
            }
        });
        Ok(Self { child: Mutex::new(child), stdin, reports })
    }

    /// Waits for the first report that fits.
    pub async fn report(&self, what: &str, fits: impl Fn(&Value) -> bool) -> Result<Value> {
        let mut reports = self.reports.clone();
        let found = tokio::time::timeout(PATIENCE, reports.wait_for(|all| all.iter().any(&fits))).await;
        let all = match found {
            Ok(all) => all.context("the program ended; if it did not begin, run `cargo xtask setup`")?,
            Err(_) => anyhow::bail!("it never reported: {what}; it said {:?}", *self.reports.borrow()),
        };
        all.iter().find(|report| fits(report)).cloned().context("a report that was there is gone")
    }

    /// How many reports fit by now.
    pub fn count(&self, fits: impl Fn(&Value) -> bool) -> usize {
        self.reports.borrow().iter().filter(|report| fits(report)).count()
    }

    pub fn tell(&self, what: &Value) -> Result<()> {
        let mut stdin = self.stdin.lock().unwrap_or_else(PoisonError::into_inner);
        writeln!(stdin, "{what}").context("the program takes no orders any more")
    }

    /// Ends the program without a farewell.
    pub fn kill(&self) -> Result<()> {
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        child.kill()?;
        child.wait()?;
        Ok(())
    }

    /// Stops the program's world: it answers nothing, and no connection is closed.
    #[cfg(unix)]
    pub fn freeze(&self) -> Result<()> {
        self.signal("-STOP")
    }

    #[cfg(unix)]
    pub fn thaw(&self) -> Result<()> {
        self.signal("-CONT")
    }

    #[cfg(unix)]
    fn signal(&self, signal: &str) -> Result<()> {
        let id = self.child.lock().unwrap_or_else(PoisonError::into_inner).id();
        let status = Command::new("kill").args([signal, &id.to_string()]).status()?;
        ensure!(status.success(), "{signal} did not reach process {id}");
        Ok(())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.kill();
    }
}

/// A Socket.IO server not written here.
pub struct Server {
    pub program: Program,
    pub port: u16,
    /// The library that answers, as it calls itself.
    pub version: String,
}

impl Server {
    pub async fn start(kind: Kind, arguments: &[&str]) -> Result<Self> {
        let mut command = kind.server()?;
        if kind == Kind::Socketioxide {
            // The server is a test of this program, which takes no arguments of its own.
            command.env(crate::socketioxide::ARGUMENTS, arguments.join(" "));
        } else {
            command.args(arguments);
        }
        let program = Program::start(command)?;
        let open = program.report("its port", |report| report.get("listening").is_some()).await?;
        let port = open.get("listening").and_then(Value::as_u64).context("no port")?;
        let version = open.get("version").and_then(Value::as_str).context("no version")?.to_owned();
        Ok(Self { program, port: u16::try_from(port)?, version })
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl fmt::Display for Server {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.version)
    }
}
