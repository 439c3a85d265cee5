//! A handle on the cache that can only read.
//!
//! It holds the pool of read-only connections and nothing else: not the writer, and not the [`Store`](crate::Store) that
//! has one. SQLite itself refuses a write on these connections, and no method of the type is one.

use std::fmt;

use sqlx::SqlitePool;
use zuoxi_model::{ChatKey, MessageId, ThreadPage, ThreadWindow};

use crate::{Store, StoreError, thread, thread_window};

/// Reads the cache. Clones share the connections.
#[derive(Clone)]
pub struct Reader {
    readers: SqlitePool,
}

/// Without what it connects with: the key is in it (Q7).
impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").finish_non_exhaustive()
    }
}

impl Store {
    /// A handle on the same cache that can only read.
    #[must_use]
    pub fn reader(&self) -> Reader {
        Reader { readers: self.readers().clone() }
    }
}

impl Reader {
    pub(crate) fn readers(&self) -> &SqlitePool {
        &self.readers
    }

    /// As [`Store::thread_page`].
    pub async fn thread_page(
        &self,
        chat: &ChatKey,
        before: Option<&MessageId>,
        limit: u32,
    ) -> Result<ThreadPage, StoreError> {
        thread::page(&self.readers, chat, before, limit).await
    }

    /// As [`Store::thread_around`].
    pub async fn thread_around(
        &self,
        chat: &ChatKey,
        message: &MessageId,
        limit: u32,
    ) -> Result<ThreadWindow, StoreError> {
        thread_window::around(&self.readers, chat, message, limit).await
    }

    /// As [`Store::thread_after`].
    pub async fn thread_after(
        &self,
        chat: &ChatKey,
        after: Option<&MessageId>,
        limit: u32,
    ) -> Result<ThreadWindow, StoreError> {
        thread_window::after_message(&self.readers, chat, after, limit).await
    }
}
