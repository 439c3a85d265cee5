//! The steps that break something, and those that make it whole again.

use anyhow::{Result, bail};
use serde_json::{Value, json};

use super::Trial;
use crate::script::Step;

impl Trial<'_> {
    pub(super) async fn break_something(&mut self, step: &Step) -> Result<()> {
        match step {
            Step::Cut => self.network("network cut", json!({ "up": false })).await?,
            Step::Refuse => self.network("network refuses", json!({ "up": false, "refuse": true })).await?,
            Step::BlackHole => self.network("network black hole", json!({ "blackHole": true })).await?,
            Step::Reset => {
                self.inject("network reset");
                self.stage.network(json!({ "reset": true })).await?;
            }
            Step::NetworkBack => {
                self.stage.network(json!({ "up": true, "blackHole": false })).await?;
                self.reachable = true;
            }
            Step::Pushes(fault, times) => {
                self.inject(fault.word());
                self.stage.pushes(*fault, *times).await?;
            }
            Step::PushesBack => self.stage.tell("pushes", &json!({})).await.map(drop)?,
            Step::Echo(fault) => {
                self.inject(fault.word());
                self.stage.echo(*fault).await?;
            }
            Step::EchoBack => self.stage.tell("echo", &json!({ "mode": "normal" })).await.map(drop)?,
            Step::Status { status, times } => {
                self.inject(if *status == 0 { "send status 0" } else { "send status 2" });
                self.stage.status(*status, *times).await?;
            }
            Step::Answers { fault, times } => {
                self.inject(fault.word());
                self.stage.answers(*fault, *times).await?;
            }
            Step::TokenExpires => {
                self.inject("token expires");
                self.stage.tell("token", &json!({ "expire": true })).await?;
            }
            Step::Clock { off_ms } => {
                self.inject("clock set");
                self.clock_off_ms = *off_ms;
                self.ask(&json!({ "do": "clock", "offMs": off_ms })).await?;
            }
            Step::RobotAway { robot, status } => {
                self.inject("robot away");
                let count = self.stage.robots.len().max(1);
                let key = self.stage.robots.get(robot % count).cloned().unwrap_or_default();
                self.stage.tell("robot", &json!({ "robotKey": key, "status": status })).await?;
            }
            Step::RobotsBack => self.stage.robots_back().await?,
            Step::DiskFull => {
                if let Some(disk) = &self.disk {
                    disk.fill()?;
                    self.disk_full = true;
                    self.inject("disk full");
                }
            }
            Step::DiskFree => self.free_disk()?,
            other => bail!("{other:?} breaks nothing"),
        }
        Ok(())
    }

    async fn network(&mut self, what: &'static str, change: Value) -> Result<()> {
        self.inject(what);
        self.reachable = false;
        self.stage.network(change).await
    }

    pub(super) fn free_disk(&mut self) -> Result<()> {
        if let Some(disk) = &self.disk {
            disk.free()?;
        }
        self.disk_full = false;
        Ok(())
    }
}
