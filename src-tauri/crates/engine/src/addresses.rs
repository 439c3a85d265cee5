//! Addresses a person types, and the name an account goes by on this machine.

use url::Url;
use uuid::Uuid;
use zuoxi_model::{AccountId, Environment, EnvironmentKind, ProtocolChoice};

use crate::EngineError;

/// Reads a custom environment's addresses. `http` is for a platform on this machine only: the secret would travel
/// in the clear.
pub fn custom_environment(api_base: &str, socket_base: Option<&str>) -> Result<Environment, EngineError> {
    let api_base = checked_base(api_base)?;
    let socket_base = match socket_base.map(str::trim) {
        None | Some("") => api_base.clone(),
        Some(base) => checked_base(base)?,
    };
    Ok(Environment {
        kind: EnvironmentKind::Custom,
        api_base,
        socket_base,
        media_hosts: Vec::new(),
        protocol: ProtocolChoice::Auto,
    })
}

fn checked_base(address: &str) -> Result<String, EngineError> {
    let address = address.trim().trim_end_matches('/');
    let invalid = |why: &str| EngineError::InvalidInput(format!("the address \"{address}\" {why}"));
    let url = Url::parse(address).map_err(|_| invalid("is not a URL such as https://platform.example"))?;
    let local = matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
    match url.scheme() {
        "https" => Ok(address.to_owned()),
        "http" if local => Ok(address.to_owned()),
        "http" => Err(invalid("must begin with https:// so that the secret does not travel in the clear")),
        _ => Err(invalid("must begin with https://")),
    }
}

/// The same account on the same environment has the same id, whatever port the practice platform got.
pub(crate) fn account_id(environment: &Environment, access_key: &str) -> AccountId {
    let (kind, place) = match environment.kind {
        EnvironmentKind::Practice => ("practice", ""),
        EnvironmentKind::Test => ("test", ""),
        EnvironmentKind::Production => ("production", ""),
        EnvironmentKind::Custom => ("custom", environment.api_base.as_str()),
    };
    let name = format!("{kind}\n{place}\n{access_key}");
    let id = Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes());
    AccountId::new(format!("{kind}-{}", id.simple()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn q01_a_custom_environment_needs_https_unless_it_is_this_machine() {
        let environment = custom_environment(" https://robot.example/ ", None).unwrap();
        assert_eq!(environment.api_base, "https://robot.example");
        assert_eq!(environment.socket_base, "https://robot.example");
        let local = custom_environment("http://127.0.0.1:8080", Some("http://localhost:9090")).unwrap();
        assert_eq!(local.socket_base, "http://localhost:9090");
        for bad in ["", "robot.example", "http://robot.example", "ftp://robot.example", "javascript:alert(1)"] {
            assert!(custom_environment(bad, None).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_account_keeps_its_id_when_the_practice_platform_moves() {
        let id = |base: &str| account_id(&Environment::practice(base), "practice");
        assert_eq!(id("http://127.0.0.1:1"), id("http://127.0.0.1:2"));
        assert_ne!(id("http://127.0.0.1:1"), account_id(&Environment::test(), "practice"));
    }
}
