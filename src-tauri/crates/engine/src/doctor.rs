//! The headless check that a company's IT runs before roll-out: can this machine reach the platform, through which proxy and
//! by whose certificates, may people sign in there, and does it keep secrets and an encrypted cache? It reads only; the one thing it writes is a probe in the keyring and a scratch cache, and
//! it removes both.

use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use serde::Serialize;
use zuoxi_model::{Environment, EnvironmentKind, SocketProtocol};
use zuoxi_platform::{Connection, Credentials, Incoming, LineEvent, Platform};
use zuoxi_store::{CacheKey, Store, keyring::Vault};

use crate::{Policy, ProxyFinding, TrustFinding, vault::probe};

/// What is to be examined.
pub struct Examination<'a> {
    pub environment: Environment,
    pub credentials: Credentials,
    pub vault: Arc<dyn Vault>,
    /// Where caches would be kept.
    pub data_dir: &'a Path,
    /// The rules of this machine.
    pub policy: Policy,
    /// How long to count events; none skips it.
    pub listen: Option<Duration>,
}

/// What was found. `ok` is true if nothing stands in the way of working.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DoctorReport {
    pub ok: bool,
    pub environment: EnvironmentKind,
    pub policy: PolicyFinding,
    pub proxy: ProxyFinding,
    pub trust: TrustFinding,
    pub api: ApiFinding,
    pub socket: SocketFinding,
    pub listen: Option<ListenFinding>,
    pub keyring: KeyringFinding,
    pub cache: CacheFinding,
    pub storage: StorageFinding,
    pub problems: Vec<Problem>,
}

/// The rules of this machine.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PolicyFinding {
    /// May people sign in to this environment?
    pub ok: bool,
    #[serde(flatten)]
    pub policy: Policy,
}

/// The REST side.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ApiFinding {
    pub ok: bool,
    pub sign_in_ms: Option<u64>,
    pub robots_ms: Option<u64>,
    pub robots: Option<usize>,
}

/// The socket side.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SocketFinding {
    pub ok: bool,
    pub protocol: Option<SocketProtocol>,
    pub connect_ms: Option<u64>,
}

/// Events that arrived while listening.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ListenFinding {
    pub seconds: u64,
    pub message: u64,
    pub chat: u64,
    pub other: u64,
    pub unrecognised: u64,
}

/// The system keyring.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KeyringFinding {
    pub ok: bool,
    pub message: Option<String>,
}

/// The encrypted cache.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CacheFinding {
    pub ok: bool,
    pub path: String,
    pub cipher: Option<String>,
}

/// The object storage for attachments.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StorageFinding {
    pub configured: bool,
}

/// Something that stands in the way, and what to do about it.
#[derive(Debug, Serialize)]
pub struct Problem {
    pub part: &'static str,
    pub message: String,
    pub hint: &'static str,
    /// Work is possible all the same.
    pub tolerable: bool,
}

/// Examines one part after the other; a part that fails does not keep the others from being examined.
pub async fn examine(examination: Examination<'_>) -> DoctorReport {
    let mut problems = Vec::new();
    let kind = examination.environment.kind;
    let policy = check_policy(examination.policy, &examination.environment, &mut problems);
    let (proxy, trust) = (ProxyFinding::of(&examination.environment), check_trust(&mut problems));
    let (keyring, cache) = (
        check_keyring(examination.vault.as_ref(), &mut problems).await,
        check_cache(examination.data_dir, &mut problems).await,
    );
    let (api, socket, listen) =
        check_platform(examination.environment, examination.credentials, examination.listen, &mut problems).await;
    if let (Some(proxy), Some(SocketProtocol::Eio4)) = (&proxy.socket, socket.protocol) {
        problems.push(Problem {
            part: "proxy",
            message: format!("the socket speaks Engine.IO 4 and went past the proxy {proxy}, straight to the platform"),
            hint: "let the machine through to the socket address, or list it in NO_PROXY so that nobody expects otherwise",
            tolerable: true,
        });
    }
    DoctorReport {
        ok: problems.iter().all(|problem| problem.tolerable),
        environment: kind,
        policy,
        proxy,
        trust,
        api,
        socket,
        listen,
        keyring,
        cache,
        storage: StorageFinding::default(),
        problems,
    }
}

fn check_policy(policy: Policy, environment: &Environment, problems: &mut Vec<Problem>) -> PolicyFinding {
    let refused = policy.check_environment(environment).err();
    if let Some(refused) = &refused {
        let hint = if policy.problem.is_some() {
            "mend the policy file: until then nobody signs in and nothing is exported on this machine"
        } else {
            "add the environment to allowed_environments in the policy file, or examine one that is there"
        };
        problems.push(Problem { part: "policy", message: refused.to_string(), hint, tolerable: false });
    }
    PolicyFinding { ok: refused.is_none(), policy }
}

fn check_trust(problems: &mut Vec<Problem>) -> TrustFinding {
    let trust = TrustFinding::of_this_machine();
    if let (false, Some(named)) = (trust.ok, &trust.named) {
        problems.push(Problem {
            part: "trust",
            message: format!("the certificates at {named} cannot be read"),
            hint: "SSL_CERT_FILE names one PEM file with every CA, SSL_CERT_DIR a folder that c_rehash has prepared",
            tolerable: false,
        });
    }
    trust
}

async fn check_platform(
    environment: Environment,
    credentials: Credentials,
    listen: Option<Duration>,
    problems: &mut Vec<Problem>,
) -> (ApiFinding, SocketFinding, Option<ListenFinding>) {
    let mut api = ApiFinding::default();
    let mut socket = SocketFinding::default();
    let mut problem = |part, message: String, hint| problems.push(Problem { part, message, hint, tolerable: false });

    let started = Instant::now();
    let platform = match Platform::new(environment, credentials) {
        Ok(platform) => platform,
        Err(error) => {
            problem("api", error.to_string(), "check the addresses given with --api and --socket");
            return (api, socket, None);
        }
    };
    if let Err(error) = platform.sign_in().await {
        problem("api", error.to_string(), "check the address, the access key and secret, the proxy and the firewall");
        return (api, socket, None);
    }
    api.sign_in_ms = Some(millis(started));
    let started = Instant::now();
    match platform.robots().await {
        Ok(robots) => {
            api.ok = true;
            api.robots_ms = Some(millis(started));
            api.robots = Some(robots.len());
        }
        Err(error) => problem("api", error.to_string(), "sign-in worked, the robot list did not: ask the platform"),
    }
    let started = Instant::now();
    let mut connection = match platform.connect(None).await {
        Ok(connection) => connection,
        Err(reason) => {
            let hint = "let WebSocket connections to the socket address through, in the proxy too (CONNECT)";
            problem("socket", format!("{reason:?}"), hint);
            return (api, socket, None);
        }
    };
    socket.ok = true;
    socket.protocol = Some(connection.protocol());
    socket.connect_ms = Some(millis(started));
    let mut heard = None;
    if let Some(time) = listen {
        let (counted, dropped) = count(&platform, &mut connection, time).await;
        heard = Some(counted);
        if let Some(reason) = dropped {
            socket.ok = false;
            problem("socket", format!("dropped while listening: {reason}"), "a proxy may cut idle connections");
        }
    }
    connection.close().await;
    (api, socket, heard)
}

async fn count(platform: &Platform, connection: &mut Connection, time: Duration) -> (ListenFinding, Option<String>) {
    let mut heard = ListenFinding { seconds: time.as_secs(), ..ListenFinding::default() };
    let until = tokio::time::Instant::now() + time;
    while let Ok(event) = tokio::time::timeout_at(until, connection.next()).await {
        match event {
            LineEvent::Down(reason) => return (heard, Some(format!("{reason:?}"))),
            LineEvent::Event(event) => match (platform.decode(&event), event.name.as_str()) {
                (Incoming::Message(_), _) => heard.message += 1,
                (Incoming::Chat(_), _) => heard.chat += 1,
                (Incoming::Unrecognised { .. }, "message" | "chat") => heard.unrecognised += 1,
                (Incoming::Action(_) | Incoming::Unrecognised { .. }, _) => heard.other += 1,
            },
        }
    }
    (heard, None)
}

async fn check_keyring(vault: &dyn Vault, problems: &mut Vec<Problem>) -> KeyringFinding {
    match probe(vault).await {
        Ok(()) => KeyringFinding { ok: true, message: None },
        Err(error) => {
            problems.push(Problem {
                part: "keyring",
                message: error.to_string(),
                hint: "without a keyring the secret is asked for at every start and the cache is rebuilt",
                tolerable: true,
            });
            KeyringFinding { ok: false, message: Some(error.to_string()) }
        }
    }
}

async fn check_cache(data_dir: &Path, problems: &mut Vec<Problem>) -> CacheFinding {
    let folder = data_dir.join(format!("doctor-{}", uuid::Uuid::new_v4().simple()));
    let mut finding = CacheFinding { ok: false, path: data_dir.display().to_string(), cipher: None };
    let result = async {
        let store = Store::open(&folder.join("cache.db"), &CacheKey::random()).await?;
        let health = store.health().await;
        store.close().await;
        health
    };
    match result.await {
        Ok(health) => {
            finding.ok = true;
            finding.cipher = Some(health.cipher_version);
        }
        Err(error) => problems.push(Problem {
            part: "cache",
            message: error.to_string(),
            hint: "the data folder must be writable and have free space",
            tolerable: false,
        }),
    }
    if let Err(error) = std::fs::remove_dir_all(&folder) {
        tracing::debug!(%error, "the scratch cache was not there to remove");
    }
    finding
}

fn millis(started: Instant) -> u64 {
    u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX)
}
