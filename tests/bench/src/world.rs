//! A practice platform for one side, and the hand that makes people write.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use zuoxi_simulator::{ACCESS_KEY, ACCESS_SECRET, Options, Running, WorldSize};

pub struct World {
    running: Running,
    control: reqwest::Client,
    /// `{robotKey, chatUser}` of the chats, as the platform orders them.
    pub chats: Vec<Value>,
    /// The number of the next message.
    next: u64,
}

impl World {
    /// So many chats with a message or so in each. Times have milliseconds, so that order can be checked.
    pub async fn start(chats: usize) -> Result<Self> {
        let mut options = Options { traffic: false, ..Options::default() };
        options.world = WorldSize { messages: Some(chats), ..WorldSize::of_chats(chats) };
        options.quirks.whole_second_timestamps = false;
        let running = zuoxi_simulator::start(options).await?;
        let control = reqwest::Client::builder().no_proxy().build()?;
        let mut world = Self { running, control, chats: Vec::new(), next: 0 };
        let found = world.look("world").await?;
        let chats = found["chats"].as_array().context("the world has chats")?;
        let key = |chat: &Value| json!({ "robotKey": chat["robotKey"], "chatUser": chat["chatUser"] });
        world.chats = chats.iter().map(key).collect();
        Ok(world)
    }

    pub fn base_url(&self) -> String {
        self.running.base_url()
    }

    pub async fn end(self) {
        self.running.shutdown().await;
    }

    pub async fn look(&self, path: &str) -> Result<Value> {
        Ok(self.control.get(format!("{}/control/{path}", self.running.control_url())).send().await?.json().await?)
    }

    pub async fn tell(&self, path: &str, body: &Value) -> Result<()> {
        let url = format!("{}/control/{path}", self.running.control_url());
        let answer = self.control.post(url).json(body).send().await?;
        ensure!(answer.status().is_success(), "control {path}: {}", answer.status());
        Ok(())
    }

    /// How many have been said so far.
    pub fn said(&self) -> u64 {
        self.next
    }

    /// So many messages a second begin to be said, spread evenly over the first so many chats. Returns the number of the last
    /// one; it goes to [`Self::last_chat`].
    pub async fn load(&mut self, count: u64, rate: Option<u64>, chats: usize) -> Result<u64> {
        self.tell("load", &json!({ "count": count, "rate": rate, "chats": chats, "from": self.next })).await?;
        self.next += count;
        Ok(self.next.saturating_sub(1))
    }

    /// The same, where every so manieth message goes to one chat, `{robotKey, chatUser}`.
    pub async fn load_watched(
        &mut self,
        count: u64,
        rate: u64,
        chats: usize,
        watched: &Value,
        every: u64,
    ) -> Result<()> {
        let mut watched = watched.clone();
        watched["every"] = json!(every);
        let load = json!({ "count": count, "rate": rate, "chats": chats, "from": self.next, "watched": watched });
        self.tell("load", &load).await?;
        self.next += count;
        Ok(())
    }

    /// One of the platform's own calls, as anybody with a token may make it.
    pub async fn call(&self, path: &str, token: &str, body: &Value) -> Result<Value> {
        let id = format!("{:032x}", rand::random::<u128>());
        let call = self.control.post(format!("{}{path}?request_id={id}", self.base_url()));
        let answer: Value = call.header("token", token).json(body).send().await?.json().await?;
        ensure!(answer["code"] == "0", "{path}: {answer}");
        Ok(answer)
    }

    /// Spec 2.1.
    pub async fn token(&self) -> Result<String> {
        let body = json!({ "accessKey": ACCESS_KEY, "accessSecret": ACCESS_SECRET });
        let answer = self.call("/robotapi/client/auth", "", &body).await?;
        Ok(answer["data"]["accessToken"].as_str().context("no token")?.to_owned())
    }

    /// Waits until everything has been said.
    pub async fn all_said(&self) -> Result<()> {
        loop {
            let progress = self.look("load").await?;
            if progress["said"] == progress["planned"] {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Where the last of so many messages will go.
    pub fn last_chat(&self, count: u64, chats: usize) -> Result<Value> {
        let last = usize::try_from(count.saturating_sub(1))? % chats.min(self.chats.len()).max(1);
        self.chats.get(last).cloned().context("no such chat")
    }

    /// Of what is said from now on only the `message` event goes out, or the `chat` event after it as well.
    pub async fn chat_events(&self, on: bool) -> Result<()> {
        let body = if on { json!({}) } else { json!({ "event": "chat", "drop": u64::MAX }) };
        self.tell("pushes", &body).await
    }
}
