//! What the tasks of one signed-in account share.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;
use zuoxi_model::{Account, ChatKey, MessageKey, OutboxState, Robot, RobotKey, SessionState};
use zuoxi_platform::{Emitter, MessageIds, Platform};
use zuoxi_store::{Attention, Store};

use crate::{
    Clock, EngineError, Feed, Home, Timing, actions::Replies, feed::Change, intake::Intake, lead::export::Exports,
    local::Local, outbox::Depot, people::People, reading::Reading,
};

/// Threads that were read lately are followed: their new messages are pushed. The UI keeps as many in memory.
const FOLLOWED_THREADS: usize = 8;

/// A socket that is up.
#[derive(Clone)]
pub(crate) struct Line {
    /// Counts the connections of this run, so that one can be told from the next.
    pub number: u64,
    pub emitter: Emitter,
}

pub(crate) struct Core {
    pub account: Account,
    pub store: Store,
    pub platform: Platform,
    pub feed: Feed,
    pub clock: Arc<dyn Clock>,
    pub timing: Timing,
    pub home: Home,
    /// Where files go, and what is on its way there.
    pub depot: Depot,
    pub ids: MessageIds,
    pub intake: tokio::sync::Mutex<Intake>,
    pub reading: Reading,
    pub session: watch::Sender<SessionState>,
    pub line: watch::Sender<Option<Line>>,
    /// Asks the session to connect now rather than at the end of its pause.
    pub reconnect: Notify,
    pub outbox_wake: Notify,
    /// Counts the changes of the storage, for what waits for it.
    pub depot_changed: watch::Sender<u64>,
    /// A write found no room.
    pub disk_full: Notify,
    pub actions: Replies,
    pub people: People,
    /// There may be somebody to add by phone.
    pub adding_wake: Notify,
    /// A change of admins has come to an end.
    pub admins_wake: Notify,
    /// What waits for a person, as the watchers were told it last.
    pub attention: tokio::sync::Mutex<Attention>,
    pub local: Local,
    pub exports: Exports,
    pub stop: CancellationToken,
    robots: Mutex<Vec<Robot>>,
    followed: Mutex<VecDeque<ChatKey>>,
}

impl Core {
    pub(crate) fn new(
        account: Account,
        store: Store,
        platform: Platform,
        feed: Feed,
        clock: Arc<dyn Clock>,
        timing: Timing,
        home: Home,
    ) -> Self {
        Self {
            account,
            store,
            platform,
            feed,
            clock,
            timing,
            home,
            depot: Depot::default(),
            ids: MessageIds::new(),
            intake: tokio::sync::Mutex::new(Intake::default()),
            reading: Reading::default(),
            session: watch::Sender::new(SessionState::Connecting),
            line: watch::Sender::new(None),
            reconnect: Notify::new(),
            outbox_wake: Notify::new(),
            depot_changed: watch::Sender::new(0),
            disk_full: Notify::new(),
            actions: Replies::default(),
            people: People::default(),
            adding_wake: Notify::new(),
            admins_wake: Notify::new(),
            attention: tokio::sync::Mutex::default(),
            local: Local::default(),
            exports: Exports::default(),
            stop: CancellationToken::new(),
            robots: Mutex::default(),
            followed: Mutex::default(),
        }
    }

    /// Moves the session and tells the watchers, if it moved at all.
    pub(crate) fn set_session(&self, state: SessionState) {
        let moved = self.session.send_if_modified(|now| {
            let moved = *now != state;
            now.clone_from(&state);
            moved
        });
        if moved {
            tracing::debug!(?state, "session");
            self.feed.publish(vec![Change::Session { session: state }]);
        }
    }

    /// The robots as the cache knows them, before the platform has listed them.
    pub(crate) fn know_robots(&self, robots: Vec<Robot>) {
        self.platform.learn_robots(&robots);
        *self.robots.lock().unwrap_or_else(PoisonError::into_inner) = robots;
    }

    pub(crate) fn robots(&self) -> Vec<Robot> {
        self.robots.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn robot(&self, key: &RobotKey) -> Option<Robot> {
        self.robots.lock().unwrap_or_else(PoisonError::into_inner).iter().find(|robot| robot.key == *key).cloned()
    }

    /// Takes the robots as the platform lists them: into the cache, and to the watchers if something is different.
    pub(crate) async fn set_robots(&self, robots: Vec<Robot>) -> Result<(), EngineError> {
        let moved = {
            let mut known = self.robots.lock().unwrap_or_else(PoisonError::into_inner);
            let moved = *known != robots;
            known.clone_from(&robots);
            moved
        };
        if moved {
            self.store.save_robots(&robots).await?;
            self.feed.publish(vec![Change::Robots { robots }]);
        }
        Ok(())
    }

    /// From now on the new messages of this thread are pushed.
    pub(crate) fn follow(&self, chat: &ChatKey) {
        let mut followed = self.followed.lock().unwrap_or_else(PoisonError::into_inner);
        followed.retain(|known| known != chat);
        followed.push_front(chat.clone());
        followed.truncate(FOLLOWED_THREADS);
    }

    fn follows(&self, chat: &ChatKey) -> bool {
        self.followed.lock().unwrap_or_else(PoisonError::into_inner).contains(chat)
    }

    pub(crate) async fn publish_chats(&self, chats: &[ChatKey]) -> Result<(), EngineError> {
        if !chats.is_empty() {
            let rows = self.store.chat_rows(chats).await?;
            self.feed.publish(vec![Change::Chats { rows }]);
        }
        Ok(())
    }

    pub(crate) async fn publish_messages(&self, keys: &[MessageKey]) -> Result<(), EngineError> {
        let followed: Vec<MessageKey> = keys.iter().filter(|key| self.follows(&key.chat())).cloned().collect();
        if !followed.is_empty() {
            let messages = self.store.thread_messages(&followed).await?;
            self.feed.publish(vec![Change::Messages { messages }]);
        }
        Ok(())
    }

    pub(crate) async fn waiting(&self) -> Result<u32, EngineError> {
        let open = self.store.outbox().await?;
        let waiting = open.iter().filter(|entry| {
            matches!(entry.state, OutboxState::Queued | OutboxState::Uploading | OutboxState::Emitted { .. })
        });
        Ok(u32::try_from(waiting.count()).unwrap_or(u32::MAX))
    }

    pub(crate) async fn publish_waiting(&self) -> Result<(), EngineError> {
        let count = self.waiting().await?;
        self.feed.publish(vec![Change::Waiting { count }]);
        Ok(())
    }
}
