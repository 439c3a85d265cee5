//! The handle on an open cache.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use sqlx::sqlite::SqliteTransactionManager;
use sqlx::{Connection as _, Sqlite, SqliteConnection, SqlitePool, Transaction};
use sqlx_core::transaction::TransactionManager as _;
use tokio::sync::{MappedMutexGuard, Mutex, MutexGuard};

use crate::StoreError;

/// An open cache. Clones share it.
#[derive(Debug, Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    path: PathBuf,
    /// `None` once closed.
    writer: Mutex<Option<SqliteConnection>>,
    readers: SqlitePool,
}

/// The write lock; a transaction is begun on it.
pub(crate) type Writer<'a> = MappedMutexGuard<'a, SqliteConnection>;

impl Store {
    pub(crate) fn new(path: PathBuf, writer: SqliteConnection, readers: SqlitePool) -> Self {
        Self { inner: Arc::new(Inner { path, writer: Mutex::new(Some(writer)), readers }) }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.inner.path
    }

    pub(crate) fn readers(&self) -> &SqlitePool {
        &self.inner.readers
    }

    /// Waits for the writer.
    pub(crate) async fn writer(&self) -> Result<Writer<'_>, StoreError> {
        MutexGuard::try_map(self.inner.writer.lock().await, Option::as_mut).map_err(|_| StoreError::Closed)
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

/// Begins a transaction that holds the write lock from the start, so that it never fails half-way for want of it.
pub(crate) async fn begin(writer: &mut SqliteConnection) -> Result<Transaction<'_, Sqlite>, StoreError> {
    if writer.is_in_transaction() {
        forget_rolled_back(writer).await?;
    }
    Ok(writer.begin_with("BEGIN IMMEDIATE").await?)
}

/// A full disk makes SQLite roll a transaction back by itself. sqlx counts transactions, fails to roll back what is gone,
/// and from then on refuses to begin another: without this the cache would write nothing any more until the next start.
async fn forget_rolled_back(writer: &mut SqliteConnection) -> Result<(), StoreError> {
    // A rollback that is only late has been done after this.
    writer.ping().await?;
    if writer.is_in_transaction() {
        // Gives the rollback something to roll back. Where a transaction is still open this fails, and that one goes.
        let _ = sqlx::query("BEGIN").execute(&mut *writer).await;
        SqliteTransactionManager::rollback(writer).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::CacheKey;

    #[tokio::test]
    async fn a_transaction_that_sqlite_rolled_back_by_itself_does_not_stand_in_the_way_of_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("cache.db"), &CacheKey::random()).await.unwrap();
        let mut writer = store.writer().await.unwrap();
        for _ in 0..2 {
            let mut lost = begin(&mut writer).await.unwrap();
            // What a full disk does, at any statement or at the commit.
            sqlx::query("ROLLBACK").execute(&mut *lost).await.unwrap();
            drop(lost);
        }
        // And one that is given up in the ordinary way.
        drop(begin(&mut writer).await.unwrap());
        begin(&mut writer).await.unwrap().commit().await.unwrap();
    }
}
