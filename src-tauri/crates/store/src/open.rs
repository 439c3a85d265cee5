//! Opening a cache file: key, version, migrations, connections.
//!
//! The order matters. The key and the version are checked before anything is written, so that a file that is not ours to
//! change stays as it was.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection};
use tracing::log::LevelFilter;

use crate::error::{code, primary_code};
use crate::search::names::Names;
use crate::{CacheKey, Store, StoreError, aside, log};

/// What `PRAGMA user_version` is after the newest migration.
const SCHEMA: i64 = 8;

static MIGRATIONS: Migrator = sqlx::migrate!();

/// Reads are short and the disk is one; more connections would only hold more memory.
const READERS: u32 = 4;

/// Only another process can make a connection wait, a backup tool for instance.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// SQLCipher's page size, and so the smallest size of a whole file.
const PAGE_BYTES: u64 = 4096;

impl Store {
    /// Opens the cache at `path`, creates it where there is none, and brings its tables up to date.
    ///
    /// # Errors
    /// [`StoreError::WrongKey`], [`StoreError::Newer`], [`StoreError::Corrupt`] and [`StoreError::ReadOnly`] leave the
    /// file as it was. [`Self::rebuild`] is the way on from a wrong key and from damage.
    pub async fn open(path: &Path, key: &CacheKey) -> Result<Self, StoreError> {
        let files = path.to_owned();
        let looked = tokio::task::spawn_blocking(move || look(&files)).await;
        looked.unwrap_or_else(|panicked| Err(std::io::Error::other(panicked).into()))?;
        let mut writer = match writer_options(path, key).connect().await {
            Ok(writer) => writer,
            Err(error) => return Err(opening_error(path, error).await),
        };
        if let Err(error) = prepare(&mut writer).await {
            // The error is the one worth reporting, whether the connection closes well or not.
            let _ = writer.close().await;
            return Err(match error {
                Preparing::Refused(error) => error,
                Preparing::Failed(error) => opening_error(path, error).await,
            });
        }
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false)
            .connect_lazy_with(options(path, key).read_only(true));
        let names = Names::default();
        names.watch(&mut writer).await?;
        Ok(Self::new(path.to_owned(), writer_options(path, key), writer, readers, names))
    }
}

/// Looks at the files before SQLite does, because SQLite would tidy up what it does not understand.
fn look(path: &Path) -> Result<(), StoreError> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    aside::finish(path)?;
    if aside::is_marked(path) {
        return Err(StoreError::corrupt("it was found damaged while it was in use"));
    }
    if log::is_damaged(path)? {
        return Err(StoreError::corrupt("the log was changed from outside"));
    }
    let bytes = |file: &Path| file.metadata().map_or(0, |file| file.len());
    // Beside an empty file SQLite deletes the log. A file that was only just made is empty too, but has none.
    if path.exists() && bytes(path) == 0 && bytes(&log::beside(path)) > 0 {
        return Err(StoreError::corrupt("the file was emptied"));
    }
    Ok(())
}

/// Why an opened connection could not be made ready.
enum Preparing {
    Refused(StoreError),
    Failed(sqlx::Error),
}

impl From<sqlx::Error> for Preparing {
    fn from(error: sqlx::Error) -> Self {
        Self::Failed(error)
    }
}

async fn prepare(writer: &mut SqliteConnection) -> Result<(), Preparing> {
    let cipher: Option<String> = sqlx::query_scalar("PRAGMA cipher_version").fetch_optional(&mut *writer).await?;
    if cipher.is_none_or(|version| version.is_empty()) {
        return Err(Preparing::Refused(StoreError::NoCipher));
    }
    let found: i64 = sqlx::query_scalar("PRAGMA user_version").fetch_one(&mut *writer).await?;
    if found > SCHEMA {
        return Err(Preparing::Refused(StoreError::Newer { found, known: SCHEMA }));
    }
    sqlx::query("PRAGMA journal_mode = WAL").execute(&mut *writer).await?;
    // Not `run`: what that borrows through `Acquire` cannot be proved `Send`, and no task could open a cache.
    match MIGRATIONS.run_direct(None, &mut *writer, false).await {
        Ok(()) => may_write(writer).await,
        Err(MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _)) => Err(error.into()),
        // A migration this version does not have, though the number of the schema is one it knows.
        Err(MigrateError::VersionMissing(_)) => {
            Err(Preparing::Refused(StoreError::Newer { found: found + 1, known: SCHEMA }))
        }
        Err(error) => Err(Preparing::Refused(StoreError::corrupt(error.to_string()))),
    }
}

/// On a read-only disk SQLite opens a file with its log for reading, and says so only at the first write. This one finds
/// nothing to write.
async fn may_write(writer: &mut SqliteConnection) -> Result<(), Preparing> {
    sqlx::query("DELETE FROM settings WHERE name IS NULL").execute(writer).await?;
    Ok(())
}

/// What readers and the writer have in common.
fn options(path: &Path, key: &CacheKey) -> SqliteConnectOptions {
    let options = SqliteConnectOptions::new().filename(path);
    let options = if key.is_none() {
        options
    } else {
        // sqlx runs this one first, as the cipher demands. The second pragma rides along, because sqlx would run it last
        // of all, and a page that cannot be decrypted has been met by then: SQLCipher would write to the standard error
        // what it thinks of it, where nobody is meant to read. Every fault is told through an error anyway.
        options.pragma("key", format!("{}; PRAGMA cipher_log_level = NONE", key.pragma_value()))
    };
    options
        .pragma("temp_store", "MEMORY")
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        // sqlx logs each statement it runs, the one with the key among them (Q7).
        .log_statements(LevelFilter::Off)
        .log_slow_statements(LevelFilter::Off, Duration::ZERO)
}

fn writer_options(path: &Path, key: &CacheKey) -> SqliteConnectOptions {
    options(path, key)
        .create_if_missing(true)
        .synchronous(SqliteSynchronous::Full)
        // In KiB when negative. The rows of a batch go to as many places of the indexes as it has chats; with the default
        // of 2 MiB nearly each of them is read and decrypted again. Only what is used is ever allocated.
        .pragma("cache_size", "-32768")
        // A long read can make the log grow; it shrinks again to this many bytes.
        .pragma("journal_size_limit", "16777216")
        .thread_name(|_| "zuoxi-store-writer".into())
}

/// Tells a wrong key from a file that is no cache. To SQLite both are "not a database".
async fn opening_error(path: &Path, error: sqlx::Error) -> StoreError {
    match primary_code(&error) {
        Some(code::NOT_A_DATABASE) => {}
        Some(code::CANNOT_OPEN) => return cannot_open(path, error).await,
        _ => return error.into(),
    }
    let path = path.to_owned();
    match tokio::task::spawn_blocking(move || cannot_be_a_cache(&path)).await {
        Ok(Ok(Some(what))) => StoreError::corrupt(what),
        _ => StoreError::WrongKey,
    }
}

/// SQLite does not say why a file cannot be opened; trying to write beside it does.
async fn cannot_open(path: &Path, error: sqlx::Error) -> StoreError {
    let probe = path.with_extension("db.probe");
    let tried = tokio::fs::write(&probe, [0]).await;
    // Whether it was written or not, it is of no more use.
    let _ = tokio::fs::remove_file(&probe).await;
    match tried.map_err(StoreError::from) {
        Err(why @ (StoreError::ReadOnly | StoreError::DiskFull)) => why,
        _ => error.into(),
    }
}

/// An encrypted file begins with random bytes and has at least one page.
fn cannot_be_a_cache(path: &PathBuf) -> std::io::Result<Option<&'static str>> {
    let mut file = std::fs::File::open(path)?;
    if file.metadata()?.len() < PAGE_BYTES {
        return Ok(Some("the file is shorter than a page"));
    }
    let mut head = [0; 16];
    file.read_exact(&mut head)?;
    Ok((&head == b"SQLite format 3\0").then_some("the file is not encrypted"))
}
