//! The practice platform, and the hand that rules over it.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use zuoxi_simulator::{Options, Running};

use crate::seat::until;

pub struct World {
    platform: Running,
    http: reqwest::Client,
}

/// A chat as the platform knows it.
#[derive(Clone, Debug, Deserialize)]
pub struct Chat {
    #[serde(rename = "chatId")]
    pub id: String,
    #[serde(rename = "chatUser")]
    pub with: String,
    #[serde(rename = "robotKey")]
    pub through: String,
    #[serde(rename = "unreadCount")]
    pub unread: u32,
    #[serde(rename = "chatName")]
    pub name: String,
    #[serde(rename = "isGroupChat")]
    pub is_group: u8,
}

impl Chat {
    /// How the window names the chat.
    pub fn key(&self) -> String {
        format!("{}/{}", self.through, self.with)
    }
}

/// What the platform was told and asked since it started.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Book {
    pub sends: Vec<Send>,
    pub unread_cleared: Vec<String>,
    pub requests: BTreeMap<String, u64>,
    pub sockets_open: u64,
    pub socket_connects: Vec<Value>,
    /// How often each type of action came (spec 3.7 to 3.23).
    pub actions: BTreeMap<String, u64>,
    pub forwards: Vec<Value>,
    pub broadcasts: Vec<Value>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Send {
    pub chat_id: String,
    pub text: String,
    pub times: u32,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Said {
    pub message_id: String,
}

impl World {
    /// A platform on which nothing happens unless the story makes it happen.
    pub async fn start(options: Options) -> Result<Self> {
        let platform = zuoxi_simulator::start(options).await.context("the practice platform does not start")?;
        Ok(Self { platform, http: reqwest::Client::builder().no_proxy().build()? })
    }

    pub async fn shutdown(self) {
        self.platform.shutdown().await;
    }

    pub fn url(&self) -> String {
        self.platform.base_url()
    }

    pub async fn chats(&self) -> Result<Vec<Chat>> {
        #[derive(Deserialize)]
        struct Listing {
            chats: Vec<Chat>,
        }
        Ok(self.get::<Listing>("world").await?.chats)
    }

    /// Is this the id of one of our robots?
    pub async fn is_robot(&self, wxid: &str) -> Result<bool> {
        #[derive(Deserialize)]
        struct Listing {
            robots: Vec<Value>,
        }
        let robots = self.get::<Listing>("world").await?.robots;
        Ok(robots.iter().any(|robot| robot.get("wxid").is_some_and(|known| known == wxid)))
    }

    /// The id under which a robot is named in groups.
    pub async fn wxid(&self, key: &str) -> Result<String> {
        let world: Value = self.get("world").await?;
        let robots = world["robots"].as_array().cloned().unwrap_or_default();
        let robot = robots.iter().find(|robot| robot["robotKey"] == key).context("the platform has no such robot")?;
        Ok(robot["wxid"].as_str().unwrap_or_default().to_owned())
    }

    /// What a robot is called.
    pub async fn robot_name(&self, key: &str) -> Result<String> {
        let world: Value = self.get("world").await?;
        let robots = world["robots"].as_array().cloned().unwrap_or_default();
        let robot = robots.iter().find(|robot| robot["robotKey"] == key).context("the platform has no such robot")?;
        Ok(robot["name"].as_str().unwrap_or_default().to_owned())
    }

    /// The robot is online, offline and so on from now on, by the numbers of spec 2.2.
    pub async fn robot_is(&self, key: &str, status: u8) -> Result<()> {
        self.post("robot", &json!({ "robotKey": key, "status": status })).await.map(drop)
    }

    /// So many strangers join a group by themselves (spec 3.22).
    pub async fn join(&self, group: &Chat, how_many: usize) -> Result<()> {
        let moving = json!({ "robotKey": group.through, "chatUser": group.with, "join": how_many });
        self.post("members", &moving).await.map(drop)
    }

    /// Somebody becomes a friend on the robot's phone; the platform knows when it has read the phone anew (spec 2.13).
    pub async fn befriend_on_the_phone(&self, robot: &str) -> Result<()> {
        self.post("on-phone", &json!({ "robotKey": robot, "kind": "newCustomer" })).await.map(drop)
    }

    /// The next message that is sent is not delivered, and the platform says so when it is asked (spec 2.11).
    pub async fn refuse_next_send(&self) -> Result<()> {
        self.post("send-status", &json!({ "next": [2] })).await.map(drop)
    }

    /// The platform's own view of the chat that the window calls `key`.
    pub async fn chat(&self, key: &str) -> Result<Chat> {
        let chats = self.chats().await?;
        chats.into_iter().find(|chat| chat.key() == key).with_context(|| format!("the platform has no chat {key}"))
    }

    pub async fn book(&self) -> Result<Book> {
        self.get("book").await
    }

    /// What the platform knows of a customer or a group beside the messages.
    pub async fn directory(&self, chat: &Chat) -> Result<Value> {
        self.get(&format!("directory?robotKey={}&chatUser={}", chat.through, chat.with)).await
    }

    /// Somebody new asks this robot for friendship (spec 3.8).
    pub async fn ask_for_friendship(&self, robot: &str, reason: &str) -> Result<()> {
        self.post("friend-request", &json!({ "robotKey": robot, "reason": reason })).await.map(drop)
    }

    /// The customer of this chat writes now.
    pub async fn say(&self, chat: &Chat, text: &str) -> Result<Said> {
        let message = json!({ "robotKey": chat.through, "chatUser": chat.with, "text": text });
        Ok(serde_json::from_value(self.post("say", &message).await?)?)
    }

    /// The customer of this chat sends something that is not words: a `content` object of spec 3.2.
    pub async fn say_content(&self, chat: &Chat, content: &Value) -> Result<Said> {
        let message = json!({ "robotKey": chat.through, "chatUser": chat.with, "content": content });
        Ok(serde_json::from_value(self.post("say", &message).await?)?)
    }

    /// The robot's owner answers on the phone.
    pub async fn say_on_phone(&self, chat: &Chat, text: &str) -> Result<()> {
        let message = json!({ "robotKey": chat.through, "chatUser": chat.with, "text": text, "fromPhone": true });
        self.post("say", &message).await.map(drop)
    }

    /// The oldest message of a chat: its id and its time in milliseconds.
    pub async fn oldest(&self, chat: &Chat) -> Result<(String, i64)> {
        let page: Value = self.get(&format!("chat?robotKey={}&chatUser={}", chat.through, chat.with)).await?;
        let oldest = &page["messages"][0];
        let id = oldest["messageId"].as_str().context("the chat has no message")?;
        Ok((id.to_owned(), oldest["timestamp"].as_i64().unwrap_or_default()))
    }

    /// The chat, its people and its robot are called so from now on; see `control/names.rs` of the simulator.
    pub async fn name(&self, chat: &Chat, mut names: Value) -> Result<()> {
        let fields = names.as_object_mut().context("names are an object")?;
        fields.insert("robotKey".into(), json!(chat.through));
        fields.insert("chatUser".into(), json!(chat.with));
        self.post("names", &names).await.map(drop)
    }

    /// Cuts every connection and refuses new ones until [`World::mend_network`].
    pub async fn cut_network(&self) -> Result<()> {
        self.post("network", &json!({ "up": false })).await.map(drop)
    }

    /// The same, but the network comes back by itself.
    pub async fn cut_network_for(&self, time: Duration) -> Result<()> {
        let milliseconds = u64::try_from(time.as_millis())?;
        self.post("network", &json!({ "downForMs": milliseconds })).await.map(drop)
    }

    /// Connections stay and nothing comes over them any more, until this is taken back.
    pub async fn hold_network(&self, on: bool) -> Result<()> {
        self.post("network", &json!({ "blackHole": on })).await.map(drop)
    }

    pub async fn mend_network(&self) -> Result<()> {
        self.post("network", &json!({ "up": true })).await.map(drop)
    }

    /// Waits until the platform has been told that the chat was read.
    pub async fn until_read(&self, chat: &Chat) -> Result<()> {
        until("the unread count is cleared on the platform", async || {
            Ok(self.chat(&chat.key()).await?.unread == 0 && self.book().await?.unread_cleared.contains(&chat.id))
        })
        .await
    }

    /// The token that the console works with: to sign in again extends a token, it does not replace it (spec 2.1).
    pub async fn token(&self, access_key: &str, access_secret: &str) -> Result<String> {
        let address = format!("{}/robotapi/client/auth?request_id={:032}", self.url(), 1);
        let credentials = json!({ "accessKey": access_key, "accessSecret": access_secret });
        let answer: Value = self.http.post(address).json(&credentials).send().await?.json().await?;
        let token = answer.pointer("/data/accessToken").and_then(Value::as_str);
        Ok(token.with_context(|| format!("no token in {answer}"))?.to_owned())
    }

    /// Everything that was said since the platform started.
    pub async fn said<T: DeserializeOwned>(&self) -> Result<Vec<T>> {
        #[derive(Deserialize)]
        struct Book<T> {
            messages: Vec<T>,
        }
        Ok(self.get::<Book<T>>("book").await?.messages)
    }

    /// The texts of one chat, in the order in which they were said.
    pub async fn said_in(&self, chat: &Chat) -> Result<Vec<String>> {
        #[derive(Deserialize)]
        struct Page {
            messages: Vec<Row>,
        }
        #[derive(Deserialize)]
        struct Row {
            text: String,
        }
        let page: Page = self.get(&format!("chat?robotKey={}&chatUser={}", chat.through, chat.with)).await?;
        Ok(page.messages.into_iter().map(|row| row.text).collect())
    }

    /// Very many write: `POST /control/load`.
    pub async fn load(&self, run: &Value) -> Result<()> {
        self.post("load", run).await.map(drop)
    }

    /// How many of the last run have been said.
    pub async fn load_said(&self) -> Result<u64> {
        #[derive(Deserialize)]
        struct Progress {
            said: u64,
        }
        Ok(self.get::<Progress>("load").await?.said)
    }

    async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T> {
        let address = format!("{}/control/{path}", self.platform.control_url());
        Ok(self.http.get(address).send().await?.error_for_status()?.json().await?)
    }

    async fn post(&self, path: &str, body: &Value) -> Result<Value> {
        let address = format!("{}/control/{path}", self.platform.control_url());
        let answer = self.http.post(address).json(body).send().await?.error_for_status()?.bytes().await?;
        Ok(if answer.is_empty() { Value::Null } else { serde_json::from_slice(&answer)? })
    }
}
