//! The way out of a company's network: which proxy a request takes, and the connection through it.
//!
//! Decisions:
//! - **One place knows the proxies.** REST, the socket, uploads and media all ask here, so that what works for one works for
//!   the others. Where they come from is reqwest's own matcher: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, in
//!   either case; where none is set, the settings of Windows and macOS. Scripts (PAC) are not run.
//! - **This machine is never behind a proxy.** The practice platform listens on loopback, and a proxy elsewhere would look for
//!   it on itself.
//! - The socket takes the same proxy as a request to `http` or `https` would, since no system knows one for `ws`. It asks for
//!   a tunnel (CONNECT, or SOCKS) and speaks TLS with the platform inside: the proxy sees the platform's name and port, and
//!   nothing of what is said.
//! - Engine.IO 4 is `rust_socketio`'s, which opens its connection itself and takes no proxy: docs/adr/0005-engine-io-4.md.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::STANDARD};
use http::Uri;
use hyper_tls::HttpsConnector;
use hyper_util::{
    client::{
        legacy::connect::{
            HttpConnector,
            proxy::{SocksV4, SocksV5, Tunnel},
        },
        proxy::matcher::{Intercept, Matcher},
    },
    rt::TokioIo,
};
use reqwest::ClientBuilder;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};
use tower_service::Service;
use url::{Host, Url};

use crate::error::chain;

/// A connection, whichever way it went.
pub(crate) trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

/// The proxies of this machine, as they were when they were asked for.
#[derive(Debug, Clone)]
pub struct Proxies(Arc<Matcher>);

impl Proxies {
    /// What the environment says, else the system.
    #[must_use]
    pub fn of_this_machine() -> Self {
        Self(Arc::new(Matcher::from_system()))
    }

    /// One proxy for every address but this machine's own.
    #[must_use]
    pub fn always(proxy: &Url) -> Self {
        Self(Arc::new(Matcher::builder().all(proxy.as_str().to_owned()).build()))
    }

    /// Lets a client take them, in place of its own reading of the environment.
    pub fn used_by(&self, client: ClientBuilder) -> ClientBuilder {
        let proxies = self.clone();
        client.no_proxy().proxy(reqwest::Proxy::custom(move |address| proxies.with_account(address)))
    }

    /// The proxy on the way to an address, as a person may read it: without the account that it asks for.
    #[must_use]
    pub fn on_the_way_to(&self, address: &Url) -> Option<String> {
        self.intercept(address).map(|proxy| proxy.uri().to_string().trim_end_matches('/').to_owned())
    }

    /// The names of the proxies' own hosts. A client that resolves public names only has to find these too.
    #[must_use]
    pub fn hosts(&self) -> Vec<String> {
        let somewhere = ["http://proxied.invalid", "https://proxied.invalid"];
        let proxies = somewhere.into_iter().filter_map(|address| self.0.intercept(&Uri::from_static(address)));
        let mut hosts: Vec<String> = proxies.filter_map(|proxy| proxy.uri().host().map(str::to_owned)).collect();
        hosts.dedup();
        hosts
    }

    /// A connection to the host and port of an address, through the proxy if there is one on the way. What went wrong is
    /// said in words that name the proxy, never its account.
    pub(crate) async fn connect(&self, address: &Url) -> Result<Box<dyn Stream>, String> {
        let (Some(host), Some(port)) = (address.host_str(), address.port_or_known_default()) else {
            return Err("the address names no host".into());
        };
        let Some(proxy) = self.intercept(address) else {
            let stream = TcpStream::connect(format!("{host}:{port}")).await.map_err(|error| error.to_string())?;
            // A chat's frames are small and wanted at once.
            stream.set_nodelay(true).map_err(|error| error.to_string())?;
            return Ok(Box::new(stream));
        };
        let to = format!("{host}:{port}").parse::<Uri>().map_err(|error| error.to_string())?;
        through(&proxy, to).await.map_err(|why| format!("the proxy {}: {why}", proxy.uri()))
    }

    fn intercept(&self, address: &Url) -> Option<Intercept> {
        if is_this_machine(address) {
            return None;
        }
        let mut asked = address.clone();
        let scheme = match address.scheme() {
            "wss" => "https",
            "ws" => "http",
            other => other,
        };
        // These schemes are interchangeable in a URL; any other is left as it is, and matches no proxy.
        let _ = asked.set_scheme(scheme);
        self.0.intercept(&asked.as_str().parse().ok()?)
    }

    /// The proxy's address with its account, as reqwest wants it.
    fn with_account(&self, address: &Url) -> Option<Url> {
        let proxy = self.intercept(address)?;
        let mut url = Url::parse(&proxy.uri().to_string()).ok()?;
        if let Some((user, password)) = account(&proxy) {
            url.set_username(&user).ok()?;
            url.set_password(Some(&password)).ok()?;
        }
        Some(url)
    }
}

impl Default for Proxies {
    fn default() -> Self {
        Self::of_this_machine()
    }
}

async fn through(proxy: &Intercept, to: Uri) -> Result<Box<dyn Stream>, String> {
    let mut tcp = HttpConnector::new();
    tcp.enforce_http(false);
    tcp.set_nodelay(true);
    let at = proxy.uri().clone();
    match at.scheme_str() {
        Some("socks4" | "socks4a") => {
            let mut socks = SocksV4::new(at, tcp);
            let stream = socks.call(to).await.map_err(|error| chain(&error))?;
            Ok(Box::new(TokioIo::new(stream)))
        }
        Some("socks5" | "socks5h") => {
            let mut socks = SocksV5::new(at, tcp);
            if let Some((user, password)) = proxy.raw_auth() {
                socks = socks.with_auth(user.to_owned(), password.to_owned());
            }
            let stream = socks.call(to).await.map_err(|error| chain(&error))?;
            Ok(Box::new(TokioIo::new(stream)))
        }
        _ => {
            // A proxy whose own address is https is spoken to over TLS, any other in the clear.
            let tls = native_tls::TlsConnector::new().map_err(|error| chain(&error))?;
            let mut tunnel = Tunnel::new(at, HttpsConnector::from((tcp, tls.into())));
            if let Some(account) = proxy.basic_auth() {
                tunnel = tunnel.with_auth(account.clone());
            }
            let stream = tunnel.call(to).await.map_err(|error| chain(&error))?;
            Ok(Box::new(TokioIo::new(stream)))
        }
    }
}

/// User and password, whatever kind of proxy it is.
fn account(proxy: &Intercept) -> Option<(String, String)> {
    if let Some((user, password)) = proxy.raw_auth() {
        return Some((user.to_owned(), password.to_owned()));
    }
    let basic = proxy.basic_auth()?.to_str().ok()?.strip_prefix("Basic ")?;
    let account = String::from_utf8(STANDARD.decode(basic).ok()?).ok()?;
    let (user, password) = account.split_once(':')?;
    Some((user.to_owned(), password.to_owned()))
}

fn is_this_machine(address: &Url) -> bool {
    match address.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn the_socket_takes_the_proxy_of_the_web_and_this_machine_is_never_behind_one() {
        let proxies = Proxies::always(&url("http://proxy.corp:3128"));
        for far in ["https://chat.yjiyun.com", "wss://chat.yjiyun.com/socket.io/", "http://10.1.2.3", "ws://a.example"]
        {
            assert_eq!(proxies.on_the_way_to(&url(far)).as_deref(), Some("http://proxy.corp:3128"), "{far}");
        }
        for near in ["http://127.0.0.1:9", "ws://localhost:9", "http://[::1]:9", "http://seat.localhost"] {
            assert_eq!(proxies.on_the_way_to(&url(near)), None, "{near}");
        }
        assert_eq!(proxies.hosts(), ["proxy.corp"]);
    }

    #[test]
    fn a_proxys_account_reaches_the_client_and_no_words() {
        for (proxy, shown) in [
            ("http://wang%40corp:p%3Aw%2F%E5%AF%86@proxy.corp:3128", "http://proxy.corp:3128"),
            ("socks5://wang%40corp:p%3Aw%2F%E5%AF%86@proxy.corp:1080", "socks5://proxy.corp:1080"),
        ] {
            let proxies = Proxies::always(&url(proxy));
            let far = url("https://www.yjiyun.com");
            let given = proxies.with_account(&far).unwrap();
            let decoded = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
            assert_eq!(decoded(given.username()), "wang@corp");
            assert_eq!(given.password().map(decoded).as_deref(), Some("p:w/密"));
            assert_eq!(proxies.on_the_way_to(&far).as_deref(), Some(shown));
            assert!(!format!("{proxies:?}").contains("p:w"));
        }
    }
}
