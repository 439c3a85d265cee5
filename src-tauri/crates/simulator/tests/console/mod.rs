//! A console as bare as it can be: HTTP calls and Socket.IO packets by hand, with nothing of ours in between.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use reqwest::Client;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use zuoxi_simulator::{ACCESS_KEY, ACCESS_SECRET, Options, Running};

/// Long enough for a busy machine; no test waits for it unless it fails.
const PATIENCE: Duration = Duration::from_secs(20);

pub struct Practice {
    pub running: Running,
    pub http: Client,
    pub token: String,
}

/// A quiet shop, signed in to.
pub async fn quiet() -> Practice {
    practice(Options { traffic: false, ..Options::default() }).await
}

pub async fn practice(options: Options) -> Practice {
    let running = zuoxi_simulator::start(options).await.unwrap();
    let http = Client::builder().no_proxy().build().unwrap();
    let mut practice = Practice { running, http, token: String::new() };
    practice.token = practice.sign_in().await;
    practice
}

pub fn request_id(n: u64) -> String {
    format!("{n:032x}")
}

impl Practice {
    pub async fn sign_in(&self) -> String {
        let form = [("accessKey", ACCESS_KEY), ("accessSecret", ACCESS_SECRET)];
        let answer = self.post_form("/robotapi/client/auth", &form).await;
        answer["data"]["accessToken"].as_str().unwrap_or_else(|| panic!("no token in {answer}")).to_owned()
    }

    fn address(&self, path: &str) -> String {
        use std::sync::atomic::{AtomicU64, Ordering};
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let id = request_id(NEXT.fetch_add(1, Ordering::Relaxed));
        format!("{}{path}?request_id={id}", self.running.base_url())
    }

    pub async fn post_form(&self, path: &str, form: &[(&str, &str)]) -> Value {
        let request = self.http.post(self.address(path)).header("token", &self.token).form(form);
        request.send().await.unwrap().json().await.unwrap()
    }

    pub async fn post_json(&self, path: &str, body: &Value) -> Value {
        let request = self.http.post(self.address(path)).header("token", &self.token).json(body);
        request.send().await.unwrap().json().await.unwrap()
    }

    pub async fn control(&self, path: &str, body: Value) -> Value {
        let address = format!("{}/control/{path}", self.running.control_url());
        let text = self.http.post(address).json(&body).send().await.unwrap().text().await.unwrap();
        if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap() }
    }

    pub async fn look(&self, path: &str) -> Value {
        let address = format!("{}/control/{path}", self.running.control_url());
        self.http.get(address).send().await.unwrap().json().await.unwrap()
    }

    /// A chat with a customer that is not waiting for an answer.
    pub async fn some_chat(&self) -> Value {
        let world = self.look("world").await;
        let chats = world["chats"].as_array().unwrap();
        chats.iter().find(|chat| chat["isGroupChat"] == 0 && chat["unreadCount"] == 0).unwrap().clone()
    }

    pub async fn say(&self, chat: &Value, text: &str) -> Value {
        let said = json!({ "robotKey": chat["robotKey"], "chatUser": chat["chatUser"], "text": text });
        self.control("say", said).await
    }

    /// Waits until the book says that so many consoles are connected.
    pub async fn until_open(&self, consoles: u64) {
        let reached = async {
            while self.look("book").await["socketsOpen"] != consoles {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        timeout(PATIENCE, reached).await.unwrap();
    }

    pub fn socket_address(&self, protocol: u8, token: &str) -> String {
        let host = self.running.base_url().replacen("http", "ws", 1);
        format!("{host}/socket.io/?token={token}&EIO={protocol}&transport=websocket")
    }

    /// The only console, on its line.
    pub async fn connected(&self) -> Socket {
        let socket = self.connect(4).await;
        self.until_open(1).await;
        socket
    }

    /// Opens a socket and joins `/imchat`, as each protocol does it.
    pub async fn connect(&self, protocol: u8) -> Socket {
        let (stream, _) = connect_async(self.socket_address(protocol, &self.token)).await.unwrap();
        let mut socket = Socket { stream };
        let open = socket.text().await;
        assert!(open.starts_with("0{"), "not an OPEN packet: {open}");
        if protocol == 3 {
            assert_eq!(socket.text().await, "40");
        }
        socket.send("40/imchat,").await;
        let reply = socket.text().await;
        assert!(reply.starts_with("40/imchat"), "not a CONNECT reply: {reply}");
        socket
    }
}

pub struct Socket {
    pub stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Socket {
    pub async fn send(&mut self, packet: &str) {
        self.stream.send(Message::text(packet)).await.unwrap();
    }

    pub async fn emit(&mut self, event: &str, payload: &Value) {
        self.send(&format!("42/imchat,{}", json!([event, payload]))).await;
    }

    /// The next text frame; a server's ping is answered on the way.
    pub async fn text(&mut self) -> String {
        loop {
            let frame = timeout(PATIENCE, self.stream.next()).await.unwrap().unwrap().unwrap();
            match frame {
                Message::Text(ping) if ping.as_str() == "2" => self.send("3").await,
                Message::Text(text) => return text.to_string(),
                _ => {}
            }
        }
    }

    /// The next event.
    pub async fn event(&mut self) -> (String, Value) {
        loop {
            let text = self.text().await;
            let Some(event) = text.strip_prefix("42/imchat,") else { continue };
            let [name, payload]: [Value; 2] = serde_json::from_str(event).unwrap();
            return (name.as_str().unwrap().to_owned(), payload);
        }
    }

    /// How the connection ends, with everything before it left out.
    pub async fn end(&mut self) -> Option<tungstenite::Error> {
        loop {
            match timeout(PATIENCE, self.stream.next()).await.unwrap() {
                Some(Ok(_)) => {}
                Some(Err(error)) => return Some(error),
                None => return None,
            }
        }
    }
}

/// The request of an action of spec 3.7 to 3.23, with an id of its own.
pub fn asking_for(kind: &str, robot: &Value, more: &Value) -> Value {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let id = format!("20200427180413632{:09}", NEXT.fetch_add(1, Ordering::Relaxed));
    let mut action = json!({ "type": kind, "robotKey": robot, "messageId": id });
    action.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    action
}

impl Practice {
    /// Does an action over the socket and waits for its reply; what else is pushed meanwhile is left out.
    pub async fn act(&self, socket: &mut Socket, action: &Value) -> Value {
        socket.emit("action", action).await;
        loop {
            let (event, reply) = socket.event().await;
            if event == "action" && reply["type"] == action.get(1).unwrap_or(action)["type"] {
                return reply;
            }
        }
    }

    /// As [`Self::act`], by spec 2.8.
    pub async fn bridge(&self, action: &Value) -> Value {
        self.post_json("/wxworkapi/bridge", action).await
    }

    /// A group with customers in it that the robot may change.
    pub async fn some_group(&self) -> Value {
        let world = self.look("world").await;
        let groups = world["chats"].as_array().unwrap().iter().filter(|chat| chat["isGroupChat"] == 1);
        groups.max_by_key(|chat| chat["members"].as_array().unwrap().len()).unwrap().clone()
    }

    pub async fn directory(&self, chat: &Value) -> Value {
        let robot = chat["robotKey"].as_str().unwrap();
        self.look(&format!("directory?robotKey={robot}&chatUser={}", chat["chatUser"].as_str().unwrap())).await
    }
}

/// Sorted: whether a JSON object keeps its order depends on what else is built.
pub fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> =
        value.as_object().unwrap_or_else(|| panic!("{value}")).keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

/// A quiet shop whose actions, synchronisations and mass sends take next to no time.
pub async fn brisk() -> Practice {
    practice(brisk_options()).await
}

pub fn brisk_options() -> Options {
    Options {
        traffic: false,
        action_time: Duration::from_millis(2),
        sync_time: Duration::from_millis(50),
        mass_send_speed: 2_000,
        ..Options::default()
    }
}
