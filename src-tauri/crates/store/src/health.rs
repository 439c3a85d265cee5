//! Whether the cache is sound, and how big it has become.

use crate::store::begin;
use crate::{Store, StoreError};

/// The answer of [`Store::health`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// What SQLite found wrong with the file; empty when it is sound.
    pub problems: Vec<String>,
    /// The version of SQLCipher.
    pub cipher_version: String,
    /// The file and its write-ahead log together.
    pub file_bytes: u64,
    /// Zero, like the counts below, in a file too damaged to count.
    pub chats: u64,
    pub messages: u64,
    /// Sends that are not confirmed.
    pub outbox_open: u64,
    /// Different records of the platform that this version could not place (Q18).
    pub unrecognised: u64,
}

impl Health {
    /// Whether nothing is wrong with the file.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }
}

impl Store {
    /// Reads the whole file and checks it. Takes seconds on a large cache, and does not stop writing.
    pub async fn health(&self) -> Result<Health, StoreError> {
        let mut reader = self.readers().acquire().await?;
        let cipher_version = sqlx::query_scalar("PRAGMA cipher_version").fetch_one(&mut *reader).await?;
        let mut health = Health {
            problems: Vec::new(),
            cipher_version,
            file_bytes: self.file_bytes().await?,
            chats: 0,
            messages: 0,
            outbox_open: 0,
            unrecognised: 0,
        };
        let findings = sqlx::query_scalar("PRAGMA quick_check").fetch_all(&mut *reader).await;
        match findings.map_err(StoreError::from) {
            Ok(findings) => health.problems = findings.into_iter().filter(|finding| finding != "ok").collect(),
            Err(StoreError::Corrupt { what }) => {
                health.problems.push(what);
                return Ok(health);
            }
            Err(error) => return Err(error),
        }
        let counted = sqlx::query!(
            r#"SELECT
                (SELECT count(*) FROM chats) AS "chats!: i64",
                (SELECT count(*) FROM messages) AS "messages!: i64",
                (SELECT count(*) FROM outbox WHERE state <> 'confirmed') AS "outbox_open!: i64",
                (SELECT count(*) FROM unrecognised) AS "unrecognised!: i64""#
        )
        .fetch_one(&mut *reader)
        .await;
        let counts = match counted.map_err(StoreError::from) {
            Ok(counts) => counts,
            // A damaged page that the check had not come to.
            Err(StoreError::Corrupt { what }) => {
                health.problems.push(what);
                return Ok(health);
            }
            Err(error) => return Err(error),
        };
        health.chats = counts.chats.unsigned_abs();
        health.messages = counts.messages.unsigned_abs();
        health.outbox_open = counts.outbox_open.unsigned_abs();
        health.unrecognised = counts.unrecognised.unsigned_abs();
        Ok(health)
    }

    pub(crate) async fn file_bytes(&self) -> Result<u64, StoreError> {
        let file = tokio::fs::metadata(self.path()).await?.len();
        let mut log = self.path().as_os_str().to_owned();
        log.push("-wal");
        // There is no log right after it was folded into the file.
        let log = tokio::fs::metadata(log).await.map_or(0, |log| log.len());
        Ok(file + log)
    }
}

impl Store {
    /// `PRAGMA synchronous` of the writer: 2 is FULL, the only right answer.
    #[doc(hidden)]
    pub async fn flushes(&self) -> Result<i64, StoreError> {
        let mut writer = self.writer().await?;
        Ok(sqlx::query_scalar("PRAGMA synchronous").fetch_one(&mut *writer).await?)
    }

    /// Lets the file grow no further than so many pages, as a full disk would, or takes that back. For tests; a limit
    /// below the present size is the present size.
    #[doc(hidden)]
    pub async fn limit_size(&self, pages: Option<u32>) -> Result<(), StoreError> {
        let limit = pages.map_or(u32::MAX - 1, |pages| pages.max(1));
        self.set_pragma("max_page_count", limit.to_string());
        let mut writer = self.writer().await?;
        sqlx::query(sqlx::AssertSqlSafe(format!("PRAGMA max_page_count = {limit}"))).execute(&mut *writer).await?;
        Ok(())
    }

    /// Pretends to be a version of another schema. For tests.
    #[doc(hidden)]
    pub async fn set_schema(&self, version: i64) -> Result<(), StoreError> {
        let mut writer = self.writer().await?;
        sqlx::query(sqlx::AssertSqlSafe(format!("PRAGMA user_version = {version}"))).execute(&mut *writer).await?;
        Ok(())
    }

    /// Writes and takes back a page's worth; fails as any other write does while there is no room.
    pub async fn try_writing(&self) -> Result<(), StoreError> {
        let mut writer = self.writer().await?;
        let mut tx = begin(&mut writer).await?;
        sqlx::query("INSERT INTO settings (name, value_json) VALUES ('room', hex(zeroblob(16384)))")
            .execute(&mut *tx)
            .await?;
        sqlx::query("DELETE FROM settings WHERE name = 'room'").execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(())
    }
}
