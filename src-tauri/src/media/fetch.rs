//! Fetching a picture: over http(s) only, from public places only, three redirects at most under the same rules,
//! limited in size and time, and only if the bytes themselves are a picture.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use futures_util::StreamExt;
use reqwest::{
    Client,
    dns::{Addrs, Name, Resolve, Resolving},
    redirect::Policy,
};
use thiserror::Error;
use url::Url;
use zuoxi_store::Picture;

use super::address;

const LIMIT_BYTES: usize = 20 * 1024 * 1024;
const LIMIT_TIME: Duration = Duration::from_secs(20);
const REDIRECTS: usize = 3;

/// Why a picture is not shown.
#[derive(Debug, Error)]
pub enum Refusal {
    #[error("there is no such picture")]
    Unknown,
    #[error("its address is not one that pictures may come from")]
    Forbidden,
    #[error("it is larger than {LIMIT_BYTES} bytes")]
    TooLarge,
    #[error("what came is not a picture")]
    NotAPicture,
    #[error("it could not be fetched: {0}")]
    Failed(String),
}

/// Fetches pictures. A client per list of trusted hosts, because the rules are part of the client.
pub struct Fetcher {
    clients: moka::sync::Cache<Vec<String>, Client>,
}

impl Fetcher {
    pub fn new() -> Result<Self, String> {
        client(&[]).map_err(|error| format!("pictures cannot be fetched: {error}"))?;
        Ok(Self { clients: moka::sync::Cache::new(8) })
    }

    /// Brings the picture at `address`. `listed` hosts may be private.
    pub async fn fetch(&self, address: &str, listed: &[String]) -> Result<Picture, Refusal> {
        let bytes = self.bring(address, listed).await?;
        let kind = infer::get(&bytes).filter(|kind| kind.matcher_type() == infer::MatcherType::Image);
        let mime = kind.ok_or(Refusal::NotAPicture)?.mime_type().to_owned();
        Ok(Picture { mime, bytes })
    }

    /// Brings whatever is at `address`, under the same rules.
    pub async fn bring(&self, address: &str, listed: &[String]) -> Result<Vec<u8>, Refusal> {
        let url = Url::parse(address).map_err(|_| Refusal::Forbidden)?;
        address::check(&url, listed)?;
        let made = self.clients.try_get_with(listed.to_vec(), || client(listed));
        let made = made.map_err(|error| Refusal::Failed(error.to_string()))?;
        let failed = |error: reqwest::Error| Refusal::Failed(error.without_url().to_string());
        let response = made.get(url).send().await.and_then(reqwest::Response::error_for_status).map_err(failed)?;
        let mut bytes = Vec::new();
        let mut stream = response.bytes_stream();
        while let Some(chunk) = stream.next().await {
            bytes.extend_from_slice(&chunk.map_err(failed)?);
            if bytes.len() > LIMIT_BYTES {
                return Err(Refusal::TooLarge);
            }
        }
        Ok(bytes)
    }
}

fn client(listed: &[String]) -> Result<Client, reqwest::Error> {
    let trusted = listed.to_vec();
    let follow = Policy::custom(move |attempt| {
        if attempt.previous().len() > REDIRECTS {
            attempt.error("too many redirects")
        } else if address::check(attempt.url(), &trusted).is_err() {
            attempt.error("redirected to a place pictures may not come from")
        } else {
            attempt.follow()
        }
    });
    Client::builder()
        .redirect(follow)
        .timeout(LIMIT_TIME)
        .dns_resolver(Arc::new(PublicOnly { listed: listed.to_vec() }))
        .referer(false)
        .build()
}

/// Resolves names, and drops every answer that is a private address: a public name may point inside.
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
