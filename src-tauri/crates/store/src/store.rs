//! The handle on an open cache.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError};

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, Sqlite, SqliteConnection, SqlitePool, Transaction};
use tokio::sync::{MappedMutexGuard, Mutex, MutexGuard};

use crate::StoreError;
use crate::search::names::Names;
use crate::search::scope::Scope;

/// An open cache. Clones share it.
#[derive(Debug, Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    path: PathBuf,
    /// How the writer connects.
    options: std::sync::Mutex<SqliteConnectOptions>,
    /// `None` once closed.
    writer: Mutex<Option<SqliteConnection>>,
    readers: SqlitePool,
    names: Names,
    scope: Scope,
    /// How often the writer was taken.
    writes: AtomicU64,
}

/// Without what it connects with: the key is in it (Q7).
impl fmt::Debug for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inner").field("path", &self.path).finish_non_exhaustive()
    }
}

/// The write lock; a transaction is begun on it.
pub(crate) type Writer<'a> = MappedMutexGuard<'a, SqliteConnection>;

impl Store {
    pub(crate) fn new(
        path: PathBuf,
        options: SqliteConnectOptions,
        writer: SqliteConnection,
        readers: SqlitePool,
        names: Names,
    ) -> Self {
        let writer = Mutex::new(Some(writer));
        Self {
            inner: Arc::new(Inner {
                path,
                options: options.into(),
                writer,
                readers,
                names,
                scope: Scope::default(),
                writes: AtomicU64::new(0),
            }),
        }
    }

    pub(crate) fn scope(&self) -> &Scope {
        &self.inner.scope
    }

    /// A number that stays the same as long as nothing can have been written; none while the writer is at work.
    pub(crate) fn quiet_since(&self) -> Option<u64> {
        let _idle = self.inner.writer.try_lock().ok()?;
        Some(self.inner.writes.load(Ordering::SeqCst))
    }

    pub(crate) fn names(&self) -> &Names {
        &self.inner.names
    }

    pub(crate) fn path(&self) -> &Path {
        &self.inner.path
    }

    /// A pragma for the writers to come.
    pub(crate) fn set_pragma(&self, name: &'static str, value: String) {
        let mut options = self.inner.options.lock().unwrap_or_else(PoisonError::into_inner);
        *options = options.clone().pragma(name, value);
    }

    pub(crate) fn readers(&self) -> &SqlitePool {
        &self.inner.readers
    }

    /// Waits for the writer.
    pub(crate) async fn writer(&self) -> Result<Writer<'_>, StoreError> {
        let mut guard = self.inner.writer.lock().await;
        self.inner.writes.fetch_add(1, Ordering::SeqCst);
        if let Some(writer) = guard.as_mut()
            && is_stuck(writer).await
        {
            tracing::warn!("the writer lost count of its transactions; another one takes its place");
            let options = self.inner.options.lock().unwrap_or_else(PoisonError::into_inner).clone();
            *writer = options.connect().await?;
            self.inner.names.watch(writer).await?;
        }
        MutexGuard::try_map(guard, Option::as_mut).map_err(|_| StoreError::Closed)
    }

    /// Closes every connection, waiting for what they are doing. The last one folds the write-ahead log into the file.
    /// Whatever is asked of the store afterwards fails with [`StoreError::Closed`].
    pub async fn close(&self) {
        // Readers first: a read-only connection that closed last could not fold the log.
        self.inner.readers.close().await;
        let Some(writer) = self.inner.writer.lock().await.take() else { return };
        if let Err(error) = writer.close().await {
            // What is committed is in the log already; the next opening reads it from there.
            tracing::warn!(%error, "the cache did not close cleanly");
        }
    }
}

/// On a full disk SQLite takes a transaction back by itself. sqlx then fails to take it back as well, goes on counting it,
/// and would refuse every later one.
async fn is_stuck(writer: &mut SqliteConnection) -> bool {
    if !writer.is_in_transaction() {
        return false;
    }
    // What a dropped transaction asked for is done before this is answered; the answer itself says nothing.
    let _ = sqlx::query("SELECT 1").execute(&mut *writer).await;
    writer.is_in_transaction()
}

/// Begins a transaction that holds the write lock from the start, so that it never fails half-way for want of it.
pub(crate) async fn begin(writer: &mut SqliteConnection) -> Result<Transaction<'_, Sqlite>, StoreError> {
    Ok(writer.begin_with("BEGIN IMMEDIATE").await?)
}
