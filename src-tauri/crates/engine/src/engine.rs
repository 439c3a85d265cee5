//! One signed-in account at work: its tasks, and what may be asked of it.

use std::sync::Arc;

use tokio_util::task::TaskTracker;
use zuoxi_model::{Account, ChatKey, ChatRow, Draft, Interval, MessageId, Resolution, Robot, SessionState, ThreadPage};
use zuoxi_platform::Platform;
use zuoxi_store::Store;

use crate::{Clock, EngineError, Feed, Timing, View, core::Core, outbox, reading, session};

/// The most messages a page of a thread may have.
const PAGE_LIMIT: u32 = 500;

/// A running account. Dropping it stops its tasks; [`Engine::stop`] also waits for them.
pub struct Engine {
    pub(crate) core: Arc<Core>,
    tasks: TaskTracker,
}

impl Engine {
    /// Starts from what the cache knows. Needs no network: the session connects by itself.
    pub async fn start(
        account: Account,
        store: Store,
        platform: Platform,
        feed: Feed,
        clock: Arc<dyn Clock>,
        timing: Timing,
    ) -> Result<Self, EngineError> {
        store.save_account(&account).await?;
        let robots = store.robots().await?;
        let core = Arc::new(Core::new(account, store, platform, feed, clock, timing, robots));
        let tasks = TaskTracker::new();
        tasks.spawn(session::run(Arc::clone(&core)));
        tasks.spawn(outbox::run(Arc::clone(&core)));
        tasks.spawn(reading::run(Arc::clone(&core)));
        tasks.close();
        Ok(Self { core, tasks })
    }

    /// Ends every task and closes the cache.
    pub async fn stop(&self) {
        self.core.stop.cancel();
        self.tasks.wait().await;
        self.core.store.close().await;
    }

    #[must_use]
    pub fn account(&self) -> &Account {
        &self.core.account
    }

    #[must_use]
    pub fn session(&self) -> SessionState {
        self.core.session.borrow().clone()
    }

    #[must_use]
    pub fn robots(&self) -> Vec<Robot> {
        self.core.robots()
    }

    /// Every chat of the cache, newest first.
    pub async fn chats(&self) -> Result<Vec<ChatRow>, EngineError> {
        Ok(self.core.store.chat_list().await?)
    }

    /// Sends that have not been confirmed and need nobody's decision.
    pub async fn waiting(&self) -> Result<u32, EngineError> {
        self.core.waiting().await
    }

    /// A page of the cache, and from now on what is new in this thread. Never touches the network.
    pub async fn thread(
        &self,
        chat: &ChatKey,
        before: Option<&MessageId>,
        limit: u32,
    ) -> Result<ThreadPage, EngineError> {
        self.core.follow(chat);
        Ok(self.core.store.thread_page(chat, before, limit.clamp(1, PAGE_LIMIT)).await?)
    }

    /// Reads a page of older history from the platform into the cache.
    pub async fn load_older(&self, chat: &ChatKey) -> Result<(), EngineError> {
        self.core.load_older(chat).await
    }

    /// Reads what a gap of the thread may miss.
    pub async fn fill_gap(&self, chat: &ChatKey, gap: Interval) -> Result<(), EngineError> {
        let from = gap.from.plus_ms(-self.core.timing.overlap_ms);
        self.core.read_window(chat, Interval::new(from, gap.to)).await
    }

    /// Says what the window shows; read marks follow it.
    pub fn show(&self, view: View) {
        self.core.reading.show(view);
    }

    pub async fn send_text(&self, chat: &ChatKey, text: &str, mentions: Vec<String>) -> Result<MessageId, EngineError> {
        self.core.send_text(chat, text, mentions).await
    }

    /// Carries out what a person decided about a send.
    pub async fn resolve_send(&self, id: &MessageId, resolution: Resolution) -> Result<(), EngineError> {
        self.core.resolve_send(id, resolution).await
    }

    /// Keeps what was typed; an empty text removes the draft.
    pub async fn save_draft(&self, chat: &ChatKey, text: &str) -> Result<(), EngineError> {
        let draft = Draft { chat: chat.clone(), text: text.to_owned(), updated_at: self.core.clock.now() };
        self.core.store.save_draft(&draft).await?;
        self.core.publish_chats(std::slice::from_ref(chat)).await
    }

    pub async fn draft(&self, chat: &ChatKey) -> Result<Option<String>, EngineError> {
        Ok(self.core.store.draft(chat).await?.map(|draft| draft.text))
    }

    /// Connects now rather than at the end of the pause, but never before the platform's floor.
    pub fn reconnect(&self) {
        self.core.reconnect.notify_one();
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.core.stop.cancel();
    }
}
