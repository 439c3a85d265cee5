//! When a chat counts as read.
//!
//! Clearing the unread count (2.12) is account-wide and cannot be undone (Q31), so it happens only while the newest
//! message of the thread is visible in a focused window. The platform is told first and the list follows its answer:
//! a count that was cleared here but not there would come back with the next event. A call that failed is repeated
//! for as long as the chat is still being read.

use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use specta::Type;
use tokio::sync::Notify;
use zuoxi_model::ChatKey;
use zuoxi_platform::PlatformError;

use crate::{EngineError, core::Core};

/// What the person in front of the window sees.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct View {
    pub chat: Option<ChatKey>,
    /// The window has the keyboard.
    pub focused: bool,
    /// The newest message of the chat is on the screen.
    pub newest_visible: bool,
}

impl View {
    /// The chat that is being read, if one is.
    #[must_use]
    pub fn reads(&self) -> Option<&ChatKey> {
        self.chat.as_ref().filter(|_| self.focused && self.newest_visible)
    }
}

#[derive(Debug, Default)]
pub(crate) struct Reading {
    view: Mutex<View>,
    look: Notify,
    moved: Notify,
}

impl Reading {
    pub(crate) fn view(&self) -> View {
        self.view.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The window shows something else now.
    pub(crate) fn show(&self, view: View) {
        *self.view.lock().unwrap_or_else(PoisonError::into_inner) = view;
        self.moved.notify_waiters();
        self.look.notify_one();
    }

    /// These chats have news: one of them may be the one that is being read.
    pub(crate) fn reconsider(&self, chats: &[ChatKey]) {
        if self.view().reads().is_some_and(|chat| chats.contains(chat)) {
            self.look.notify_one();
        }
    }
}

/// Runs until the engine stops.
pub(crate) async fn run(core: Arc<Core>) {
    loop {
        tokio::select! {
            () = core.stop.cancelled() => return,
            () = core.reading.look.notified() => {}
        }
        let pause = match mark(&core).await {
            Ok(false) => continue,
            Ok(true) => core.timing.clear_pause,
            Err(error) => {
                tracing::info!(%error, "the unread count could not be cleared; it will be tried again");
                core.reading.look.notify_one();
                core.timing.reread_pause
            }
        };
        tokio::select! {
            () = core.stop.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Clears what is being read; says whether the platform was asked to.
async fn mark(core: &Core) -> Result<bool, EngineError> {
    let Some(key) = core.reading.view().reads().cloned() else { return Ok(false) };
    if core.store.clear_unread_mark(&key).await? {
        core.publish_chats(std::slice::from_ref(&key)).await?;
    }
    // What the platform told of and has not come is not on the screen.
    if core.intake.lock().await.told.is_owed(&key) {
        return Ok(false);
    }
    let Some(chat) = core.store.chat(&key).await?.filter(|chat| chat.unread > 0) else { return Ok(false) };
    if !core.while_reading(&key, core.platform.clear_unread(&chat.chat_id)).await? {
        return Ok(false);
    }
    core.store.set_unread(&key, 0).await?;
    core.publish_chats(&[key]).await?;
    Ok(true)
}

impl Core {
    /// Carries out a call for as long as this chat is being read; false if it was not to its end. A call that finds no
    /// network is repeated for seconds, and what is said after the person looked away is nobody's to clear.
    async fn while_reading(
        &self,
        chat: &ChatKey,
        call: impl Future<Output = Result<(), PlatformError>>,
    ) -> Result<bool, EngineError> {
        tokio::pin!(call);
        loop {
            let moved = self.reading.moved.notified();
            tokio::pin!(moved);
            moved.as_mut().enable();
            if self.reading.view().reads() != Some(chat) {
                return Ok(false);
            }
            tokio::select! {
                ended = &mut call => return Ok(ended.map(|()| true)?),
                () = moved => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn q31_a_chat_is_read_only_when_its_newest_message_is_visible_in_a_focused_window() {
        let chat = Some(ChatKey { robot_key: "r".into(), chat_user: "c".into() });
        for (focused, newest_visible) in [(false, false), (false, true), (true, false), (true, true)] {
            let view = View { chat: chat.clone(), focused, newest_visible };
            assert_eq!(view.reads().is_some(), focused && newest_visible);
        }
        assert_eq!(View { chat: None, focused: true, newest_visible: true }.reads(), None);
    }
}
