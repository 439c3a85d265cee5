//! One signed-in account at work: its tasks, and what may be asked of it.

use std::sync::Arc;

use tokio_util::task::TaskTracker;
use zuoxi_model::{
    Account, Action, ActionDecision, ChatKey, ChatRow, CustomerCard, CustomerId, GroupCard, GroupId, Interval,
    KnownTags, MessageId, QueuedAction, ReceivedRequest, Robot, RobotKey, SessionState, ThreadPage, Timestamp,
};
use zuoxi_platform::Platform;
use zuoxi_store::Store;

use crate::{
    Clock, EngineError, Feed, Home, Timing, View, actions, adding, admins, cache, core::Core, lead, local, missing,
    outbox, people, reading, retention, search, session,
};

/// The most messages a page of a thread may have.
const PAGE_LIMIT: u32 = 500;

/// A running account. Dropping it stops its tasks; [`Engine::stop`] also waits for them.
pub struct Engine {
    pub(crate) core: Arc<Core>,
    pub(crate) tasks: TaskTracker,
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
        home: Home,
    ) -> Result<Self, EngineError> {
        store.save_account(&account).await?;
        let robots = store.robots().await?;
        let core = Arc::new(Core::new(account, store, platform, feed, clock, timing, home));
        core.know_robots(robots);
        // Before anybody can paste anew.
        core.tidy_pasted().await?;
        core.recover_broadcasts().await?;
        core.publish_attention().await?;
        let tasks = TaskTracker::new();
        tasks.spawn(cache::watch(Arc::clone(&core)));
        tasks.spawn(session::run(Arc::clone(&core)));
        tasks.spawn(missing::run(Arc::clone(&core)));
        tasks.spawn(outbox::run(Arc::clone(&core)));
        tasks.spawn(reading::run(Arc::clone(&core)));
        tasks.spawn(actions::run(Arc::clone(&core)));
        tasks.spawn(people::run(Arc::clone(&core)));
        tasks.spawn(people::sweep(Arc::clone(&core)));
        tasks.spawn(adding::run(Arc::clone(&core)));
        tasks.spawn(admins::run(Arc::clone(&core)));
        tasks.spawn(local::run(Arc::clone(&core)));
        tasks.spawn(search::build(Arc::clone(&core)));
        tasks.spawn(retention::run(Arc::clone(&core)));
        tasks.spawn(lead::metrics::count(Arc::clone(&core)));
        tasks.spawn(lead::health::watch(Arc::clone(&core)));
        tasks.spawn(lead::read_by_rules(Arc::clone(&core)));
        tasks.close();
        Ok(Self { core, tasks })
    }

    /// Ends every task and closes the cache.
    pub async fn stop(&self) {
        self.core.stop.cancel();
        self.tasks.wait().await;
        self.core.store.close().await;
    }

    /// The account that it works for.
    #[must_use]
    pub fn account(&self) -> &Account {
        &self.core.account
    }

    /// How the session stands now.
    #[must_use]
    pub fn session(&self) -> SessionState {
        self.core.session.borrow().clone()
    }

    /// The account's robots, as they were last heard of (2.2).
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

    /// Chats that the platform told to have moved without their message; what they miss is being read.
    pub async fn chats_in_doubt(&self) -> usize {
        self.core.intake.lock().await.told.owed()
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
        self.core.read_closed_window(chat, Interval::new(from, gap.to)).await
    }

    /// Says what the window shows; read marks follow it.
    pub fn show(&self, view: View) {
        self.core.reading.show(view);
    }

    /// Takes an action into the robot's queue. Returns once it is durable; its row in the feed says what comes of it.
    /// Spec 3.7 to 3.23.
    pub async fn act(&self, robot: &RobotKey, action: Action) -> Result<MessageId, EngineError> {
        self.core.act(robot, action, self.core.person()).await
    }

    /// A page of the audit log, newest first: of one robot, or of all.
    pub async fn actions(
        &self,
        robot: Option<&RobotKey>,
        before: Option<&MessageId>,
        limit: u32,
    ) -> Result<Vec<QueuedAction>, EngineError> {
        Ok(self.core.store.actions_page(robot, before, limit.clamp(1, PAGE_LIMIT)).await?)
    }

    /// One action.
    pub async fn action(&self, id: &MessageId) -> Result<Option<QueuedAction>, EngineError> {
        Ok(self.core.store.action(id).await?)
    }

    /// Actions whose outcome is unknown and that wait for a person.
    pub async fn undecided_actions(&self) -> Result<Vec<QueuedAction>, EngineError> {
        Ok(self.core.store.undecided_actions().await?)
    }

    /// Takes back an action that has not left.
    pub async fn cancel_action(&self, id: &MessageId) -> Result<(), EngineError> {
        self.core.cancel_action(id).await
    }

    /// Carries out what a person decided about an action whose outcome is unknown; the id of the new action, if there
    /// is one.
    pub async fn decide_action(
        &self,
        id: &MessageId,
        decision: ActionDecision,
    ) -> Result<Option<MessageId>, EngineError> {
        self.core.decide_action(id, decision).await
    }

    /// A robot's tags as the platform told them last; none while it never did. [`Action::QueryTags`] asks for them.
    pub async fn tag_library(&self, robot: &RobotKey) -> Result<Option<KnownTags>, EngineError> {
        Ok(self.core.store.tag_library(robot).await?)
    }

    /// What is known of a customer, from the cache; from now on changes of it are told.
    pub async fn customer_card(
        &self,
        robot: &RobotKey,
        customer: &CustomerId,
    ) -> Result<Option<CustomerCard>, EngineError> {
        self.core.open_customer(robot, customer).await
    }

    /// What is known of a group, from the cache; from now on changes of it are told.
    pub async fn group_card(&self, robot: &RobotKey, group: &GroupId) -> Result<Option<GroupCard>, EngineError> {
        self.core.open_group(robot, group).await
    }

    /// Reads a group's members from the platform. Spec 2.6.
    pub async fn read_members(&self, robot: &RobotKey, group: &GroupId) -> Result<(), EngineError> {
        self.core.read_members(robot, group).await
    }

    /// Every friend request that came, newest first. Spec 3.8.
    pub async fn friend_requests(&self) -> Result<Vec<ReceivedRequest>, EngineError> {
        Ok(self.core.store.friend_requests().await?)
    }

    /// Has the robot accept a friend request.
    pub async fn accept_friend(&self, robot: &RobotKey, from: &CustomerId) -> Result<MessageId, EngineError> {
        self.act(robot, Action::AcceptFriend { from: from.clone() }).await
    }

    /// Leaves a friend request alone; the platform cannot be told so (Q47).
    pub async fn ignore_friend(&self, robot: &RobotKey, from: &CustomerId) -> Result<(), EngineError> {
        self.core.ignore_friend(robot, from).await
    }

    /// Tells the platform to read a robot's contacts anew; the lists are read twice afterwards (Q52). Returns from when
    /// on it may be asked again. Spec 2.13.
    pub async fn sync_contacts(&self, robot: &RobotKey) -> Result<Timestamp, EngineError> {
        self.core.sync_contacts(robot).await
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
