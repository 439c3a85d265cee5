//! Reading for an export: which chats hold how much, what of them is not covered, and their messages page by page.
//!
//! Nothing here holds a transaction over more than one page: an export may run for minutes, and a reader that stayed
//! would keep the write-ahead log from being folded all that time. Pages go by the key of the thread's order, so that a
//! message that comes meanwhile neither repeats nor hides another.

use std::collections::HashMap;

use zuoxi_model::{ChatKey, Interval, ThreadMessage, Timestamp};

use crate::rows::{ThreadRow, chat_key, chat_keys_json};
use crate::{Store, StoreError, coverage, summary};

/// How many chats are looked at with one statement.
const CHATS_AT_ONCE: usize = 2_000;

/// A chat and how much of it lies in the time that is exported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportCount {
    pub key: ChatKey,
    pub messages: u64,
    pub first: Option<Timestamp>,
    pub last: Option<Timestamp>,
    /// Stretches of the time that is exported of which messages may be missing, oldest first. They end at the newest that
    /// is known of the chat: that it is complete up to now is for the session's state to say.
    pub gaps: Vec<Interval>,
}

/// Where the next page begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportCursor {
    timestamp: i64,
    svr_order: i64,
    message_id: String,
}

impl ExportCursor {
    /// Before the first message of this millisecond.
    #[must_use]
    pub fn at(since: Timestamp) -> Self {
        Self { timestamp: since.0, svr_order: i64::MIN, message_id: String::new() }
    }
}

/// A page of one chat, oldest first.
#[derive(Debug)]
pub struct ExportPage {
    pub messages: Vec<ThreadMessage>,
    /// `None` at the end of the chat or of the time that is exported.
    pub next: Option<ExportCursor>,
}

impl Store {
    /// What these chats hold within a stretch of time, in the order given. The newest activity is given with each chat:
    /// a chat that was active later than the newest message here is not complete. Unknown chats are left out.
    pub async fn export_counts(
        &self,
        chats: &[(ChatKey, Option<Timestamp>)],
        window: Interval,
    ) -> Result<Vec<ExportCount>, StoreError> {
        let mut counts = Vec::with_capacity(chats.len());
        for slice in chats.chunks(CHATS_AT_ONCE) {
            let keys = chat_keys_json(slice.iter().map(|(key, _)| key))?;
            let active: HashMap<&ChatKey, Option<Timestamp>> = slice.iter().map(|(key, at)| (key, *at)).collect();
            let mut tx = self.readers().begin().await?;
            let covered = coverage::of_chats(&mut tx, &keys).await?;
            let rows = sqlx::query_file!("queries/export_counts.sql", keys, window.from.0, window.to.0)
                .fetch_all(&mut *tx)
                .await?;
            tx.commit().await?;
            for row in rows {
                let key = chat_key(row.robot_key, row.chat_user);
                let last = row.last.map(Timestamp);
                let known = last.max(active.get(&key).copied().flatten());
                let end = known.map(|at| at.min(window.to)).filter(|end| *end >= window.from);
                let covered = covered.get(&key).map_or(&[][..], Vec::as_slice);
                let gaps =
                    end.map_or_else(Vec::new, |to| coverage::uncovered(Interval { from: window.from, to }, covered));
                counts.push(ExportCount {
                    key,
                    messages: u64::try_from(row.messages).unwrap_or(0),
                    first: row.first.map(Timestamp),
                    last,
                    gaps,
                });
            }
        }
        Ok(counts)
    }

    /// At most `limit` messages of a chat from a place on, up to and with a millisecond.
    pub async fn export_page(
        &self,
        chat: &ChatKey,
        from: &ExportCursor,
        until: Timestamp,
        limit: u32,
    ) -> Result<ExportPage, StoreError> {
        let limit = i64::from(limit.max(1));
        let mut reader = self.readers().acquire().await?;
        let Some(chat) = summary::row_id(&mut reader, chat).await? else {
            return Ok(ExportPage { messages: Vec::new(), next: None });
        };
        let mut rows = sqlx::query_file_as!(
            ThreadRow,
            "queries/thread_after.sql",
            chat,
            from.timestamp,
            from.svr_order,
            from.message_id,
            limit
        )
        .fetch_all(&mut *reader)
        .await?;
        let is_full = i64::try_from(rows.len()).is_ok_and(|read| read == limit);
        let read = rows.len();
        rows.retain(|row| row.timestamp <= until.0);
        let next = rows.last().filter(|_| is_full && rows.len() == read).map(|last| ExportCursor {
            timestamp: last.timestamp,
            svr_order: last.svr_order,
            message_id: last.message_id.clone(),
        });
        let messages = rows.into_iter().map(ThreadMessage::try_from).collect::<Result<Vec<_>, _>>()?;
        Ok(ExportPage { messages, next })
    }
}
