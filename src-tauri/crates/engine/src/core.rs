//! What the tasks of one signed-in account share.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;
use zuoxi_model::{Account, ChatId, ChatKey, MessageKey, OutboxState, Robot, RobotKey, SessionState, Timestamp};
use zuoxi_platform::{Emitter, MessageIds, Platform};
use zuoxi_store::{Attention, Store};

use crate::{
    Clock, EngineError, Feed, Home, Timing, actions::Replies, feed::Change, intake::Intake, lead::export::Exports,
    lead::health::Lag, local::Local, outbox::Depot, people::People, reading::Reading,
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
    /// A message was told of and has not come.
    pub told_more: Notify,
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
    /// There may be something for the quality rules to read.
    pub rules_wake: Arc<Notify>,
    /// What waits for a person, as the watchers were told it last.
    pub attention: tokio::sync::Mutex<Attention>,
    pub local: Local,
    /// How long messages are kept is another choice now.
    pub retention_wake: Notify,
    /// How late messages came.
    pub lag: Lag,
    pub exports: Exports,
    pub stop: CancellationToken,
    robots: Mutex<Vec<Robot>>,
    followed: Mutex<VecDeque<ChatKey>>,
    /// Which chat an id means, as far as it was asked for.
    chats_by_id: Mutex<HashMap<ChatId, ChatKey>>,
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
            told_more: Notify::new(),
            depot_changed: watch::Sender::new(0),
            disk_full: Notify::new(),
            actions: Replies::default(),
            people: People::default(),
            adding_wake: Notify::new(),
            admins_wake: Notify::new(),
            rules_wake: Arc::default(),
            attention: tokio::sync::Mutex::default(),
            local: Local::default(),
            retention_wake: Notify::new(),
            lag: Lag::default(),
            exports: Exports::default(),
            stop: CancellationToken::new(),
            robots: Mutex::default(),
            followed: Mutex::default(),
            chats_by_id: Mutex::default(),
        }
    }

    /// What time it is for the platform; by this machine's clock only as long as the platform has not told (Q25).
    pub(crate) fn platform_now(&self) -> Timestamp {
        self.platform.now().unwrap_or_else(|| self.clock.now())
    }

    /// What our clock showed at a time of the platform's.
    pub(crate) fn by_our_clock(&self, at: Timestamp) -> Timestamp {
        at.plus_ms(self.clock.now().0.saturating_sub(self.platform_now().0))
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

    pub(crate) fn known_chat(&self, id: &ChatId) -> Option<ChatKey> {
        self.chats_by_id.lock().unwrap_or_else(PoisonError::into_inner).get(id).cloned()
    }

    pub(crate) fn know_chat(&self, id: &ChatId, key: &ChatKey) {
        self.chats_by_id.lock().unwrap_or_else(PoisonError::into_inner).insert(id.clone(), key.clone());
    }

    /// From now on the new messages of this thread are pushed.
    pub(crate) fn follow(&self, chat: &ChatKey) {
        let mut followed = self.followed.lock().unwrap_or_else(PoisonError::into_inner);
        followed.retain(|known| known != chat);
        followed.push_front(chat.clone());
        followed.truncate(FOLLOWED_THREADS);
    }

    pub(crate) fn follows(&self, chat: &ChatKey) -> bool {
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
