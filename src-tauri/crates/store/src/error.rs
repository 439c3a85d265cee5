//! What can go wrong with the cache, told apart by what one does about it.

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
    #[error("the disk is full; nothing of this change was written")]
    DiskFull,
    /// [`crate::Store::close`] was called.
    #[error("the cache is closed")]
    Closed,
    /// The outbox has no entry with this id.
    #[error("the outbox has no message {0}")]
    UnknownSend(MessageId),
    #[error("the cache's folder cannot be used: {0}")]
    Folder(#[source] std::io::Error),
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
    pub const CORRUPT: i64 = 11;
    pub const FULL: i64 = 13;
    pub const NOT_A_DATABASE: i64 = 26;
}

/// The primary result code behind an error, if SQLite gave one.
pub(crate) fn primary_code(error: &sqlx::Error) -> Option<i64> {
    let sqlx::Error::Database(error) = error else { return None };
    // The low byte is the primary code, the rest says more about it.
    error.code()?.parse::<i64>().ok().map(|extended| extended & 0xff)
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
            (Some(code::CORRUPT | code::NOT_A_DATABASE), error) => Self::corrupt(error.to_string()),
            (Some(code::FULL), _) => Self::DiskFull,
            (_, sqlx::Error::PoolClosed) => Self::Closed,
            (_, error @ (sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_))) => {
                Self::corrupt(error.to_string())
            }
            (_, error) => Self::Database(error),
        }
    }
}
