//! Fetching what customers sent: over http(s) only, from public places only, three redirects at most under the same
//! rules, and limited in size and time.
//!
//! Nothing is decompressed on the way: no compressed answer is asked for, and one that comes anyway is the bytes it is,
//! so that what is counted is what is kept. A picture goes to the web view only if its bytes are one of a few known
//! kinds and its header promises no more pixels than a screen could need ([`picture_of`]).

use std::{net::SocketAddr, path::Path, sync::Arc, time::Duration};

use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use reqwest::{
    Client, Response, StatusCode,
    dns::{Addrs, Name, Resolve, Resolving},
    header,
    redirect::Policy,
};
use thiserror::Error;
use tokio::io::AsyncWriteExt;
use url::Url;
use zuoxi_platform::Proxies;
use zuoxi_store::Picture;

use super::address;

const LIMIT_BYTES: u64 = 20 * 1024 * 1024;
const LIMIT_TIME: Duration = Duration::from_secs(20);
/// A file of two gigabytes over a slow line; that nothing comes at all is noticed long before.
const FILE_TIME: Duration = Duration::from_hours(2);
const REDIRECTS: usize = 3;
/// The most that a picture may unfold to, in pixels: four bytes each in the memory of the web view.
const LIMIT_PIXELS: usize = 50_000_000;
/// What the web view shows as a picture, and whose size is in a header that can be trusted.
const PICTURES: [&str; 5] = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"];

/// Why something is not shown, played, saved or opened.
#[derive(Debug, Error)]
pub enum Refusal {
    #[error("there is no such thing")]
    Unknown,
    #[error("its address is not one that anything may come from")]
    Forbidden,
    #[error("it is larger than {limit_bytes} bytes")]
    TooLarge { limit_bytes: u64 },
    #[error("what came is not a picture")]
    NotAPicture,
    #[error("the picture would unfold to {width} x {height} pixels")]
    TooManyPixels { width: usize, height: usize },
    #[error("what came is no sound or film that a window plays")]
    NotPlayable,
    #[error("it has no such range")]
    NoSuchRange { total: u64 },
    #[error("{name} is a program, or could run one")]
    Program { name: String },
    #[error("it could not be written: {0}")]
    NotKept(#[from] std::io::Error),
    #[error("it could not be fetched: {0}")]
    Failed(String),
}

/// A stretch of something, and how long all of it is.
pub struct Part {
    pub bytes: Vec<u8>,
    /// In bytes; none if the server does not say.
    pub total: Option<u64>,
}

/// Fetches under the rules. A client per list of trusted hosts, because the rules are part of the client.
pub struct Fetcher {
    clients: moka::sync::Cache<Vec<String>, Client>,
    proxies: Proxies,
}

impl Fetcher {
    pub fn new() -> Result<Self, String> {
        let proxies = Proxies::of_this_machine();
        client(&[], &proxies).map_err(|error| format!("pictures cannot be fetched: {error}"))?;
        Ok(Self { clients: moka::sync::Cache::new(8), proxies })
    }

    /// Brings the picture at `address`. `listed` hosts may be private.
    pub async fn fetch(&self, address: &str, listed: &[String]) -> Result<Picture, Refusal> {
        picture_of(self.bring(address, listed).await?)
    }

    /// Brings whatever is at `address`, under the same rules.
    pub async fn bring(&self, address: &str, listed: &[String]) -> Result<Vec<u8>, Refusal> {
        let response = self.ask(address, listed, None, LIMIT_TIME).await?;
        check_length(&response, LIMIT_BYTES)?;
        let mut bytes = Vec::new();
        let mut chunks = chunks(response);
        while let Some(chunk) = chunks.next().await {
            bytes.extend_from_slice(&chunk?);
            if bytes.len() as u64 > LIMIT_BYTES {
                return Err(Refusal::TooLarge { limit_bytes: LIMIT_BYTES });
            }
        }
        Ok(bytes)
    }

    /// Brings whatever is at `address` into a new file, without ever holding more than a piece of it in memory. A file that
    /// was not finished is removed.
    pub async fn bring_to(
        &self,
        address: &str,
        listed: &[String],
        limit_bytes: u64,
        file: &Path,
    ) -> Result<(), Refusal> {
        let response = self.ask(address, listed, None, FILE_TIME).await?;
        check_length(&response, limit_bytes)?;
        let written = write(response, limit_bytes, file).await;
        if written.is_err() {
            // The refusal is what counts; a leftover that cannot be removed is no larger than its limit.
            let _ = tokio::fs::remove_file(file).await;
        }
        written
    }

    /// Brings `length` bytes from `start` on, fewer if there are no more. A server that knows no ranges is read past.
    pub async fn part(&self, address: &str, listed: &[String], start: u64, length: u64) -> Result<Part, Refusal> {
        let last = start.saturating_add(length).saturating_sub(1);
        let response = self.ask(address, listed, Some(format!("bytes={start}-{last}")), LIMIT_TIME).await?;
        let (mut skip, total) = match content_range(&response) {
            Some((from, total)) if from == start => (0, total),
            Some(_) => return Err(Refusal::Failed("the server sent another range than it was asked for".into())),
            None => (start, response.content_length()),
        };
        let mut bytes = Vec::new();
        let mut chunks = chunks(response);
        while let Some(chunk) = chunks.next().await {
            let chunk = chunk?;
            let dropped = usize::try_from(skip).unwrap_or(usize::MAX).min(chunk.len());
            skip = skip.saturating_sub(dropped as u64);
            let wanted = usize::try_from(length).unwrap_or(usize::MAX).saturating_sub(bytes.len());
            bytes.extend(chunk.iter().skip(dropped).take(wanted));
            if bytes.len() as u64 >= length {
                break;
            }
        }
        Ok(Part { bytes, total })
    }

    async fn ask(
        &self,
        address: &str,
        listed: &[String],
        range: Option<String>,
        limit_time: Duration,
    ) -> Result<Response, Refusal> {
        let url = Url::parse(address).map_err(|_| Refusal::Forbidden)?;
        check(&url, listed, &self.proxies)?;
        let made = self.clients.try_get_with(listed.to_vec(), || client(listed, &self.proxies));
        let made = made.map_err(|error| Refusal::Failed(error.to_string()))?;
        let mut request = made.get(url).timeout(limit_time);
        if let Some(range) = range {
            request = request.header(header::RANGE, range);
        }
        let response = request.send().await.and_then(Response::error_for_status).map_err(failed)?;
        // A redirect to what is no page of the web is not followed but handed over as if it were the answer.
        if !response.status().is_success() {
            return Err(Refusal::Failed(format!("the server answered {}", response.status())));
        }
        Ok(response)
    }
}

/// The address stays out of the message: it may carry a signature.
fn failed(error: reqwest::Error) -> Refusal {
    Refusal::Failed(error.without_url().to_string())
}

fn chunks(response: Response) -> impl Stream<Item = Result<Bytes, Refusal>> + Unpin {
    response.bytes_stream().map(|chunk| chunk.map_err(failed))
}

fn check_length(response: &Response, limit_bytes: u64) -> Result<(), Refusal> {
    match response.content_length() {
        Some(length) if length > limit_bytes => Err(Refusal::TooLarge { limit_bytes }),
        _ => Ok(()),
    }
}

async fn write(response: Response, limit_bytes: u64, file: &Path) -> Result<(), Refusal> {
    let mut kept = tokio::fs::File::options().write(true).create_new(true).open(file).await?;
    let mut written: u64 = 0;
    let mut chunks = chunks(response);
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk?;
        written += chunk.len() as u64;
        if written > limit_bytes {
            return Err(Refusal::TooLarge { limit_bytes });
        }
        kept.write_all(&chunk).await?;
    }
    Ok(kept.sync_all().await?)
}

/// Where a partial answer begins, and how long all of it is.
fn content_range(response: &Response) -> Option<(u64, Option<u64>)> {
    if response.status() != StatusCode::PARTIAL_CONTENT {
        return None;
    }
    let said = response.headers().get(header::CONTENT_RANGE)?.to_str().ok()?.strip_prefix("bytes ")?;
    let (range, total) = said.split_once('/')?;
    Some((range.split_once('-')?.0.parse().ok()?, total.parse().ok()))
}

/// The bytes as a picture, if they are one that can be shown without harm.
pub fn picture_of(bytes: Vec<u8>) -> Result<Picture, Refusal> {
    let mime = infer::get(&bytes).map(|kind| kind.mime_type()).filter(|mime| PICTURES.contains(mime));
    let mime = mime.ok_or(Refusal::NotAPicture)?.to_owned();
    let size = imagesize::blob_size(&bytes).map_err(|_| Refusal::NotAPicture)?;
    if size.width.saturating_mul(size.height) > LIMIT_PIXELS {
        return Err(Refusal::TooManyPixels { width: size.width, height: size.height });
    }
    Ok(Picture { mime, bytes })
}

/// Refuses what [`address::check`] refuses, and the proxies' own hosts: their names are resolved although they are private,
/// so that a request can go through them, which is not to say that it may go to them.
fn check(url: &Url, listed: &[String], proxies: &Proxies) -> Result<(), Refusal> {
    address::check(url, listed)?;
    let of_a_proxy =
        |host: &str| !listed.iter().any(|name| name == host) && proxies.hosts().iter().any(|name| name == host);
    if url.host_str().is_some_and(of_a_proxy) { Err(Refusal::Forbidden) } else { Ok(()) }
}

fn client(listed: &[String], proxies: &Proxies) -> Result<Client, reqwest::Error> {
    let trusted = listed.to_vec();
    let on_the_way = proxies.clone();
    let follow = Policy::custom(move |attempt| {
        if attempt.previous().len() > REDIRECTS {
            attempt.error("too many redirects")
        } else if check(attempt.url(), &trusted, &on_the_way).is_err() {
            attempt.error("redirected to a place nothing may come from")
        } else {
            attempt.follow()
        }
    });
    proxies
        .used_by(Client::builder())
        .redirect(follow)
        .timeout(LIMIT_TIME)
        .read_timeout(LIMIT_TIME)
        .dns_resolver(Arc::new(PublicOnly { listed: [listed, &proxies.hosts()].concat() }))
        .referer(false)
        .no_gzip()
        .build()
}

/// Resolves names, and drops every answer that is a private address: a public name may point inside. The names that are
/// listed, and those of the proxies, may be private.
struct PublicOnly {
    listed: Vec<String>,
}

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        let host = name.as_str().to_owned();
        let listed = self.listed.contains(&host);
        Box::pin(async move {
            let found = tokio::net::lookup_host((host.as_str(), 0)).await?;
            let allowed: Vec<SocketAddr> = found.filter(|at| listed || address::is_public(at.ip())).collect();
            if allowed.is_empty() {
                return Err("the name stands for no public address".into());
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}
