//! How long messages are kept on this machine, how much room they take, and what a person removes at once.
//!
//! Decisions:
//! - The choice is an account's own and lies in its cache. 0 days keep everything, which is what a new account does.
//! - Messages go in slices of [`SLICE`], with a pause after each, so that what arrives never waits for a big removal.
//! - Sends that are not confirmed and drafts stay, whatever their age.
//! - What went is told as removed messages, and a thread says that it begins where the choice lets it begin.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::json;
use specta::Type;
use zuoxi_model::{MessageKey, Timestamp};
use zuoxi_store::Cleared;

use crate::{Engine, EngineError, core::Core, feed::Change, media::KEPT_BYTES};

/// Messages removed in one go: a write of some milliseconds, which a live message may have to wait for.
const SLICE: u32 = 200;

/// Longer than anybody keeps messages, and far from where times overflow.
const MOST_DAYS: u32 = 36_500;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
const SETTING: &str = "retentionDays";

/// How long messages are kept on this machine.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Retention {
    /// Messages that are older, in days, are let go; 0 keeps all.
    pub days: u32,
}

/// How much room an account takes on this machine.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StorageUsed {
    /// The encrypted file with everything but the media.
    #[specta(type = specta_typescript::Number)]
    pub cache_bytes: u64,
    /// Pictures in the cache, and files that were opened.
    #[specta(type = specta_typescript::Number)]
    pub media_bytes: u64,
    /// What the kept pictures may take together; the least recently shown go first.
    pub picture_limit_bytes: u32,
    #[specta(type = specta_typescript::Number)]
    pub messages: u64,
    #[specta(type = specta_typescript::Number)]
    pub chats: u64,
    /// Sends that are not confirmed; no removal of messages takes them.
    #[specta(type = specta_typescript::Number)]
    pub unsent: u64,
    #[specta(type = specta_typescript::Number)]
    pub drafts: u64,
}

impl Engine {
    /// What the person has chosen, or less where the organisation has decided so.
    pub async fn retention(&self) -> Result<Retention, EngineError> {
        self.core.retention().await
    }

    /// Keeps messages for so long from now on; what is older goes in the background.
    pub async fn set_retention(&self, retention: Retention) -> Result<(), EngineError> {
        if retention.days > MOST_DAYS {
            return Err(EngineError::InvalidInput(format!("messages are kept for at most {MOST_DAYS} days")));
        }
        self.core.home.policy.check_retention(retention.days)?;
        self.core.store.set_setting(SETTING, &json!(retention.days)).await?;
        self.core.retention_wake.notify_one();
        Ok(())
    }

    /// Counts what the account takes on this machine.
    pub async fn storage_used(&self) -> Result<StorageUsed, EngineError> {
        let usage = self.core.store.usage().await?;
        let received = self.core.home.received_bytes().await;
        Ok(StorageUsed {
            cache_bytes: usage.file_bytes.saturating_sub(usage.picture_bytes),
            media_bytes: usage.picture_bytes + received,
            picture_limit_bytes: KEPT_BYTES,
            messages: usage.messages,
            chats: usage.chats,
            unsent: usage.unsent,
            drafts: usage.drafts,
        })
    }

    /// Removes every message but those of sends that are not confirmed. The platform has them still: a thread reads
    /// anew what it shows.
    pub async fn wipe_messages(&self) -> Result<(), EngineError> {
        self.core.clear_before(Timestamp(i64::MAX)).await?;
        self.core.store.shrink().await?;
        Ok(())
    }
}

/// Lets go what is too old, at the start, now and then, and when the choice is another. Runs until the engine stops.
pub(crate) async fn run(core: Arc<Core>) {
    let clearing = async {
        loop {
            if let Err(error) = core.clear_old().await {
                tracing::warn!(%error, "old messages could not be removed; it is tried again later");
                core.note_fault(&error).await;
            }
            let wake = core.retention_wake.notified();
            let _: Result<(), _> = tokio::time::timeout(core.timing.retention_look, wake).await;
        }
    };
    tokio::select! {
        () = core.stop.cancelled() => {}
        () = clearing => {}
    }
}

impl Core {
    async fn retention(&self) -> Result<Retention, EngineError> {
        let days = self.store.setting(SETTING).await?.and_then(|days| days.as_u64());
        let chosen = days.and_then(|days| u32::try_from(days).ok()).unwrap_or_default();
        Ok(Retention { days: self.home.policy.retention(chosen) })
    }

    async fn clear_old(&self) -> Result<(), EngineError> {
        let Retention { days } = self.retention().await?;
        if days == 0 {
            if self.store.cleared_before().await?.is_some() {
                self.store.set_cleared_before(None).await?;
            }
            return Ok(());
        }
        let before = self.clock.now().plus_ms(-i64::from(days) * DAY_MS);
        self.store.set_cleared_before(Some(before)).await?;
        self.clear_before(before).await
    }

    async fn clear_before(&self, before: Timestamp) -> Result<(), EngineError> {
        let mut from = 0;
        let mut removed = 0;
        while let Some(Cleared { row, chat, keys }) = self.store.clear_slice(before, from, SLICE).await? {
            from = row;
            removed += keys.len();
            self.publish_removed(keys);
            self.publish_chats(std::slice::from_ref(&chat)).await?;
            self.feed.publish(vec![Change::Coverage { chat }]);
            tokio::time::sleep(self.timing.retention_pause).await;
        }
        self.store.clear_unrecognised(before).await?;
        if removed > 0 {
            tracing::info!(removed, "messages were let go");
        }
        Ok(())
    }

    fn publish_removed(&self, keys: Vec<MessageKey>) {
        let keys: Vec<MessageKey> = keys.into_iter().filter(|key| self.follows(&key.chat())).collect();
        if !keys.is_empty() {
            self.feed.publish(vec![Change::MessagesRemoved { keys }]);
        }
    }
}
