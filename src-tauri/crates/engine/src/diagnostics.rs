//! What support may see of a desk: numbers, states and choices. Whatever could tell who the customers are, what was
//! written, or how to get in has no field here: no names, no texts, no keys, no addresses that a person typed, no paths.

use serde::Serialize;
use zuoxi_model::{EnvironmentKind, SessionState};

use crate::{Density, Desk, KeyringState, Language, SendKey, StorageProvider, Theme};

/// A desk as support sees it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Diagnostics {
    /// Whether the keyring can be used.
    pub keyring: &'static str,
    /// How many notices nobody has dismissed.
    pub notices: usize,
    pub preferences: PreferenceSketch,
    pub known_accounts: usize,
    /// The account at work; none while nobody is signed in.
    pub account: Option<AccountSketch>,
    /// Access keys of the accounts, so that they can be masked elsewhere. Never written.
    #[serde(skip)]
    pub access_keys: Vec<String>,
}

/// The preferences, with what was typed only counted.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PreferenceSketch {
    pub theme: Theme,
    pub language: Language,
    pub density: Density,
    pub zoom_percent: u16,
    pub undo_seconds: u8,
    pub send_key: SendKey,
    pub sensitive_words: usize,
    pub shortcuts: usize,
    pub hide_previews: bool,
    pub blur_unfocused: bool,
}

/// The account at work.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountSketch {
    pub environment: EnvironmentKind,
    pub session: &'static str,
    pub robots: usize,
    pub robots_online: usize,
    /// The kind of the storage for uploads.
    pub storage: Option<&'static str>,
    /// None if the cache could not be examined; `cache_error` says why.
    pub cache: Option<CacheSketch>,
    pub cache_error: Option<&'static str>,
}

/// How the cache is.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CacheSketch {
    pub sound: bool,
    pub problems: usize,
    pub cipher_version: String,
    pub file_bytes: u64,
    pub chats: u64,
    pub messages: u64,
    pub outbox_open: u64,
    pub unrecognised: u64,
}

impl Desk {
    /// Looks at everything support may see. Reads the whole cache of the account at work.
    pub async fn diagnostics(&self) -> Diagnostics {
        let (profile, keyring, notices) = self.outline().await;
        let account = match self.engine().await {
            Ok(engine) => Some(sketch(&engine).await),
            Err(_) => None,
        };
        let preferences = profile.preferences;
        Diagnostics {
            keyring: match keyring {
                KeyringState::Available => "available",
                KeyringState::Locked { .. } => "locked",
                KeyringState::Unavailable { .. } => "unavailable",
                KeyringState::Checking => "checking",
            },
            notices,
            preferences: PreferenceSketch {
                theme: preferences.theme,
                language: preferences.language,
                density: preferences.density,
                zoom_percent: preferences.zoom_percent,
                undo_seconds: preferences.undo_seconds,
                send_key: preferences.send_key,
                sensitive_words: preferences.sensitive_words.len(),
                shortcuts: preferences.shortcuts.len(),
                hide_previews: preferences.hide_previews,
                blur_unfocused: preferences.blur_unfocused,
            },
            known_accounts: profile.accounts.len(),
            account,
            access_keys: profile.accounts.into_iter().map(|account| account.access_key).collect(),
        }
    }
}

async fn sketch(engine: &crate::Engine) -> AccountSketch {
    let robots = engine.robots();
    let (cache, cache_error) = match engine.core.store.health().await {
        Ok(health) => {
            let found = CacheSketch {
                sound: health.is_sound(),
                problems: health.problems.len(),
                cipher_version: health.cipher_version,
                file_bytes: health.file_bytes,
                chats: health.chats,
                messages: health.messages,
                outbox_open: health.outbox_open,
                unrecognised: health.unrecognised,
            };
            (Some(found), None)
        }
        Err(error) => {
            tracing::warn!(%error, "the cache could not be examined for support");
            (None, Some("the cache could not be read"))
        }
    };
    AccountSketch {
        environment: engine.account().environment.kind,
        session: session_word(&engine.session()),
        robots: robots.len(),
        robots_online: robots.iter().filter(|robot| robot.status == zuoxi_model::RobotStatus::Online).count(),
        storage: engine
            .storage()
            .await
            .ok()
            .and_then(|state| state.config)
            .map(|config| provider_word(&config.provider)),
        cache,
        cache_error,
    }
}

fn provider_word(provider: &StorageProvider) -> &'static str {
    match provider {
        StorageProvider::S3 { .. } => "s3",
        StorageProvider::Oss { .. } => "oss",
        StorageProvider::Cos { .. } => "cos",
        StorageProvider::Obs { .. } => "obs",
        StorageProvider::Webdav { .. } => "webdav",
        StorageProvider::Practice { .. } => "practice",
    }
}

fn session_word(session: &SessionState) -> &'static str {
    match session {
        SessionState::SignedOut => "signedOut",
        SessionState::Connecting => "connecting",
        SessionState::CatchingUp { .. } => "catchingUp",
        SessionState::Live { .. } => "live",
        SessionState::Offline { .. } => "offline",
        SessionState::AuthLost { .. } => "authLost",
    }
}
