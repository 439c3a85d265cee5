//! The account's cache under faults: opening it whatever its state, and going on while the disk is full.

use std::{path::Path, sync::Arc};

use zuoxi_model::Timestamp;
use zuoxi_store::{AsideReason, CacheKey, Store, StoreError};

use crate::{EngineError, Feed, NoticeKind, core::Core};

/// Opens the cache. One that its key does not open, or that is damaged, is set aside and kept, and the cache begins anew
/// with what the person had typed; what the platform has is read again from there. The watchers are told.
///
/// A file of a newer version, a folder that is read-only and a full disk are errors: the file stays where it is.
pub(crate) async fn open(
    file: &Path,
    key: &CacheKey,
    is_new_key: bool,
    now: Timestamp,
    feed: &Feed,
) -> Result<Store, EngineError> {
    let error = match Store::open(file, key).await {
        Ok(store) => return Ok(store),
        Err(error) => error,
    };
    let why = match &error {
        StoreError::WrongKey if is_new_key => AsideReason::LostKey,
        StoreError::WrongKey => AsideReason::WrongKey,
        StoreError::Corrupt { .. } => AsideReason::Damaged,
        _ => return Err(error.into()),
    };
    let (store, aside) = Store::rebuild(file, key, why, now).await?;
    tracing::warn!(%error, ?aside, "the cache could not be opened; it was set aside and is built anew");
    let kind = NoticeKind::CacheSetAside {
        why: aside.why.into(),
        file: aside.file.display().to_string(),
        saved_sends: aside.saved.sends,
        saved_drafts: aside.saved.drafts,
    };
    feed.notify(kind, now);
    Ok(store)
}

/// Looks through the whole cache once, and afterwards waits for word of a full disk until there is room again.
pub(crate) async fn watch(core: Arc<Core>) {
    let watching = async {
        match core.store.health().await {
            Ok(health) if !health.is_sound() => {
                tracing::error!(problems = ?health.problems, "the cache is damaged");
                core.note_fault(&StoreError::Corrupt { what: health.problems.join("; ") }.into()).await;
            }
            Ok(_) => {}
            Err(error) => core.note_fault(&error.into()).await,
        }
        loop {
            core.disk_full.notified().await;
            while core.store.try_writing().await.is_err() {
                tokio::time::sleep(core.timing.reread_pause).await;
            }
            core.feed.withdraw(|kind| *kind == NoticeKind::DiskFull);
            // What was missed meanwhile is read by the next catch-up, and what waits may leave.
            core.reconnect.notify_one();
            core.outbox_wake.notify_one();
        }
    };
    tokio::select! {
        () = core.stop.cancelled() => {}
        () = watching => {}
    }
}

impl Core {
    /// Tells the watchers of an error that a person has to know of; every other one is passed over.
    pub(crate) async fn note_fault(&self, error: &EngineError) {
        let EngineError::Store(error) = error else { return };
        match error {
            StoreError::DiskFull => {
                self.feed.notify(NoticeKind::DiskFull, self.clock.now());
                self.disk_full.notify_one();
            }
            StoreError::ReadOnly => self.feed.notify(NoticeKind::ReadOnly, self.clock.now()),
            StoreError::Corrupt { .. } => {
                if let Err(error) = self.store.mark_damaged().await {
                    tracing::error!(%error, "the damage could not be noted for the next start");
                }
                self.feed.notify(NoticeKind::CacheDamaged, self.clock.now());
            }
            _ => {}
        }
    }
}
