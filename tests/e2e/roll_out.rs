//! `zuoxi doctor`, as a company's IT runs it, on a desktop that has a keyring.

use anyhow::{Result, ensure};
use serde_json::Value;
use tokio::process::Command;

use crate::story::{console, tell};

#[tokio::test]
async fn the_doctor_finds_a_seat_with_a_keyring_in_good_health() -> Result<()> {
    tell("doctor", async |story| {
        let output = Command::new(console()?)
            .args(["doctor", "--env", "practice", "--json"])
            .envs(story.desktop().environment())
            .output()
            .await?;
        let report: Value = serde_json::from_slice(&output.stdout)?;
        ensure!(output.status.success(), "{report:#}");
        for part in ["", "/api", "/socket", "/keyring", "/cache"] {
            ensure!(report.pointer(&format!("{part}/ok")) == Some(&Value::Bool(true)), "{part} of {report:#}");
        }
        ensure!(report["problems"] == Value::Array(Vec::new()), "{report:#}");
        Ok(())
    })
    .await
}
