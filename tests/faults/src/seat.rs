//! The console as a process of its own: started, asked, stopped, and killed without a farewell.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use crate::trial::Surroundings;

/// No answer takes as long, on however busy a machine; a seat that exceeds it hangs.
const LIMIT: Duration = Duration::from_mins(10);

/// What a seat is started with, every time.
pub struct Places {
    pub data: PathBuf,
    pub vault: PathBuf,
    pub log: PathBuf,
    /// What the person sends.
    pub files: PathBuf,
    /// An empty file.
    pub certificates: PathBuf,
    pub platform: String,
}

pub struct Seat {
    child: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
}

impl Seat {
    /// Starts it and waits until it is at work.
    pub async fn start(surroundings: &Surroundings, places: &Places, clock_off_ms: i64) -> Result<Self> {
        let mut seat = Self::spawn(surroundings, places, clock_off_ms)?;
        let ready = seat.line().await?;
        if ready.get("ready").is_none() {
            bail!("the seat said {ready} instead of being ready");
        }
        Ok(seat)
    }

    fn spawn(surroundings: &Surroundings, places: &Places, clock_off_ms: i64) -> Result<Self> {
        let log = std::fs::File::options().create(true).append(true).open(&places.log)?;
        let mut command = Command::new(&surroundings.seat);
        command
            .arg("--data-dir")
            .arg(&places.data)
            .arg("--vault")
            .arg(&places.vault)
            .args(["--platform", &places.platform, "--clock-off-ms", &clock_off_ms.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            // The practice platform speaks no TLS, and reading the system's certificates is most of what a start costs.
            .env("SSL_CERT_FILE", &places.certificates)
            .env("SSL_CERT_DIR", &places.files)
            .kill_on_drop(true);
        if let Some(broken) = surroundings.sabotage {
            command.args(["--sabotage", broken.word()]);
        }
        let mut child = command.spawn().with_context(|| surroundings.seat.display().to_string())?;
        let input = child.stdin.take().context("the seat has no input")?;
        let output = child.stdout.take().context("the seat has no output")?;
        Ok(Self { child, input, output: BufReader::new(output).lines() })
    }

    async fn line(&mut self) -> Result<Value> {
        let line = tokio::time::timeout(LIMIT, self.output.next_line()).await.context("the seat does not answer")??;
        let line = line.context("the seat ended")?;
        serde_json::from_str(&line).with_context(|| line.clone())
    }

    /// Asks and waits for the answer. The inner error is the engine's own, the outer one means that the seat is gone.
    pub async fn ask(&mut self, order: &Value) -> Result<Result<Value, String>> {
        self.order(order).await?;
        let mut answer = self.line().await?;
        match answer.get("error").and_then(Value::as_str) {
            Some(error) => Ok(Err(error.to_owned())),
            None => Ok(Ok(answer.get_mut("ok").map(Value::take).ok_or_else(|| anyhow!("not an answer: {answer}"))?)),
        }
    }

    /// Asks without waiting; only a kill may follow.
    pub async fn order(&mut self, order: &Value) -> Result<()> {
        self.input.write_all(format!("{order}\n").as_bytes()).await?;
        Ok(())
    }

    /// SIGKILL: nothing of the process runs any more when this returns.
    pub async fn kill(mut self) -> Result<()> {
        Ok(self.child.kill().await?)
    }

    /// Stops it where it is.
    pub fn freeze(&self) -> Result<()> {
        self.signal(Freezing::Stop)
    }

    pub fn thaw(&self) -> Result<()> {
        self.signal(Freezing::Continue)
    }

    #[cfg(unix)]
    fn signal(&self, freezing: Freezing) -> Result<()> {
        use rustix::process::{Pid, Signal, kill_process};
        let signal = match freezing {
            Freezing::Stop => Signal::STOP,
            Freezing::Continue => Signal::CONT,
        };
        let id = self.child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
        Ok(kill_process(id.context("the seat has ended")?, signal)?)
    }

    /// There is no such signal here; the seat runs on.
    #[cfg(not(unix))]
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "the same face on every system")]
    fn signal(&self, _: Freezing) -> Result<()> {
        Ok(())
    }
}

#[derive(Clone, Copy)]
enum Freezing {
    Stop,
    Continue,
}

impl Places {
    pub fn within(folder: &Path, platform: String) -> Self {
        Self {
            data: folder.join("data"),
            vault: folder.join("vault.json"),
            log: folder.join("seat.log"),
            files: folder.join("files"),
            certificates: folder.join("certificates.pem"),
            platform,
        }
    }
}

/// The order for a chat.
pub fn chat_order(what: &str, chat: &Value) -> Value {
    json!({ "do": what, "chat": chat })
}
