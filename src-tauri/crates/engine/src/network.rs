//! What of the company's network the headless check can tell: the proxies on the way, and whose certificates count.

use std::path::Path;

use serde::Serialize;
use url::Url;
use zuoxi_model::Environment;
use zuoxi_platform::Proxies;

/// The proxies on the way to the platform, without their accounts; none is a direct way.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProxyFinding {
    pub api: Option<String>,
    pub socket: Option<String>,
}

impl ProxyFinding {
    pub(crate) fn of(environment: &Environment) -> Self {
        let proxies = Proxies::of_this_machine();
        let on_the_way = |base: &str| Url::parse(base).ok().and_then(|base| proxies.on_the_way_to(&base));
        Self { api: on_the_way(&environment.api_base), socket: on_the_way(&environment.socket_base) }
    }
}

/// Whose certificates are accepted.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TrustFinding {
    pub ok: bool,
    /// Where the system's own certificates are from.
    pub store: &'static str,
    /// A file or folder of more of them, or in their place, that the environment names. Linux only.
    pub named: Option<String>,
}

impl TrustFinding {
    /// What the machine says; a file that cannot be read makes every certificate a stranger's.
    pub(crate) fn of_this_machine() -> Self {
        let store = if cfg!(windows) {
            "Windows certificate store"
        } else if cfg!(target_os = "macos") {
            "macOS keychain"
        } else {
            "OpenSSL"
        };
        let variables = if cfg!(target_os = "linux") { &["SSL_CERT_FILE", "SSL_CERT_DIR"][..] } else { &[] };
        let named = variables.iter().find_map(std::env::var_os);
        let ok = named.as_deref().is_none_or(|place| {
            let place = Path::new(place);
            if place.is_dir() { std::fs::read_dir(place).is_ok() } else { std::fs::File::open(place).is_ok() }
        });
        Self { ok, store, named: named.map(|place| place.to_string_lossy().into_owned()) }
    }
}
