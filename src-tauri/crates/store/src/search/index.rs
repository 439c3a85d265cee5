//! The index of words, kept and built anew.

use std::collections::HashSet;

use serde::Serialize;
use sqlx::SqliteConnection;
use zuoxi_model::{IndexProgress, search};

use crate::rows::json;
use crate::store::begin;
use crate::{Store, StoreError};

/// How many bits of a key tell messages of one millisecond apart.
const KEY_BITS: u32 = 21;
/// Times that a key has room for: to the year 2109. What lies outside is sorted at the ends.
const LATEST: i64 = (1 << 42) - 2;

/// The first key of a millisecond.
pub fn first_key(timestamp: i64) -> i64 {
    timestamp.clamp(0, LATEST) << KEY_BITS
}

/// A message as the index needs it.
struct Said {
    id: i64,
    chat: i64,
    timestamp: i64,
    text: String,
}

#[derive(Serialize)]
struct Entry {
    key: i64,
    message: i64,
    chat: i64,
    words: String,
}

/// Takes in what this transaction wrote.
pub async fn take_in(conn: &mut SqliteConnection) -> Result<(), StoreError> {
    let texts = sqlx::query_as!(
        Said,
        "SELECT messages.id, messages.chat, messages.timestamp, messages.text
         FROM search_pending CROSS JOIN messages ON messages.id = search_pending.message"
    )
    .fetch_all(&mut *conn)
    .await?;
    if texts.is_empty() {
        return Ok(());
    }
    put(conn, &texts).await?;
    sqlx::query!("DELETE FROM search_pending").execute(conn).await?;
    Ok(())
}

/// Writes these messages into the index, in the place of what it had of them.
async fn put(conn: &mut SqliteConnection, texts: &[Said]) -> Result<(), StoreError> {
    let ids = json(&texts.iter().map(|text| text.id).collect::<Vec<_>>())?;
    sqlx::query!(
        "DELETE FROM search_text WHERE rowid IN (
            SELECT key FROM search_rows WHERE message IN (SELECT value FROM json_each(?1))
         )",
        ids
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("DELETE FROM search_rows WHERE message IN (SELECT value FROM json_each(?1))", ids)
        .execute(&mut *conn)
        .await?;
    let mask = (1 << KEY_BITS) - 1;
    let mut open: Vec<Entry> = texts
        .iter()
        .map(|text| Entry {
            key: first_key(text.timestamp) | (text.id & mask),
            message: text.id,
            chat: text.chat,
            words: search::words(&text.text),
        })
        .filter(|entry| !entry.words.is_empty())
        .collect();
    // Two messages of one millisecond that were stored two million others apart want the same key; the later one moves on.
    while !open.is_empty() {
        let rows = json(&open)?;
        let placed = sqlx::query_scalar!(
            r#"INSERT OR IGNORE INTO search_rows (key, message, chat)
               SELECT value ->> 'key', value ->> 'message', value ->> 'chat' FROM json_each(?1)
               RETURNING message AS "message!: i64""#,
            rows
        )
        .fetch_all(&mut *conn)
        .await?;
        let placed: HashSet<i64> = placed.into_iter().collect();
        let (done, left): (Vec<Entry>, Vec<Entry>) =
            open.into_iter().partition(|entry| placed.contains(&entry.message));
        let rows = json(&done)?;
        sqlx::query!(
            "INSERT INTO search_text (rowid, words) SELECT value ->> 'key', value ->> 'words' FROM json_each(?1)",
            rows
        )
        .execute(&mut *conn)
        .await?;
        open = left;
        for entry in &mut open {
            entry.key += 1;
        }
    }
    Ok(())
}

impl Store {
    /// Indexes the next `slice` messages, the newest first, if the index is not whole. False once it is.
    pub async fn build_index(&self, slice: u32) -> Result<bool, StoreError> {
        let mut writer = self.writer().await?;
        let mut tx = begin(&mut writer).await?;
        let state = sqlx::query!("SELECT version, built_from FROM search_state").fetch_one(&mut *tx).await?;
        let mut built_from = state.built_from;
        if state.version != search::VERSION {
            built_from = sqlx::query_scalar!(r#"SELECT COALESCE(max(id), 0) + 1 AS "next!: i64" FROM messages"#)
                .fetch_one(&mut *tx)
                .await?;
            sqlx::query!("INSERT INTO search_text (search_text) VALUES ('delete-all')").execute(&mut *tx).await?;
            sqlx::query!("DELETE FROM search_rows").execute(&mut *tx).await?;
            sqlx::query!("DELETE FROM search_pending").execute(&mut *tx).await?;
            tracing::info!(from = state.version, to = search::VERSION, "the search index is built anew");
        }
        take_in(&mut tx).await?;
        let texts = sqlx::query_as!(
            Said,
            "SELECT id, chat, timestamp, text FROM messages WHERE id < ?1 ORDER BY id DESC LIMIT ?2",
            built_from,
            slice
        )
        .fetch_all(&mut *tx)
        .await?;
        let is_last = u32::try_from(texts.len()).is_ok_and(|read| read < slice);
        built_from = if is_last { 0 } else { texts.last().map_or(0, |text| text.id) };
        if !texts.is_empty() {
            put(&mut tx, &texts).await?;
        }
        if built_from != state.built_from || state.version != search::VERSION {
            sqlx::query!("UPDATE search_state SET version = ?1, built_from = ?2", search::VERSION, built_from)
                .execute(&mut *tx)
                .await?;
        }
        tx.commit().await?;
        Ok(built_from > 0)
    }

    /// How far the index is built; none once it is whole.
    pub async fn index_progress(&self) -> Result<Option<IndexProgress>, StoreError> {
        let row = sqlx::query!(
            r#"SELECT version, built_from, (SELECT COALESCE(max(id), 0) FROM messages) AS "newest!: i64" FROM search_state"#
        )
        .fetch_one(self.readers())
        .await?;
        if row.version != search::VERSION {
            return Ok((row.newest > 0).then_some(IndexProgress { percent: 0 }));
        }
        if row.built_from == 0 {
            return Ok(None);
        }
        let done = row.newest.saturating_sub(row.built_from).max(0);
        let percent = done.saturating_mul(100) / row.newest.max(1);
        Ok(Some(IndexProgress { percent: u8::try_from(percent.min(99)).unwrap_or(99) }))
    }
}
