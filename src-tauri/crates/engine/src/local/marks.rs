//! The marks of chats, and the task that ends a snooze.

use std::{sync::Arc, time::Duration};

use zuoxi_model::{ChatKey, ChatMarksChange};

use crate::{Engine, EngineError, core::Core};

/// A computer that slept, or whose clock was set, is noticed after this long.
const LONGEST_SLEEP: Duration = Duration::from_mins(1);

impl Engine {
    /// Pins, hides, mutes, snoozes or marks these chats as unread. What is `None` stays as it is.
    pub async fn set_chat_marks(&self, chats: &[ChatKey], change: &ChatMarksChange) -> Result<(), EngineError> {
        self.core.store.set_chat_marks(chats, change).await?;
        if change.snoozed_until.is_some() {
            self.core.local.snoozes.notify_one();
        }
        self.core.publish_chats(chats).await
    }
}

/// Brings back snoozed chats whose time is up. Runs until the engine stops.
pub(crate) async fn run(core: Arc<Core>) {
    loop {
        let pause = match wake(&core).await {
            Ok(pause) => pause,
            Err(error) => {
                core.note_fault(&error).await;
                tracing::warn!(%error, "snoozed chats could not be looked after; it will be tried again");
                Some(LONGEST_SLEEP)
            }
        };
        let due = async {
            match pause {
                Some(pause) => tokio::time::sleep(pause).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = core.stop.cancelled() => return,
            () = core.local.snoozes.notified() => {}
            () = due => {}
        }
    }
}

/// Brings back what is due; how long until the next look, if there is anything to look for.
async fn wake(core: &Core) -> Result<Option<Duration>, EngineError> {
    let awake = core.store.wake(core.clock.now()).await?;
    core.publish_chats(&awake).await?;
    let Some(next) = core.store.next_wake().await? else { return Ok(None) };
    let left_ms = u64::try_from(next.0.saturating_sub(core.clock.now().0)).unwrap_or(0);
    Ok(Some(Duration::from_millis(left_ms).min(LONGEST_SLEEP)))
}
