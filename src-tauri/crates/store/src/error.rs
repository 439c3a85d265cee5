//! What can go wrong with the cache, told apart by what one does about it.

use std::io;

use zuoxi_model::MessageId;

/// Why the cache did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file is encrypted with another key. A damaged first page looks the same, and is cured the same way: the file
    /// is set aside and the cache is built anew.
    #[error("the key does not open this cache")]
    WrongKey,
    /// The text is not a key; see [`crate::CacheKey::from_hex`].
    #[error("a cache key has 64 hexadecimal digits")]
    InvalidKey,
    /// The file was written by a newer version, which alone knows what its tables mean.
    #[error("the cache was written by a newer version of Zuoxi (schema {found}; this version knows {known})")]
    Newer { found: i64, known: i64 },
    /// The file, or a row of it, cannot be read as what it should be.
    #[error("the cache is damaged: {what}")]
    Corrupt { what: String },
    /// This build has SQLite without the cipher. It must not write a customer's words in clear text.
    #[error("this build cannot encrypt the cache")]
    NoCipher,
    /// Reading still works, and so does everything once there is room again.
    #[error("the disk is full; nothing of this change was written")]
    DiskFull,
    /// Nothing can be written in the cache's folder. The files in it are as they were.
    #[error("the cache's folder is read-only")]
    ReadOnly,
    /// [`crate::Store::close`] was called.
    #[error("the cache is closed")]
    Closed,
    /// The outbox has no entry with this id.
    #[error("the outbox has no message {0}")]
    UnknownSend(MessageId),
    #[error("the cache's files cannot be used: {0}")]
    Folder(#[source] io::Error),
    #[error("a value cannot be stored: {0}")]
    Encode(#[from] serde_json::Error),
    #[error("the cache failed: {0}")]
    Database(#[source] sqlx::Error),
}

impl StoreError {
    pub(crate) fn corrupt(what: impl Into<String>) -> Self {
        Self::Corrupt { what: what.into() }
    }
}

/// Primary result codes of SQLite; see <https://sqlite.org/rescode.html>.
pub(crate) mod code {
    pub const ERROR: i64 = 1;
    pub const NO_MEMORY: i64 = 7;
    pub const READ_ONLY: i64 = 8;
    pub const CORRUPT: i64 = 11;
    pub const FULL: i64 = 13;
    pub const CANNOT_OPEN: i64 = 14;
    pub const CONSTRAINT: i64 = 19;
    pub const NOT_A_DATABASE: i64 = 26;
    /// The index of the log cannot grow: there is no room for it. An extended code.
    pub const INDEX_HAS_NO_ROOM: i64 = 4874;
}

/// The primary result code behind an error, if SQLite gave one: the low byte, the rest says more about it.
pub(crate) fn primary_code(error: &sqlx::Error) -> Option<i64> {
    extended_code(error).map(|extended| extended & 0xff)
}

fn extended_code(error: &sqlx::Error) -> Option<i64> {
    let sqlx::Error::Database(error) = error else { return None };
    error.code()?.parse().ok()
}

/// SQLCipher reports a page that does not authenticate as a bare error without words of its own. Every statement here
/// was checked against the schema when it was compiled, and mistakes in a statement do have words.
fn is_unauthentic_page(error: &sqlx::Error) -> bool {
    primary_code(error) == Some(code::ERROR)
        && error.as_database_error().is_some_and(|error| error.message() == "SQL logic error")
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        if is_unauthentic_page(&error) {
            return Self::corrupt("a page was changed from outside");
        }
        match (primary_code(&error), error) {
            // What SQLite makes of the cipher's refusal once one page was refused. Real want of memory ends the process.
            (Some(code::NO_MEMORY), _) => Self::corrupt("a page cannot be decrypted"),
            (Some(code::CORRUPT | code::NOT_A_DATABASE), error) => Self::corrupt(error.to_string()),
            (Some(code::FULL), _) => Self::DiskFull,
            (_, error) if extended_code(&error) == Some(code::INDEX_HAS_NO_ROOM) => Self::DiskFull,
            (Some(code::READ_ONLY), _) => Self::ReadOnly,
            (_, sqlx::Error::PoolClosed) => Self::Closed,
            (_, error @ (sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_))) => {
                Self::corrupt(error.to_string())
            }
            (_, error) => Self::Database(error),
        }
    }
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => Self::ReadOnly,
            _ => Self::Folder(error),
        }
    }
}
