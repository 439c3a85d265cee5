//! Behind a company's proxy: the platform has a name that this machine cannot resolve, and only the proxy leads there.
//!
//! The console is a process of its own, the doctor, on a machine whose environment names the proxy and the company's CA. The
//! proxy is a few lines of the test: it answers `CONNECT` and passes bytes on.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Result, ensure};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

use crate::doctor::{ACCESS_SECRET, Visit, visit_on};
use crate::server::Kind;
use crate::tls::Company;
use crate::{found_ill, in_good_health};

/// Reserved for tests: nobody's resolver knows it.
const PLATFORM: &str = "platform.test";
/// `wang:geheim`, as `Proxy-Authorization` says it.
const BASIC: &str = "Basic d2FuZzpnZWhlaW0=";

/// A proxy that knows one host.
struct Proxy {
    port: u16,
    /// How often each place was asked for.
    asked: Arc<Mutex<BTreeMap<String, usize>>>,
}

impl Proxy {
    /// Leads `platform.test:443` to a port of this machine, for whoever says who they are if `account` is wanted.
    async fn leading_to(port: u16, account: Option<&'static str>) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let asked: Arc<Mutex<BTreeMap<String, usize>>> = Arc::default();
        let this = Self { port: listener.local_addr()?.port(), asked: Arc::clone(&asked) };
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let to = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
                tokio::spawn(serve(client, to, account, Arc::clone(&asked)));
            }
        });
        Ok(this)
    }

    fn asked_for(&self, place: &str) -> usize {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).get(place).copied().unwrap_or_default()
    }
}

async fn serve(
    client: TcpStream,
    to: SocketAddr,
    account: Option<&str>,
    asked: Arc<Mutex<BTreeMap<String, usize>>>,
) -> Result<()> {
    let mut client = BufReader::new(client);
    let mut head = Vec::new();
    loop {
        let mut line = String::new();
        ensure!(client.read_line(&mut line).await? > 0, "the client left in the middle of its request");
        match line.trim_end() {
            "" => break,
            line => head.push(line.to_owned()),
        }
    }
    let said =
        |wanted: &str| head.iter().any(|line| line.eq_ignore_ascii_case(&format!("proxy-authorization: {wanted}")));
    let place = head.first().and_then(|line| line.split_whitespace().nth(1)).unwrap_or_default().to_owned();
    if account.is_some_and(|account| !said(account)) {
        client.write_all(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n").await?;
        return Ok(());
    }
    *asked.lock().unwrap_or_else(PoisonError::into_inner).entry(place.clone()).or_default() += 1;
    if place != format!("{PLATFORM}:443") || !head.first().is_some_and(|line| line.starts_with("CONNECT ")) {
        client.write_all(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n").await?;
        return Ok(());
    }
    let mut server = TcpStream::connect(to).await?;
    client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await?;
    copy_bidirectional(&mut client, &mut server).await?;
    Ok(())
}

fn visit(proxy: &str, company: &Company, more: &[&str]) -> Result<Visit> {
    let url = format!("https://{PLATFORM}");
    let ca = company.file("ca.pem");
    // Neither the machine's own variables nor those in small letters may lead elsewhere.
    let none = Path::new("");
    let variables = [
        ("HTTPS_PROXY", Path::new(proxy)),
        ("https_proxy", none),
        ("NO_PROXY", none),
        ("no_proxy", none),
        ("SSL_CERT_FILE", ca.as_path()),
    ];
    visit_on(&url, &url, ACCESS_SECRET, more, &variables)
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_and_the_socket_go_through_the_companys_proxy_and_trust_its_ca() -> Result<()> {
    let company = Company::signing_for(PLATFORM)?;
    let server = company.server(Kind::SocketIo2).await?;
    let proxy = Proxy::leading_to(server.port, None).await?;
    let address = format!("http://127.0.0.1:{}", proxy.port);
    let visit = visit(&address, &company, &["--listen", "3"])?;
    in_good_health(&visit, "eio3")?;
    ensure!(visit.report.proxy.api.as_deref() == Some(&*address), "{:?}", visit.report.proxy);
    ensure!(visit.report.proxy.socket.as_deref() == Some(&*address), "{:?}", visit.report.proxy);
    ensure!(visit.report.trust.ok && visit.report.trust.named.is_some(), "{:?}", visit.report.trust);
    // One connection for the calls, which is kept, and one for the socket.
    ensure!(proxy.asked_for(&format!("{PLATFORM}:443")) >= 2, "{:?}", proxy.asked);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_that_asks_who_is_there_is_told_and_nobody_else_is() -> Result<()> {
    let company = Company::signing_for(PLATFORM)?;
    let server = company.server(Kind::SocketIo2).await?;
    let proxy = Proxy::leading_to(server.port, Some(BASIC)).await?;
    let known = visit(&format!("http://wang:geheim@127.0.0.1:{}", proxy.port), &company, &["--listen", "3"])?;
    in_good_health(&known, "eio3")?;
    ensure!(!known.output.contains("geheim"), "the doctor repeats the proxy's password: {}", known.output);
    let stranger = visit(&format!("http://127.0.0.1:{}", proxy.port), &company, &[])?;
    found_ill(&stranger, "api")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_that_leads_nowhere_is_a_problem_of_the_api() -> Result<()> {
    let company = Company::signing_for(PLATFORM)?;
    let nowhere = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?.local_addr()?.port();
    found_ill(&visit(&format!("http://127.0.0.1:{nowhere}"), &company, &[])?, "api")
}
