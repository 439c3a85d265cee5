//! One side of a comparison: a process of its own, so that its time is its own, asked in JSON lines.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

/// Nothing that is asked takes longer, building a cache of millions included; whoever does hangs.
const LIMIT: Duration = Duration::from_mins(30);

pub struct Side {
    name: String,
    child: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
}

impl Side {
    /// A part of this program.
    pub fn ours(name: &str, arguments: &[&str]) -> Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("side").arg(name).args(arguments);
        Self::start(name, command)
    }

    /// A program for Node, of the folder of the peers.
    pub fn node(peers: &Path, script: &str, arguments: &[&str]) -> Result<Self> {
        let mut command = Command::new("node");
        command.arg(peers.join(script)).args(arguments).current_dir(peers).env("NODE_ENV", "production");
        Self::start(script, command)
    }

    pub fn start(name: &str, mut command: Command) -> Result<Self> {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().with_context(|| format!("{name} cannot be started"))?;
        let input = child.stdin.take().context("no input")?;
        let output = child.stdout.take().context("no output")?;
        Ok(Self { name: name.to_owned(), child, input, output: BufReader::new(output).lines() })
    }

    pub fn pid(&self) -> Result<u32> {
        self.child.id().with_context(|| format!("{} has ended", self.name))
    }

    /// The next line it says.
    pub async fn hear(&mut self) -> Result<Value> {
        let line = tokio::time::timeout(LIMIT, self.output.next_line()).await;
        let line = line.with_context(|| format!("{} does not answer", self.name))??;
        let line = line.with_context(|| format!("{} ended", self.name))?;
        let answer: Value = serde_json::from_str(&line).with_context(|| format!("{}: {line}", self.name))?;
        match answer.get("error") {
            Some(error) => bail!("{}: {error}", self.name),
            None => Ok(answer),
        }
    }

    pub async fn say(&mut self, order: &Value) -> Result<()> {
        self.say_line(&order.to_string()).await
    }

    pub async fn say_line(&mut self, line: &str) -> Result<()> {
        self.input.write_all(format!("{line}\n").as_bytes()).await?;
        Ok(())
    }

    pub async fn ask(&mut self, order: &Value) -> Result<Value> {
        self.say(order).await?;
        self.hear().await
    }

    /// Closes its input and waits for it to end.
    pub async fn end(mut self) -> Result<()> {
        drop(self.input);
        let status = self.child.wait().await?;
        anyhow::ensure!(status.success(), "{} ended with {status}", self.name);
        Ok(())
    }
}

/// Answers each line of the input until it ends; what fails is told instead.
pub async fn answer<F>(mut carry_out: F) -> Result<()>
where
    F: AsyncFnMut(Value) -> Result<Value>,
{
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Some(line) = lines.next_line().await? {
        let answer = match carry_out(serde_json::from_str(&line)?).await {
            Ok(answer) => answer,
            Err(error) => serde_json::json!({ "error": format!("{error:#}") }),
        };
        println!("{answer}");
    }
    Ok(())
}
