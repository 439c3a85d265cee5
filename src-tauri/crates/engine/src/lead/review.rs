//! Looking through conversations.
//!
//! The type holds the pool of read-only connections to the cache and nothing else: no platform, no outbox, no read marks.
//! So it has no method that sends, clears an unread count or asks a robot for anything, and none can be written for it
//! without giving it something it does not have. The compiler is asked:
//!
//! ```
//! # use zuoxi_engine::Review;
//! # use zuoxi_model::ChatKey;
//! async fn reads(review: Review, chat: ChatKey) {
//!     let _ = review.thread(&chat, None, 50).await;
//! }
//! ```
//!
//! It cannot send,
//! ```compile_fail,E0599
//! # use zuoxi_engine::Review;
//! # use zuoxi_model::{ChatKey, Composed};
//! async fn sends(review: Review, chat: ChatKey, composed: Composed) {
//!     let _ = review.send(&chat, &composed, 0).await;
//! }
//! ```
//! say that a thread is on the screen, which is what clears unread counts,
//! ```compile_fail,E0599
//! # use zuoxi_engine::{Review, View};
//! fn clears(review: Review, view: View) {
//!     review.show(view);
//! }
//! ```
//! have a robot do anything,
//! ```compile_fail,E0599
//! # use zuoxi_engine::Review;
//! # use zuoxi_model::{Action, RobotKey};
//! async fn acts(review: Review, robot: RobotKey) {
//!     let _ = review.act(&robot, Action::QueryTags).await;
//! }
//! ```
//! make the platform read more,
//! ```compile_fail,E0599
//! # use zuoxi_engine::Review;
//! # use zuoxi_model::ChatKey;
//! async fn asks(review: Review, chat: ChatKey) {
//!     let _ = review.load_older(&chat).await;
//! }
//! ```
//! change what the cache says,
//! ```compile_fail,E0599
//! # use zuoxi_engine::Review;
//! # use zuoxi_model::{ChatKey, DraftContent};
//! async fn types(review: Review, chat: ChatKey) {
//!     let _ = review.save_draft(&chat, DraftContent::default()).await;
//! }
//! ```
//! or be taken apart for what it reads with.
//! ```compile_fail,E0616
//! # use zuoxi_engine::Review;
//! fn takes_apart(review: Review) {
//!     let _ = review.reader;
//! }
//! ```

use zuoxi_model::{AgentKey, ChatKey, MessageId, ReviewPage, ReviewQuery, ThreadPage, ThreadWindow};
use zuoxi_store::Reader;

use crate::{Engine, EngineError};

/// The most messages of a page, and the most conversations of one.
const PAGE_LIMIT: u32 = 200;
/// Nobody types more.
const QUERY_CHARACTERS: usize = 200;

/// Reads conversations from the cache, and can do nothing else. Clones share the connections.
#[derive(Debug, Clone)]
pub struct Review {
    reader: Reader,
}

impl Engine {
    /// A handle for looking through conversations.
    #[must_use]
    pub fn review(&self) -> Review {
        Review { reader: self.core.store.reader() }
    }
}

impl Review {
    /// A page of the conversations that fit, the newest activity first.
    pub async fn chats(&self, mut query: ReviewQuery) -> Result<ReviewPage, EngineError> {
        query.limit = query.limit.clamp(1, PAGE_LIMIT);
        for text in [&mut query.text, &mut query.customer] {
            *text = text.chars().take(QUERY_CHARACTERS).collect();
        }
        Ok(self.reader.review_chats(&query).await?)
    }

    /// Everybody who may have answered.
    pub async fn agents(&self) -> Result<Vec<AgentKey>, EngineError> {
        Ok(self.reader.agents().await?)
    }

    /// A page of a thread. Unlike in the inbox, nothing follows from its having been looked at.
    pub async fn thread(
        &self,
        chat: &ChatKey,
        before: Option<&MessageId>,
        limit: u32,
    ) -> Result<ThreadPage, EngineError> {
        Ok(self.reader.thread_page(chat, before, limit.clamp(1, PAGE_LIMIT)).await?)
    }

    /// A message with what stands around it.
    pub async fn around(&self, chat: &ChatKey, message: &MessageId, limit: u32) -> Result<ThreadWindow, EngineError> {
        Ok(self.reader.thread_around(chat, message, limit.clamp(1, PAGE_LIMIT)).await?)
    }

    /// What comes after a message, oldest first.
    pub async fn after(&self, chat: &ChatKey, after: &MessageId, limit: u32) -> Result<ThreadWindow, EngineError> {
        Ok(self.reader.thread_after(chat, Some(after), limit.clamp(1, PAGE_LIMIT)).await?)
    }
}
