//! Search: asked of the cache alone, so that it works without a line; and the task that keeps the index whole.

use std::sync::Arc;

use zuoxi_model::{ChatKey, MessageId, SearchPage, SearchQuery, ThreadWindow};

use crate::{Engine, EngineError, core::Core};

/// Messages indexed in one go: a write of some milliseconds, which a live message may have to wait for.
const SLICE: u32 = 400;

/// The most hits of a page, and the most messages around one.
const PAGE_LIMIT: u32 = 200;

/// Nobody types more; a page that was pasted by mistake is not looked for as a whole.
const QUERY_CHARACTERS: usize = 200;

impl Engine {
    /// What the cache has of what is looked for, and how much of it may be missing.
    pub async fn search(&self, mut query: SearchQuery) -> Result<SearchPage, EngineError> {
        query.limit = query.limit.clamp(1, PAGE_LIMIT);
        query.text = query.text.chars().take(QUERY_CHARACTERS).collect();
        Ok(self.core.store.search(&query).await?)
    }

    /// A message with what stands around it, and from now on what is new in its thread.
    pub async fn thread_around(
        &self,
        chat: &ChatKey,
        message: &MessageId,
        limit: u32,
    ) -> Result<ThreadWindow, EngineError> {
        self.core.follow(chat);
        Ok(self.core.store.thread_around(chat, message, limit.clamp(1, PAGE_LIMIT)).await?)
    }

    /// What comes after a message, oldest first.
    pub async fn thread_after(
        &self,
        chat: &ChatKey,
        after: &MessageId,
        limit: u32,
    ) -> Result<ThreadWindow, EngineError> {
        self.core.follow(chat);
        Ok(self.core.store.thread_after(chat, Some(after), limit.clamp(1, PAGE_LIMIT)).await?)
    }
}

/// Builds what the index lacks, slice by slice. A stop loses at most one; the next start goes on there.
pub(crate) async fn build(core: Arc<Core>) {
    let building = async {
        loop {
            match core.store.build_index(SLICE).await {
                Ok(true) => tokio::task::yield_now().await,
                Ok(false) => return,
                Err(error) => {
                    // Search says how far it came; what is wrong with the cache is told by what notices it.
                    tracing::warn!(%error, "the search index is not whole");
                    core.note_fault(&error.into()).await;
                    tokio::time::sleep(core.timing.reread_pause).await;
                }
            }
        }
    };
    tokio::select! {
        () = core.stop.cancelled() => {}
        () = building => {}
    }
}
