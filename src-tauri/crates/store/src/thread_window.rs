//! Stretches of a thread away from its end: around a message that was found, and on from there.

use sqlx::SqlitePool;
use zuoxi_model::{ChatKey, MessageId, ThreadPage, ThreadWindow, Timestamp};

use crate::rows::ThreadRow;
use crate::thread::{Place, gaps_between, is_known, place, up_to};
use crate::{Store, StoreError, coverage, retention, summary, thread};

impl Store {
    /// The message with about `limit` others around it, half of them before it. One that is not in the thread means the
    /// newest page.
    pub async fn thread_around(
        &self,
        chat: &ChatKey,
        message: &MessageId,
        limit: u32,
    ) -> Result<ThreadWindow, StoreError> {
        around(self.readers(), chat, message, limit).await
    }

    /// The `limit` messages after `after`, or the oldest ones of the cache, oldest first. The stretch from `after` to the
    /// first of them belongs to this page.
    pub async fn thread_after(
        &self,
        chat: &ChatKey,
        after: Option<&MessageId>,
        limit: u32,
    ) -> Result<ThreadWindow, StoreError> {
        after_message(self.readers(), chat, after, limit).await
    }
}

/// See [`Store::thread_around`].
pub(crate) async fn around(
    readers: &SqlitePool,
    chat: &ChatKey,
    message: &MessageId,
    limit: u32,
) -> Result<ThreadWindow, StoreError> {
    let half = (limit / 2).max(1);
    let found = match summary::row_id(&mut *readers.acquire().await?, chat).await? {
        Some(row_id) => place(&mut *readers.acquire().await?, row_id, message).await?,
        None => None,
    };
    if found.is_none() {
        let page = thread::page(readers, chat, None, limit).await?;
        return Ok(ThreadWindow { page, newer_in_cache: false });
    }
    let older = thread::page(readers, chat, Some(message), half).await?;
    // From the last message before it on, so that the message itself is among these.
    let from = older.messages.last().map(|last| last.message.key.message_id.clone());
    let newer = after_message(readers, chat, from.as_ref(), half.saturating_add(1)).await?;
    let mut gaps = older.gaps;
    for gap in newer.page.gaps {
        if !gaps.contains(&gap) {
            gaps.push(gap);
        }
    }
    let mut messages = older.messages;
    messages.extend(newer.page.messages);
    let page = ThreadPage {
        messages,
        older_in_cache: older.older_in_cache,
        complete_to_start: older.complete_to_start,
        cleared_before: older.cleared_before,
        gaps,
    };
    Ok(ThreadWindow { page, newer_in_cache: newer.newer_in_cache })
}

/// See [`Store::thread_after`].
pub(crate) async fn after_message(
    readers: &SqlitePool,
    chat: &ChatKey,
    after: Option<&MessageId>,
    limit: u32,
) -> Result<ThreadWindow, StoreError> {
    let mut tx = readers.begin().await?;
    let covered = coverage::of_chat(&mut tx, chat).await?;
    let cleared = retention::cleared_before(&mut tx).await?;
    let row_id = summary::row_id(&mut tx, chat).await?;
    let asked = match (row_id, after) {
        (Some(row_id), Some(id)) => place(&mut tx, row_id, id).await?,
        _ => None,
    };
    let asked_at = asked.as_ref().map(|place| Timestamp(place.timestamp));
    let start = asked.unwrap_or_else(Place::start);
    let one_more = i64::from(limit) + 1;
    let rows = sqlx::query_file_as!(
        ThreadRow,
        "queries/thread_after.sql",
        row_id,
        start.timestamp,
        start.svr_order,
        start.message_id,
        one_more
    )
    .fetch_all(&mut *tx)
    .await?;
    tx.commit().await?;

    let (messages, newer_in_cache) = up_to(limit, rows)?;
    let first = asked_at.or_else(|| messages.first().map(|first| first.message.timestamp));
    let last = messages.iter().rev().find(|message| is_known(message)).map(|last| last.message.timestamp);
    let gaps = gaps_between(first, last, &covered);
    let oldest = first.unwrap_or(Timestamp(0));
    let (complete_to_start, cleared_before) = coverage::beginning(oldest, cleared, &covered);
    let page = ThreadPage { messages, older_in_cache: asked_at.is_some(), complete_to_start, cleared_before, gaps };
    Ok(ThreadWindow { page, newer_in_cache })
}
