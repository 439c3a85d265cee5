//! Environments and accounts.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::AccountId;

/// Which platform an account belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum EnvironmentKind {
    Practice,
    Test,
    Production,
    Custom,
}

/// The generations of the socket protocol that are in the field (Q33).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SocketProtocol {
    /// Engine.IO 3 / Socket.IO 2.
    Eio3,
    /// Engine.IO 4 / Socket.IO 3 and later.
    Eio4,
}

/// Which generation of Engine.IO the socket speaks; `Auto` finds out and remembers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ProtocolChoice {
    /// Finds out and remembers.
    Auto,
    Eio3,
    Eio4,
}

/// Where the platform is (Q1). The presets live in one place; nothing else names a host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Environment {
    pub kind: EnvironmentKind,
    /// Base of the REST calls, without a trailing slash.
    pub api_base: String,
    /// Base of the socket, without path and trailing slash.
    pub socket_base: String,
    /// Hosts media may be fetched from although their address is private.
    pub media_hosts: Vec<String>,
    pub protocol: ProtocolChoice,
}

/// An account this console knows. Holds no secret: that is in the keyring (Q7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    pub id: AccountId,
    pub environment: Environment,
    /// `accessKey`: the account's name on the platform. Spec 2.1.
    pub access_key: String,
    /// Whether the secret is kept in the keyring.
    pub remembered: bool,
}

impl Environment {
    /// The production platform. Spec 1.1 recommends the `chat` host for sockets.
    #[must_use]
    pub fn production() -> Self {
        Self {
            kind: EnvironmentKind::Production,
            api_base: "https://www.yjiyun.com".into(),
            socket_base: "https://chat.yjiyun.com".into(),
            media_hosts: Vec::new(),
            protocol: ProtocolChoice::Auto,
        }
    }

    /// The platform's test system. Spec 1.1.
    #[must_use]
    pub fn test() -> Self {
        Self {
            kind: EnvironmentKind::Test,
            api_base: "https://test.yjiyun.com".into(),
            socket_base: "https://test.yjiyun.com".into(),
            media_hosts: Vec::new(),
            protocol: ProtocolChoice::Auto,
        }
    }

    /// A practice platform at the given base, `http://127.0.0.1:<port>`.
    #[must_use]
    pub fn practice(base: &str) -> Self {
        Self {
            kind: EnvironmentKind::Practice,
            api_base: base.into(),
            socket_base: base.into(),
            media_hosts: vec!["127.0.0.1".into()],
            protocol: ProtocolChoice::Auto,
        }
    }
}
