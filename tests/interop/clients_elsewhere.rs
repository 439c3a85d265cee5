//! Other people's clients on the practice platform: what they understand of it, a console understands too.

use std::fmt;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, Result, ensure};
use futures_util::future::join_all;
use serde_json::{Value, json};
use zuoxi_simulator::{ACCESS_KEY, ACCESS_SECRET, Options, Running};

use crate::server::{Program, node, python};

/// A client, the way it is made, and the transports it is allowed: by default they begin with polling and change over.
struct Client {
    package: &'static str,
    /// Only JavaScript has two.
    way: &'static str,
    transports: &'static str,
}

const fn client(package: &'static str, way: &'static str, transports: &'static str) -> Client {
    Client { package, way, transports }
}

const CLIENTS: &[Client] = &[
    client("socket.io-client-2", "ordinary", "websocket"),
    client("socket.io-client-2", "ordinary", "polling+websocket"),
    client("socket.io-client-2", "ordinary", "polling"),
    client("socket.io-client-2", "manager", "websocket"),
    client("socket.io-client-2", "manager", "polling+websocket"),
    client("socket.io-client-4", "ordinary", "websocket"),
    client("socket.io-client-4", "ordinary", "polling+websocket"),
    client("socket.io-client-4", "manager", "websocket"),
    client("socketio-4", "", "websocket"),
    client("socketio-4", "", "polling+websocket"),
    client("socketio-5", "", "websocket"),
    client("socketio-5", "", "polling+websocket"),
];

impl Client {
    async fn start(&self, practice: &Practice, token: &str) -> Result<Program> {
        let mut command: Command = if self.package.starts_with("socket.io") {
            let mut command = node("client.js");
            command.args([self.package, self.way]);
            command
        } else {
            python(self.package, "client.py")?
        };
        command.args([self.transports, &practice.running.base_url(), token]);
        let program = Program::start(command)?;
        let version = program.report("its version", |report| report.get("version").is_some()).await?;
        eprintln!("{}, {self}", version.get("version").and_then(Value::as_str).unwrap_or_default());
        Ok(program)
    }
}

impl fmt::Display for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {} over {}", self.package, self.way, self.transports)
    }
}

/// Numbers the messages that are sent: their ids have to differ (spec 3.4).
static NEXT: AtomicU32 = AtomicU32::new(0);

struct Practice {
    running: Running,
    http: reqwest::Client,
}

impl Practice {
    async fn open() -> Result<Self> {
        let running = zuoxi_simulator::start(Options { traffic: false, ..Options::default() }).await?;
        Ok(Self { running, http: reqwest::Client::builder().no_proxy().build()? })
    }

    async fn token(&self) -> Result<String> {
        let url = format!("{}/robotapi/client/auth?request_id={:032x}", self.running.base_url(), 7);
        let form = [("accessKey", ACCESS_KEY), ("accessSecret", ACCESS_SECRET)];
        let answer: Value = self.http.post(url).form(&form).send().await?.json().await?;
        let token = answer.pointer("/data/accessToken").and_then(Value::as_str);
        Ok(token.with_context(|| format!("no token in {answer}"))?.to_owned())
    }

    /// A chat with one customer.
    async fn chat(&self) -> Result<Value> {
        let url = format!("{}/control/world", self.running.control_url());
        let world: Value = self.http.get(url).send().await?.json().await?;
        let chats = world.get("chats").and_then(Value::as_array).context("no chats")?;
        let single = chats.iter().find(|chat| chat.get("isGroupChat") == Some(&json!(0)));
        single.cloned().context("no chat with one customer")
    }

    /// The customer of that chat writes.
    async fn say(&self, chat: &Value, text: &str) -> Result<()> {
        let url = format!("{}/control/say", self.running.control_url());
        let said = json!({ "robotKey": chat.get("robotKey"), "chatUser": chat.get("chatUser"), "text": text });
        self.http.post(url).json(&said).send().await?.error_for_status()?;
        Ok(())
    }
}

/// A message of this text; the console's own ones are marked (spec 3.2).
fn is_message(report: &Value, text: &str, own: bool) -> bool {
    report.get("event") == Some(&json!("message"))
        && report.pointer("/payload/content/content").and_then(Value::as_str) == Some(text)
        && (report.pointer("/payload/from/isSelf") == Some(&json!(1))) == own
}

async fn every(case: impl AsyncFn(&Client, &Practice) -> Result<()>) -> Result<()> {
    let practice = Practice::open().await?;
    let tried = join_all(CLIENTS.iter().map(async |client| (client, case(client, &practice).await))).await;
    practice.running.shutdown().await;
    let failed: Vec<String> =
        tried.into_iter().filter_map(|(client, outcome)| Some(format!("{client}: {:#}", outcome.err()?))).collect();
    ensure!(failed.is_empty(), "{}", failed.join("\n"));
    Ok(())
}

#[tokio::test]
async fn other_peoples_clients_hear_a_customer_and_the_echo_of_what_they_send() -> Result<()> {
    every(async |client, practice| {
        let program = client.start(practice, &practice.token().await?).await?;
        program.report("that it is in", |report| report.get("connected").is_some()).await?;
        let name = client.to_string();
        let chat = practice.chat().await?;
        let question = format!("请问什么时候发货？👋 {name}");
        practice.say(&chat, &question).await?;
        program.report("what the customer wrote", |report| is_message(report, &question, false)).await?;

        let answer = format!("今天发，亲 😀 {name}");
        let id = format!("20200302162850{:08}", NEXT.fetch_add(1, Ordering::Relaxed));
        let message = json!({ "contentType": 1, "content": answer });
        let payload = json!({ "chatId": chat.get("chatId"), "messageId": id, "message": message });
        program.tell(&json!({ "event": "message", "payload": payload }))?;
        let echo = program.report("its echo", |report| is_message(report, &answer, true)).await?;
        ensure!(echo.pointer("/payload/messageId") == Some(&json!(id)), "{echo}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn other_peoples_clients_are_refused_with_a_wrong_token() -> Result<()> {
    every(async |client, practice| {
        let program = client.start(practice, "0123456789abcdef0123456789abcdef").await?;
        let refused = program.report("a refusal", |report| report.get("refused").is_some()).await?;
        eprintln!("{client}: {refused}");
        ensure!(program.count(|report| report.get("connected").is_some()) == 0, "it was let in");
        Ok(())
    })
    .await
}
