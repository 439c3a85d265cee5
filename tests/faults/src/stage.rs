//! The platform of a trial, and the hand that breaks it.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::time::Duration;
use zuoxi_simulator::{Options, Protocols, Quirks, Running, WorldSize};

use crate::script::{AnswerFault, EchoFault, Protocol, PushFault, Script};

/// Between two heartbeats, and how long one may be late.
const HEARTBEAT: Duration = Duration::from_millis(900);

/// How late what is late comes.
const LATE_MS: u64 = 500;

pub struct Stage {
    running: Running,
    control: reqwest::Client,
    /// `{robotKey, chatUser}` of every chat, and its id.
    pub chats: Vec<(Value, String)>,
    pub robots: Vec<String>,
    pub labels: Vec<String>,
}

impl Stage {
    pub async fn set(script: &Script) -> Result<Self> {
        let running = zuoxi_simulator::start(Options {
            seed: script.seed,
            traffic: false,
            world: WorldSize {
                robots: 2,
                customers: 14,
                groups: 3,
                unread_chats: 5,
                conversations: (1, 2),
                ..WorldSize::default()
            },
            protocols: match script.protocol {
                Protocol::Both => Protocols::Both,
                Protocol::Eio3 => Protocols::Eio3Only,
                Protocol::Eio4 => Protocols::Eio4Only,
            },
            ping_interval: HEARTBEAT,
            ping_timeout: HEARTBEAT,
            quirks: Quirks { whole_second_timestamps: script.whole_seconds, ..Quirks::default() },
            ..Options::default()
        })
        .await?;
        let control = reqwest::Client::builder().no_proxy().build()?;
        let mut stage = Self { running, control, chats: Vec::new(), robots: Vec::new(), labels: Vec::new() };
        let world = stage.look("world").await?;
        for chat in world["chats"].as_array().context("the world has chats")? {
            let id = chat["chatId"].as_str().unwrap_or_default().to_owned();
            stage.chats.push((json!({ "robotKey": chat["robotKey"], "chatUser": chat["chatUser"] }), id));
        }
        let robots = world["robots"].as_array().context("the world has robots")?;
        let labels = world["labels"].as_array().context("the world has labels")?;
        stage.labels = labels.iter().filter_map(|label| label["labelId"].as_str()).map(str::to_owned).collect();
        stage.robots = robots.iter().filter_map(|robot| robot["robotKey"].as_str()).map(str::to_owned).collect();
        Ok(stage)
    }

    pub fn base_url(&self) -> String {
        self.running.base_url()
    }

    pub async fn end(self) {
        self.running.shutdown().await;
    }

    pub async fn tell(&self, path: &str, body: &Value) -> Result<Value> {
        let answer =
            self.control.post(format!("{}/control/{path}", self.running.control_url())).json(body).send().await?;
        ensure!(answer.status().is_success(), "control {path}: {}", answer.status());
        Ok(answer.json().await.unwrap_or(Value::Null))
    }

    pub async fn look(&self, path: &str) -> Result<Value> {
        let url = format!("{}/control/{path}", self.running.control_url());
        Ok(self.control.get(url).send().await?.json().await?)
    }

    /// What the platform knows of the peer of a chat.
    pub async fn peer(&self, chat: &Value) -> Result<Value> {
        let text = |name: &str| chat[name].as_str().unwrap_or_default().to_owned();
        self.look(&format!("directory?robotKey={}&chatUser={}", text("robotKey"), text("chatUser"))).await
    }

    /// Somebody writes; the message's id.
    pub async fn say(&self, chat: &Value, text: &str, from_phone: bool) -> Result<String> {
        let body = json!({
            "robotKey": chat["robotKey"], "chatUser": chat["chatUser"], "text": text, "fromPhone": from_phone
        });
        let said = self.tell("say", &body).await?;
        Ok(said["messageId"].as_str().context("what was said has an id")?.to_owned())
    }

    pub async fn network(&self, change: Value) -> Result<()> {
        self.tell("network", &change).await.map(drop)
    }

    pub async fn pushes(&self, fault: PushFault, times: u64) -> Result<()> {
        let name = match fault {
            PushFault::Duplicate => "duplicate",
            PushFault::Reorder => "reorder",
            PushFault::Malformed => "malformed",
            PushFault::Drop => "drop",
            PushFault::Delay => return self.tell("pushes", &json!({ "delayMs": LATE_MS })).await.map(drop),
        };
        self.tell("pushes", &json!({ "event": "message", name: times })).await.map(drop)
    }

    pub async fn echo(&self, fault: EchoFault) -> Result<()> {
        let mode = match fault {
            EchoFault::OtherId => "otherId",
            EchoFault::Late => "late",
            EchoFault::Never => "never",
            EchoFault::Twice => "twice",
            EchoFault::Lost => "lost",
        };
        // One fault of sends at a time: a refusal under another id is a story of its own.
        self.tell("send-status", &json!({})).await?;
        self.tell("echo", &json!({ "mode": mode, "lateMs": LATE_MS })).await.map(drop)
    }

    pub async fn status(&self, status: u8, times: usize) -> Result<()> {
        self.tell("echo", &json!({ "mode": "normal" })).await?;
        self.tell("send-status", &json!({ "next": vec![status; times] })).await.map(drop)
    }

    pub async fn answers(&self, fault: AnswerFault, times: usize) -> Result<()> {
        let fault = match fault {
            AnswerFault::Busy => json!({ "code": "5000" }),
            AnswerFault::Unauthorized => json!({ "code": "1000", "path": "/wxworkapi/chat/message" }),
            AnswerFault::BadGateway => json!({ "status": 502 }),
            AnswerFault::Malformed => json!({ "malformed": true }),
            AnswerFault::Slow => json!({ "delayMs": LATE_MS }),
        };
        self.tell("rest", &json!({ "next": vec![fault; times] })).await.map(drop)
    }

    /// Nothing is broken any more.
    pub async fn mend(&self) -> Result<()> {
        self.network(json!({ "up": true, "blackHole": false })).await?;
        self.tell("pushes", &json!({})).await?;
        self.tell("echo", &json!({ "mode": "normal" })).await?;
        self.tell("send-status", &json!({})).await?;
        self.tell("rest", &json!({})).await?;
        self.robots_back().await
    }

    pub async fn robots_back(&self) -> Result<()> {
        for robot in &self.robots {
            self.tell("robot", &json!({ "robotKey": robot, "status": 1 })).await?;
        }
        Ok(())
    }
}
