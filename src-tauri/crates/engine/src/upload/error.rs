//! What can go wrong with an upload, told so that a person knows what to do. No message holds a secret, the answer of a
//! storage as it came, or the path of a local file.

use thiserror::Error;

use super::CheckStep;
use crate::ErrorCode;

/// Why a file did not go out, or why the storage cannot be used.
#[derive(Debug, Error)]
pub enum UploadError {
    #[error("no storage for uploads is set up; a team lead can do so in the settings")]
    NotConfigured,
    /// A setting cannot be right. `field` is its name in [`StorageConfig`](super::StorageConfig).
    #[error("the setting {field} cannot be used: {why}")]
    Setting { field: &'static str, why: &'static str },
    #[error("{host} cannot be reached ({why}); check the address and the network")]
    Unreachable { host: String, why: String },
    #[error("{host} stopped answering for {seconds} s; try again")]
    Stalled { host: String, seconds: u64 },
    /// The storage does not accept the key, or the key may not do this.
    #[error("the storage refused the key; check the key and its secret, and that it may write")]
    Denied,
    #[error("{place} does not exist in the storage; check its name and the address of the storage")]
    NoBucket { place: String },
    #[error("the clock of this computer is too far off for the storage to accept it; set the clock")]
    ClockSkewed,
    /// The storage failed on its own side, again and again.
    #[error("the storage is busy or failing; try again later")]
    Busy,
    /// The storage refused for a reason of its own; `code` is its word for it.
    #[error("the storage refused: {code}")]
    Refused { code: String },
    #[error("the file has {found_bytes} bytes, more than the {limit_bytes} that are allowed")]
    TooLarge { found_bytes: u64, limit_bytes: u64 },
    #[error("the file is empty")]
    Empty,
    /// Judged by the content, not by the name. `wanted` lists what may be sent in this way.
    #[error("the file is {found}, which cannot be sent as {wanted}")]
    WrongType { found: String, wanted: String },
    /// `address` is told without the query, which may be a signature.
    #[error("the address {address} has a query string, which the platform cannot read; use one without ? and #")]
    HasQuery { address: String },
    #[error("this is not an address that the platform could read: {why}")]
    BadAddress { why: &'static str },
    /// Whoever has no key does not get the file.
    #[error("the public address answers {status} instead of the file; make the bucket readable for everyone")]
    NotPublic { status: u16 },
    #[error("the public address shows something else ({why}); check the public address in the settings")]
    Differs { why: &'static str },
    #[error("the cover is {found}, not a picture that a link card can show")]
    NotAnImage { found: String },
    #[error("the file changed while it was sent; save it and send it again")]
    Changed,
    /// `left` is the address of an object that could not be taken back.
    #[error("{}", cancelled(left.as_deref()))]
    Cancelled { left: Option<String> },
    #[error("{name} is not a file")]
    NotAFile { name: String },
    #[error("the file {name} cannot be read: {source}")]
    Io { name: String, source: std::io::Error },
    /// The storage failed its trial, see [`Storage::check`](super::Storage::check).
    #[error("the storage {step}: {source}. The settings were not saved. {}", remains(left.as_deref()))]
    Check { step: CheckStep, left: Option<String>, source: Box<UploadError> },
}

fn cancelled(left: Option<&str>) -> String {
    match left {
        None => "the upload was cancelled and left nothing in the storage".to_owned(),
        Some(url) => format!("the upload was cancelled, but the file may still be at {url}; delete it there"),
    }
}

fn remains(left: Option<&str>) -> String {
    match left {
        None => "Nothing is left in the storage.".to_owned(),
        Some(url) => format!("A small test file may still be at {url}; it can be deleted."),
    }
}

impl UploadError {
    /// What the window has words for.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::NotConfigured => ErrorCode::StorageNotConfigured,
            Self::Setting { .. } => ErrorCode::InvalidInput,
            Self::Unreachable { .. } => ErrorCode::StorageUnreachable,
            Self::Stalled { .. } => ErrorCode::TimedOut,
            Self::Denied => ErrorCode::StorageDenied,
            Self::NoBucket { .. } => ErrorCode::StorageBucket,
            Self::ClockSkewed => ErrorCode::ClockWrong,
            Self::Busy => ErrorCode::Busy,
            Self::Refused { .. } => ErrorCode::Rejected,
            Self::TooLarge { .. } => ErrorCode::TooLarge,
            Self::Empty => ErrorCode::FileEmpty,
            Self::WrongType { .. } => ErrorCode::FileType,
            Self::HasQuery { .. } => ErrorCode::AddressHasQuery,
            Self::BadAddress { .. } => ErrorCode::InvalidAddress,
            Self::NotPublic { .. } | Self::Differs { .. } => ErrorCode::NotPublic,
            Self::NotAnImage { .. } => ErrorCode::NotAnImage,
            Self::Changed => ErrorCode::FileChanged,
            Self::Cancelled { .. } => ErrorCode::Cancelled,
            Self::NotAFile { .. } | Self::Io { .. } => ErrorCode::FileUnreadable,
            Self::Check { source, .. } => source.code(),
        }
    }

    /// True if the same upload may succeed later without anything being changed.
    #[must_use]
    pub fn retryable(&self) -> bool {
        match self {
            Self::Unreachable { .. } | Self::Stalled { .. } | Self::Busy | Self::Changed | Self::Cancelled { .. } => {
                true
            }
            Self::Check { source, .. } => source.retryable(),
            _ => false,
        }
    }
}
