//! Why a connection could not be opened, read from the library's words.

use std::error::Error;

use zuoxi_model::DownReason;

use crate::{
    error::chain,
    socket::{Target, refused_upgrade},
};

/// What the library says when the server spoke, and it was not this protocol: nonsense instead of the upgrade, or a
/// first frame that is not OPEN.
const NONSENSE: [&str; 4] =
    ["WebSocket protocol error", "not json serializable", "Invalid packet id", "invalid packet which did not follow"];

/// What it says in the same words of a server that hung up before it had spoken.
const HUNG_UP: [&str; 2] = ["Handshake not finished", "Connection reset without closing handshake"];

/// Why `connect` failed. The library's error types are not all public, so that the cause has to be read from the text
/// of the innermost one. A server that hung up is not one of the other generation: `auto` must not flip for it.
pub(super) fn refused_connect(error: &(dyn Error + 'static), target: &Target) -> DownReason {
    let text = chain(error);
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let status = text.split_once("HTTP error: ").and_then(|(_, rest)| rest.get(..3)?.parse().ok());
    match status {
        Some(status) => refused_upgrade(status),
        None if says(&NONSENSE) && !says(&HUNG_UP) => DownReason::WrongProtocol,
        None => DownReason::Unreachable { message: target.redact(&text) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use url::Url;

    #[derive(Debug, thiserror::Error)]
    #[error("EngineIO Error")]
    struct Outer(#[source] Inner);

    #[derive(Debug, thiserror::Error)]
    #[error("Error with websocket connection: {0}")]
    struct Inner(&'static str);

    #[test]
    fn the_cause_of_a_refused_connection_is_found_inside_the_librarys_error() {
        let target = Target::new(Url::parse("http://127.0.0.1:1").unwrap(), "s3cret".to_owned().into());
        let reason = |text| refused_connect(&Outer(Inner(text)), &target);
        assert_eq!(reason("HTTP error: 400 Bad Request"), DownReason::WrongProtocol);
        assert_eq!(reason("HTTP error: 401 Unauthorized"), DownReason::Unauthorized);
        assert_eq!(reason("HTTP error: 502 Bad Gateway"), DownReason::Unreachable { message: "HTTP 502".into() });
        assert_eq!(
            reason("URL error: Unable to connect to ws://h/?token=s3cret"),
            DownReason::Unreachable {
                message: "EngineIO Error: Error with websocket connection: URL error: Unable to connect to \
                          ws://h/?token=***"
                    .into()
            }
        );
    }
}
