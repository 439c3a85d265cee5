//! A console in front of one server of the table: its HTTP calls are answered by a stand-in, its socket goes through a
//! [`Door`] to the server.

use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, Result, ensure};
use futures_util::future::join_all;
use serde_json::{Value, json};
use tokio::sync::{Mutex, OnceCell};
use tokio::time::timeout;
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};
use zuoxi_model::{Environment, EnvironmentKind, ProtocolChoice, SocketProtocol};
use zuoxi_platform::{Connection, Credentials, LineEvent, Platform, RawEvent};

use crate::door::Door;
use crate::server::{Kind, PATIENCE, Server};

/// One server, and the generation in which the console speaks to it.
pub struct Row {
    pub kind: Kind,
    pub arguments: &'static [&'static str],
    pub protocol: SocketProtocol,
}

const fn row(kind: Kind, arguments: &'static [&'static str], protocol: SocketProtocol) -> Row {
    Row { kind, arguments, protocol }
}

/// Whom every case is tried on.
pub const SERVERS: &[Row] = &[
    row(Kind::SocketIo2, &[], SocketProtocol::Eio3),
    row(Kind::SocketIo4, &[], SocketProtocol::Eio4),
    row(Kind::SocketIo4, &["--allow-eio3"], SocketProtocol::Eio3),
    row(Kind::SocketIo4, &["--allow-eio3"], SocketProtocol::Eio4),
    row(Kind::PythonSocketIo4, &[], SocketProtocol::Eio3),
    row(Kind::PythonSocketIo5, &[], SocketProtocol::Eio4),
    row(Kind::Socketioxide, &[], SocketProtocol::Eio3),
    row(Kind::Socketioxide, &[], SocketProtocol::Eio4),
];

/// The heartbeat of servers that are left alone, in milliseconds: several beats pass in a test, and a busy machine has
/// time to answer.
pub const PING: [&str; 2] = ["400", "4000"];

impl Row {
    /// Starts the server with that heartbeat.
    pub async fn server(&self, ping: [&str; 2]) -> Result<Arc<Server>> {
        self.server_with(ping, &[]).await
    }

    async fn server_with(&self, [interval, timeout]: [&str; 2], more: &[&str]) -> Result<Arc<Server>> {
        let arguments = [self.arguments, &["--told", "--ping", interval, timeout], more].concat();
        Ok(Arc::new(Server::start(self.kind, &arguments).await?))
    }

    /// The server that the cases share which do it no harm. It ends with the test program.
    async fn shared_server(&self) -> Result<Arc<Server>> {
        type Shared = HashMap<(Kind, &'static [&'static str]), Arc<OnceCell<Arc<Server>>>>;
        static SHARED: std::sync::LazyLock<Mutex<Shared>> = std::sync::LazyLock::new(Mutex::default);
        let server = Arc::clone(SHARED.lock().await.entry((self.kind, self.arguments)).or_default());
        server.get_or_try_init(|| self.server(PING)).await.cloned()
    }
}

impl fmt::Display for Row {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?}{} in {:?}", self.kind, self.arguments.join(" "), self.protocol)
    }
}

/// Tries the case on every server at once. All of them are tried, also when one fails.
pub async fn every<F: Future<Output = Result<()>>>(case: impl Fn(&'static Row) -> F) -> Result<()> {
    each(SERVERS.iter(), case).await
}

/// As [`every`], on some of them.
pub async fn each<F: Future<Output = Result<()>>>(
    rows: impl Iterator<Item = &'static Row>,
    case: impl Fn(&'static Row) -> F,
) -> Result<()> {
    let tried = join_all(rows.map(async |row| {
        let outcome = timeout(PATIENCE * 2, case(row)).await;
        (row, outcome.unwrap_or_else(|_| Err(anyhow::anyhow!("came to no end"))))
    }));
    let failed: Vec<String> =
        tried.await.into_iter().filter_map(|(row, outcome)| Some(format!("{row}: {:#}", outcome.err()?))).collect();
    ensure!(failed.is_empty(), "{}", failed.join("\n"));
    Ok(())
}

/// A console at its place.
pub struct Seat {
    pub server: Arc<Server>,
    pub door: Door,
    pub environment: Environment,
    pub platform: Platform,
    pub token: String,
    _api: MockServer,
}

impl Seat {
    /// Before the server that others use too.
    pub async fn at(row: &'static Row) -> Result<Self> {
        Self::before(row, row.shared_server().await?, "good +/=").await
    }

    /// Before a server of its own, which may be stopped and killed.
    pub async fn alone(row: &'static Row, ping: [&str; 2]) -> Result<Self> {
        Self::before(row, row.server(ping).await?, "good +/=").await
    }

    /// Before a server that does not have the platform's namespace.
    pub async fn elsewhere(row: &'static Row) -> Result<Self> {
        Self::before(row, row.server_with(PING, &["--elsewhere"]).await?, "good +/=").await
    }

    /// With a token that the server does not know.
    pub async fn stranger(row: &'static Row) -> Result<Self> {
        Self::before(row, row.shared_server().await?, "bad ").await
    }

    async fn before(row: &'static Row, server: Arc<Server>, token: &str) -> Result<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        // Each has a token of its own, so that the server can be told whom to write to.
        let token = format!("{token}{}", NEXT.fetch_add(1, Ordering::Relaxed));
        eprintln!("{server}, spoken to in {:?}", row.protocol);
        let api = api(&token).await;
        let door = Door::before(server.port).await?;
        let protocol = match row.protocol {
            SocketProtocol::Eio3 => ProtocolChoice::Eio3,
            SocketProtocol::Eio4 => ProtocolChoice::Eio4,
        };
        let environment = Environment {
            kind: EnvironmentKind::Custom,
            api_base: api.uri(),
            socket_base: door.url(),
            media_hosts: Vec::new(),
            protocol,
        };
        let credentials = Credentials { access_key: "interop".into(), access_secret: "interop".to_owned().into() };
        let platform = Platform::new(environment.clone(), credentials)?;
        Ok(Self { server, door, environment, platform, token, _api: api })
    }

    /// Signed in and in the namespace, and the server knows.
    pub async fn connect(&self) -> Result<Connection> {
        self.platform.sign_in().await?;
        let connection = self.platform.connect(None).await.map_err(|reason| anyhow::anyhow!("{reason:?}"))?;
        self.joined().await?;
        Ok(connection)
    }

    /// What the server reports of our arrival.
    pub async fn joined(&self) -> Result<Value> {
        self.server.program.report("that we joined", |report| self.is_ours(report, "joined")).await
    }

    pub fn is_ours(&self, report: &Value, what: &str) -> bool {
        report.get(what).and_then(Value::as_str) == Some(&self.token)
    }

    /// Has the server do something to our socket.
    pub fn tell(&self, deed: &str, event: &str, payload: &Value) -> Result<()> {
        self.server.program.tell(&json!({ "do": deed, "token": self.token, "event": event, "payload": payload }))
    }

    /// Has the server say something, and the console hear exactly that next.
    pub async fn hears(&self, connection: &mut Connection, event: &str, payload: &Value) -> Result<()> {
        self.tell("say", event, payload)?;
        let heard = next(connection).await?;
        let said = LineEvent::Event(RawEvent { name: event.into(), payload: payload.clone() });
        ensure!(heard == said, "said {said:?}, heard {heard:?}");
        Ok(())
    }
}

pub async fn next(connection: &mut Connection) -> Result<LineEvent> {
    timeout(PATIENCE, connection.next()).await.context("nothing came")
}

/// A platform with no chats, which lets everybody in and gives everybody this token. Spec 2.1, 2.2, 2.10.
pub async fn api(token: &str) -> MockServer {
    let api = MockServer::start().await;
    let granted = json!({ "createTime": 0, "expireMinutes": 1451, "accessToken": token, "username": "interop" });
    let answers = [
        ("/robotapi/client/auth", json!({ "code": "0", "msg": "OK", "data": granted })),
        ("/wxworkapi/robot/list", json!({ "code": "0", "msg": "OK", "model": [] })),
        ("/wxworkapi/chat/list", json!({ "code": "0", "msg": "OK", "chats": [] })),
    ];
    for (call, answer) in answers {
        let response = ResponseTemplate::new(200).set_body_json(answer);
        Mock::given(path(call)).respond_with(response).mount(&api).await;
    }
    api
}
