//! What a person does about a fault of this machine while the console runs, and how the console learns of one.

use tokio::sync::mpsc::UnboundedReceiver;
use zuoxi_store::StoreError;

use crate::desk::Place;
use crate::{Desk, EngineError, NoticeKind, Push, Snapshot};

impl Desk {
    /// Tells the watchers of an error that a person has to know of, whoever met it; every other one is passed over.
    pub async fn note_fault(&self, error: &EngineError) {
        if let Ok(engine) = self.engine().await {
            engine.core.note_fault(error).await;
        }
    }

    /// Everything that is known now, and every change after it. If the cache is too damaged to tell, there is nothing that a
    /// person could be asked in, so it is rebuilt at once.
    pub async fn watch(&self) -> Result<(Snapshot, UnboundedReceiver<Push>), EngineError> {
        match self.look().await {
            Err(error @ EngineError::Store(StoreError::Corrupt { .. })) => {
                self.note_fault(&error).await;
                self.rebuild_cache().await?;
                self.look().await
            }
            told => told,
        }
    }

    /// Sets the damaged cache of the account at work aside and goes on with a new one, as a restart would: unsent texts,
    /// drafts and the audit log are carried over, the rest is read from the platform again.
    ///
    /// # Errors
    /// Refused while no damage is known. If the new cache cannot be made, nobody is signed in afterwards and the damaged
    /// file is where it was.
    pub async fn rebuild_cache(&self) -> Result<(), EngineError> {
        let _moving = self.moving.lock().await;
        let engine = self.engine().await?;
        let feed = self.feed.of_account(engine.account().id.clone());
        let is_known = self.feed.notices().iter().any(|notice| {
            notice.kind == NoticeKind::CacheDamaged && notice.account.as_ref() == Some(&engine.account().id)
        });
        if !is_known {
            return Err(EngineError::InvalidInput("the cache is not known to be damaged".into()));
        }
        // Again, for the first time may have failed: without the mark the file would only be opened once more.
        engine.core.store.mark_damaged().await?;
        // The line goes on with the token it has; nobody has to type a secret that was not kept.
        let (account, platform) = (engine.account().clone(), engine.core.platform.clone());
        drop(engine);
        self.put_to_work_on(account, platform, Place::Front, false).await?;
        feed.withdraw(|kind| *kind == NoticeKind::CacheDamaged);
        Ok(())
    }

    /// Goes on without waiting for a keyring that does not answer; this session's secrets live in memory.
    pub fn go_without_keyring(&self) {
        self.keyring.go_without();
    }
}

impl EngineError {
    /// True for an error that [`Desk::note_fault`] has words for.
    #[must_use]
    pub fn is_fault_of_the_machine(&self) -> bool {
        matches!(self, Self::Store(StoreError::DiskFull | StoreError::ReadOnly | StoreError::Corrupt { .. }))
    }
}
