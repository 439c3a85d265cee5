//! What a stranger sees at an address. The platform has no key, follows its own rules about redirects, and fails a
//! whole link card over a cover that it cannot load (Q56); so addresses are looked at before they are sent.
//!
//! It is looked at by a GET of the first bytes rather than by HEAD: several storages refuse HEAD to strangers who may
//! GET, and only bytes tell whether a picture is one.

use reqwest::{
    Response, StatusCode,
    header::{CONTENT_RANGE, RANGE},
};
use tokio_util::sync::CancellationToken;
use url::{Host, Url};

use super::{
    NetworkRules, UploadError, UploadKind, UploadLimits,
    kind::{HEAD_BYTES, Sniffed},
    meter::Counter,
    put::content_length,
    web::Web,
};

/// A cover that a link card can show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverSeen {
    pub mime: &'static str,
    /// `None` if the server does not tell.
    pub bytes: Option<u64>,
}

/// The web without keys.
#[derive(Clone)]
pub struct PublicWeb {
    web: Web,
}

struct Seen {
    length: Option<u64>,
    head: Vec<u8>,
}

impl PublicWeb {
    pub fn new(rules: &NetworkRules) -> Result<Self, UploadError> {
        Ok(Self { web: Web::new(rules)? })
    }

    pub(super) fn of(web: Web) -> Self {
        Self { web }
    }

    /// Whether the platform could be given this address at all; asks nobody (Q56).
    pub(crate) fn check_address(address: &str) -> Result<(), UploadError> {
        plain(address).map(drop)
    }

    /// Checks that an address shows `bytes` bytes to everyone and, with `image`, that they are a picture.
    pub async fn verify(
        &self,
        address: &str,
        bytes: u64,
        image: bool,
        cancel: &CancellationToken,
    ) -> Result<(), UploadError> {
        let url = plain(address)?;
        let seen = self.look(&url, bytes, cancel).await?;
        if seen.length != Some(bytes) {
            return Err(UploadError::Differs { why: "its length is another" });
        }
        let found = Sniffed::of(&seen.head).mime;
        if image && !found.starts_with("image/") {
            return Err(UploadError::NotAnImage { found: found.to_owned() });
        }
        Ok(())
    }

    /// Judges a cover whose address was typed: no query string, readable by everyone without a redirect, a picture of an
    /// allowed type and size. Private addresses are refused, because the platform cannot reach them, unless `listed`
    /// names their host.
    pub async fn check_cover(
        &self,
        address: &str,
        limits: &UploadLimits,
        listed: &[String],
        cancel: &CancellationToken,
    ) -> Result<CoverSeen, UploadError> {
        let url = plain(address)?;
        let known = url.host_str().is_some_and(|host| listed.iter().any(|name| name.eq_ignore_ascii_case(host)));
        if !known && is_private(&url) {
            return Err(UploadError::BadAddress { why: "it is in a private network" });
        }
        let limits = limits.of(UploadKind::Cover);
        let seen = self.look(&url, 0, cancel).await?;
        if let Some(found_bytes) = seen.length.filter(|&length| length > limits.max_bytes) {
            return Err(UploadError::TooLarge { found_bytes, limit_bytes: limits.max_bytes });
        }
        let mime = Sniffed::of(&seen.head).mime;
        let allowed = if limits.types.is_empty() {
            mime.starts_with("image/")
        } else {
            limits.types.iter().any(|allowed| allowed.eq_ignore_ascii_case(mime))
        };
        if !allowed {
            return Err(UploadError::NotAnImage { found: mime.to_owned() });
        }
        Ok(CoverSeen { mime, bytes: seen.length })
    }

    /// The whole of a small object, answered with 200. Reads one byte more than expected, so that more is noticed.
    pub(super) async fn read_whole(
        &self,
        address: &str,
        expected: usize,
        cancel: &CancellationToken,
    ) -> Result<Vec<u8>, UploadError> {
        let url = plain(address)?;
        let mut answer = self.web.send(&url, self.web.client.get(url.clone()), &Counter::default(), cancel).await?;
        if answer.status() != StatusCode::OK {
            return Err(UploadError::NotPublic { status: answer.status().as_u16() });
        }
        Ok(self.web.read(&url, &mut answer, expected + 1).await?)
    }

    /// The first bytes and the length. A server that does not tell the length is read on until `expected` is passed.
    async fn look(&self, url: &Url, expected: u64, cancel: &CancellationToken) -> Result<Seen, UploadError> {
        let request = self.web.client.get(url.clone()).header(RANGE, format!("bytes=0-{}", HEAD_BYTES - 1));
        let mut answer = self.web.send(url, request, &Counter::default(), cancel).await?;
        let length = match answer.status() {
            StatusCode::OK => content_length(&answer),
            StatusCode::PARTIAL_CONTENT => whole_length(&answer),
            status => return Err(UploadError::NotPublic { status: status.as_u16() }),
        };
        let head = self.web.read(url, &mut answer, HEAD_BYTES).await?;
        if length.is_some() || answer.status() != StatusCode::OK {
            return Ok(Seen { length, head });
        }
        let mut read = head.len() as u64;
        while read <= expected {
            match self.web.next(url, &mut answer).await? {
                Some(more) => read += more.len() as u64,
                None => return Ok(Seen { length: Some(read), head }),
            }
        }
        Ok(Seen { length: None, head })
    }
}

/// `bytes 0-8191/12345`
fn whole_length(answer: &Response) -> Option<u64> {
    let range = answer.headers().get(CONTENT_RANGE)?.to_str().ok()?;
    range.rsplit_once('/')?.1.trim().parse().ok()
}

/// An address the platform can be given: web, and nothing behind the path (Q56).
fn plain(address: &str) -> Result<Url, UploadError> {
    let bad = |why| UploadError::BadAddress { why };
    let url = Url::parse(address.trim()).map_err(|_| bad("it is not a web address"))?;
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
        return Err(bad("it is not a web address"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(bad("it has a name or password in it"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(UploadError::HasQuery { address: without_query(&url) });
    }
    Ok(url)
}

/// The address as far as it may be shown: a query may be a signature.
pub(super) fn without_query(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    url.into()
}

fn is_private(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback() || ip.is_private() || ip.is_link_local() || ip.is_unspecified(),
        Some(Host::Ipv6(ip)) => {
            ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local() || ip.is_unspecified()
        }
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost") || name.ends_with(".localhost"),
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn q56_an_address_that_the_platform_cannot_read_is_refused_with_the_reason() {
        assert!(plain("https://x.cn/a.png").is_ok());
        let told = plain("https://x.cn/a.png?Signature=abc").unwrap_err().to_string();
        assert!(
            told.contains("https://x.cn/a.png") && told.contains("query string") && !told.contains("abc"),
            "{told}"
        );
        assert!(matches!(plain("https://x.cn/a.png?"), Err(UploadError::HasQuery { .. })));
        assert!(matches!(plain("https://x.cn/a.png#top"), Err(UploadError::HasQuery { .. })));
        for odd in ["", "a.png", "file:///etc/passwd", "data:image/png;base64,AA", "https://me:pw@x.cn/a.png"] {
            assert!(matches!(plain(odd), Err(UploadError::BadAddress { .. })), "{odd}");
        }
    }
}
