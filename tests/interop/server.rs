//! One of the Socket.IO servers from npm, as a process.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};

pub struct Server {
    node: Child,
    port: u16,
}

impl Server {
    /// Starts `servers/<script>.js`, which says on which port it listens.
    pub fn start(script: &str, arguments: &[&str]) -> Result<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("interop/servers");
        let mut node = Command::new("node")
            .arg(format!("{script}.js"))
            .args(arguments)
            .current_dir(&folder)
            // The server ends when this end is closed, so that it cannot outlive a test that is killed.
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("node does not start")?;
        let mut port = String::new();
        BufReader::new(node.stdout.take().context("node says nothing")?).read_line(&mut port)?;
        let port = port.trim().parse().context("no server: run `npm ci` in tests/interop/servers")?;
        Ok(Self { node, port })
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.node.kill();
        let _ = self.node.wait();
    }
}
