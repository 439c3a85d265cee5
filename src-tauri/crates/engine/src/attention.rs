//! What waits for a person: counted, told when it changes, and looked after when actions move.

use zuoxi_model::{ActionKind, ActionState, MessageId, QueuedAction};
use zuoxi_store::Attention;

use crate::{Engine, EngineError, core::Core, feed::Change};

impl Engine {
    /// How much waits for a person.
    pub(crate) async fn attention(&self) -> Result<Attention, EngineError> {
        Ok(self.core.store.attention().await?)
    }
}

impl Core {
    /// Counts anew what waits for a person, and tells the watchers if it is not what it was.
    pub(crate) async fn publish_attention(&self) -> Result<(), EngineError> {
        // Held over both, so that an older count never goes out after a newer one.
        let mut told = self.attention.lock().await;
        let now = self.store.attention().await?;
        if *told != now {
            *told = now;
            let Attention { requests, undecided, broadcasts } = now;
            self.feed.publish(vec![Change::Attention { requests, undecided, broadcasts }]);
        }
        Ok(())
    }

    /// Sees to what hangs on actions that have moved.
    pub(crate) async fn follow_actions(&self, rows: &[QueuedAction]) -> Result<(), EngineError> {
        let of = |kind| rows.iter().filter(move |row| row.action.kind() == kind);
        let asked: Vec<MessageId> = of(ActionKind::AddByPhone).map(|row| row.id.clone()).collect();
        if !asked.is_empty() {
            let lists = self.store.lists_of_actions(&asked).await?;
            self.publish_addings(&lists).await?;
            self.adding_wake.notify_one();
        }
        if of(ActionKind::ChangeAdmins).any(|row| !row.state.is_open()) {
            self.admins_wake.notify_one();
        }
        let concerns = self.attention.lock().await.undecided > 0;
        if concerns || rows.iter().any(|row| row.state == ActionState::Unknown) {
            self.publish_attention().await?;
        }
        Ok(())
    }
}
