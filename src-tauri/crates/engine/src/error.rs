//! What can go wrong, by what someone can do about it.

use serde::{Deserialize, Serialize};
use specta::Type;
use thiserror::Error;
use zuoxi_model::{BroadcastProblem, Timestamp};
use zuoxi_platform::PlatformError;
use zuoxi_store::{MetricsError, StoreError, keyring::VaultError};

use crate::{ExportProblem, UploadError};

/// The closed list of codes that the UI has words for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ErrorCode {
    /// The platform could not be reached.
    Unreachable,
    TimedOut,
    /// Key or secret is wrong, or no longer valid.
    Auth,
    /// The platform says it is busy (5000, 429, 5xx).
    Busy,
    /// The platform refused for a reason of its own; the message carries its words.
    Rejected,
    /// The platform answered something that is not its protocol.
    Malformed,
    NotSignedIn,
    TooLarge,
    LineDown,
    InvalidAddress,
    /// The cache could not be read or written.
    Cache,
    /// The cache exists, but its key does not open it.
    CacheKey,
    /// The cache was written by a newer version.
    CacheNewer,
    /// The cache is damaged; the next start sets it aside and builds it anew.
    CacheDamaged,
    /// The cache's folder cannot be written.
    CacheReadOnly,
    /// There is no room for what was to be kept.
    DiskFull,
    /// The system keyring is missing, locked or refused.
    Keyring,
    InvalidInput,
    NotFound,
    /// Uploads need a storage, and none is set up.
    StorageNotConfigured,
    /// The storage for uploads, or its public address, could not be reached.
    StorageUnreachable,
    /// The storage refused the key.
    StorageDenied,
    /// The bucket or collection does not exist.
    StorageBucket,
    /// Whoever has no key does not get the uploaded file.
    NotPublic,
    /// The clock of this computer is too far off for a signature.
    ClockWrong,
    FileEmpty,
    /// The content is not what may be sent in this way.
    FileType,
    /// The file changed while it was sent.
    FileChanged,
    FileUnreadable,
    /// A file could not be written where it was asked for.
    FileUnwritable,
    /// Opening the file could run something; it can be saved.
    FileDangerous,
    /// The platform cannot read an address with a query string (Q56).
    AddressHasQuery,
    /// The cover of a link card is no picture.
    NotAnImage,
    /// A person gave it up.
    Cancelled,
    /// It has left, or may have: it cannot be taken back.
    AlreadySent,
    /// It was asked a moment ago; it can be asked again later.
    TooSoon,
    /// The key from anywhere is taken by another program, or is no key.
    Shortcut,
    /// The list of what starts with the session could not be changed.
    Autostart,
    /// Nobody on this desktop shows notifications.
    Notification,
    /// A file is open in another program.
    FileInUse,
    /// One export runs at a time.
    ExportRunning,
    /// The organisation has decided that this is not done on this machine.
    ForbiddenByPolicy,
}

impl ErrorCode {
    /// The code as the UI knows it.
    #[must_use]
    pub fn word(self) -> String {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::String(word)) => word,
            _ => String::new(),
        }
    }
}

/// Everything the engine reports to its callers.
#[derive(Debug, Error)]
pub enum EngineError {
    #[error(transparent)]
    Platform(#[from] PlatformError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Vault(#[from] VaultError),
    #[error("nobody is signed in")]
    NotSignedIn,
    #[error("{0}")]
    InvalidInput(String),
    #[error("{0}")]
    NotFound(String),
    #[error("this was asked a moment ago")]
    TooSoon { until: Timestamp },
    #[error("the profile {path} could not be written: {source}")]
    Profile { path: String, source: std::io::Error },
    #[error("the file {name} could not be written: {source}")]
    FileUnwritable { name: String, source: std::io::Error },
    #[error("{name} is a program, or could run one: it is not opened from here, only saved")]
    FileDangerous { name: String },
    #[error("the practice platform could not be started: {0}")]
    Practice(String),
    #[error(transparent)]
    Broadcast(#[from] BroadcastProblem),
    #[error(transparent)]
    Upload(#[from] UploadError),
    #[error(transparent)]
    Export(#[from] ExportProblem),
    #[error("this message has left already and cannot be taken back")]
    AlreadySent,
    #[error("what was pasted could not be kept as the file {name}: {source}; free some space and paste it again")]
    Paste { name: String, source: std::io::Error },
    #[error("this key could not be had: {0}; the former one stays")]
    Shortcut(String),
    #[error("the list of what starts with the session could not be changed: {0}")]
    Autostart(String),
    #[error("the notification could not be shown: {0}")]
    Notification(String),
    #[error("{0}")]
    ForbiddenByPolicy(String),
}

impl EngineError {
    /// What the window has words for.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Platform(error) => platform_code(error),
            Self::Store(error) => match error {
                StoreError::WrongKey => ErrorCode::CacheKey,
                StoreError::Newer { .. } => ErrorCode::CacheNewer,
                StoreError::Corrupt { .. } => ErrorCode::CacheDamaged,
                StoreError::ReadOnly => ErrorCode::CacheReadOnly,
                StoreError::DiskFull => ErrorCode::DiskFull,
                _ => ErrorCode::Cache,
            },
            Self::Vault(_) => ErrorCode::Keyring,
            Self::NotSignedIn => ErrorCode::NotSignedIn,
            Self::InvalidInput(_) | Self::Broadcast(_) => ErrorCode::InvalidInput,
            Self::NotFound(_) => ErrorCode::NotFound,
            Self::TooSoon { .. } => ErrorCode::TooSoon,
            Self::Profile { source, .. } | Self::Paste { source, .. } | Self::FileUnwritable { source, .. }
                if is_full(source) =>
            {
                ErrorCode::DiskFull
            }
            Self::Profile { .. } | Self::Paste { .. } => ErrorCode::Cache,
            Self::FileUnwritable { .. } => ErrorCode::FileUnwritable,
            Self::FileDangerous { .. } => ErrorCode::FileDangerous,
            Self::Practice(_) => ErrorCode::Unreachable,
            Self::Upload(error) => error.code(),
            Self::Export(problem) => problem.code(),
            Self::AlreadySent => ErrorCode::AlreadySent,
            Self::Shortcut(_) => ErrorCode::Shortcut,
            Self::Autostart(_) => ErrorCode::Autostart,
            Self::Notification(_) => ErrorCode::Notification,
            Self::ForbiddenByPolicy(_) => ErrorCode::ForbiddenByPolicy,
        }
    }

    /// True if the same call may succeed later without anything being changed.
    #[must_use]
    pub fn retryable(&self) -> bool {
        match self {
            Self::Platform(error) => error.retryable(),
            Self::Practice(_) | Self::TooSoon { .. } => true,
            Self::Upload(error) => error.retryable(),
            _ => false,
        }
    }

    /// The request the platform refused, for its support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Platform(error) => error.request_id(),
            _ => None,
        }
    }
}

/// Whatever was written and wherever: there was no room for it.
fn is_full(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded)
}

fn platform_code(error: &PlatformError) -> ErrorCode {
    match error {
        PlatformError::Unreachable { .. } => ErrorCode::Unreachable,
        PlatformError::TimedOut { .. } => ErrorCode::TimedOut,
        PlatformError::Auth { .. } => ErrorCode::Auth,
        PlatformError::Busy { .. } => ErrorCode::Busy,
        PlatformError::Rejected { .. } => ErrorCode::Rejected,
        PlatformError::Malformed { .. } => ErrorCode::Malformed,
        PlatformError::NotSignedIn => ErrorCode::NotSignedIn,
        PlatformError::TooLarge { .. } => ErrorCode::TooLarge,
        PlatformError::LineDown => ErrorCode::LineDown,
        PlatformError::InvalidAddress { .. } => ErrorCode::InvalidAddress,
        PlatformError::Unsendable { .. } => ErrorCode::InvalidInput,
    }
}
impl From<MetricsError> for EngineError {
    fn from(error: MetricsError) -> Self {
        match error {
            MetricsError::Hours(problem) => Self::InvalidInput(problem.to_string()),
            MetricsError::Store(error) => error.into(),
        }
    }
}
