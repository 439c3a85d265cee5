//! A desk signed in to a simulator of its own, and the words the stories are told in.

use std::{path::Path, sync::Arc, time::Duration};

use secrecy::SecretString;
use serde_json::{Value, json};
use tempfile::TempDir;
use zuoxi_engine::{
    Clock, Desk, Engine, EngineError, NetworkRules, Policy, PracticeAt, Push, SignInRequest, SystemClock, Timing,
};
use zuoxi_model::{
    Account, AccountId, Action, ChatKey, ChatRow, Composed, CustomerId, DraftContent, EnvironmentKind, GroupId,
    MessageId, OutboxState, QueuedAction, RobotKey, RobotStatus, SessionState, ThreadMessage,
};
use zuoxi_simulator::{Options, Running};
use zuoxi_store::keyring::{MemoryVault, Vault};
use zuoxi_store::{CacheKey, Store};

/// Longer than anything here takes on a machine that builds ten other things; reached only when a story has failed.
const DEADLINE: Duration = Duration::from_mins(3);

/// The product's rules at a pace for tests.
pub fn brisk() -> Timing {
    Timing {
        reconnect_floor: Duration::from_millis(200),
        reconnect_cap: Duration::from_millis(400),
        echo_deadline: Duration::from_millis(600),
        second_inquiry: Duration::from_millis(300),
        report_completeness: Duration::from_millis(100),
        reread_pause: Duration::from_millis(100),
        push_grace: Duration::from_millis(100),
        history_page: 7,
        chat_page: 50,
        action_deadline: Duration::from_millis(600),
        reply_grace: Duration::from_millis(150),
        bridge_pause: Duration::from_millis(100),
        members_pause: Duration::from_millis(20),
        list_page: 9,
        list_pause: Duration::from_millis(1),
        list_retry: Duration::from_millis(100),
        sync_rereads: [Duration::from_millis(100), Duration::from_millis(400)],
        upload_retry: [Duration::from_millis(50), Duration::from_millis(200)],
        network: NetworkRules { retries: 1, first_pause: Duration::from_millis(1), ..NetworkRules::default() },
        // The stories about tags begin it themselves.
        sweep_delay: Duration::from_hours(1),
        sweep_pause: Duration::from_millis(2),
        sweep_idle: Duration::from_millis(50),
        adding_look: Duration::from_millis(10),
        retention_pause: Duration::from_millis(1),
        summary_pause: Duration::from_millis(10),
        ..Timing::default()
    }
}

pub struct Seat {
    pub platform: Arc<Running>,
    pub desk: Desk,
    timing: Timing,
    clock: Arc<dyn Clock>,
    folder: TempDir,
    vault: Arc<dyn Vault>,
    control: reqwest::Client,
}

impl Seat {
    /// A desk in front of a quiet platform; nobody is signed in.
    pub async fn open() -> Self {
        Self::open_with(quiet(), brisk()).await
    }

    /// As [`Seat::open`], at another platform or pace.
    pub async fn open_with(options: Options, timing: Timing) -> Self {
        let platform = Arc::new(zuoxi_simulator::start(options).await.unwrap());
        Self::at(platform, timing, Arc::new(SystemClock))
    }

    fn at(platform: Arc<Running>, timing: Timing, clock: Arc<dyn Clock>) -> Self {
        Self::at_with(platform, timing, clock, Arc::new(MemoryVault::default()))
    }

    /// As [`Seat::open_with`], with a keyring of the story's own.
    pub async fn open_on(vault: Arc<dyn Vault>, options: Options, timing: Timing) -> Self {
        let platform = Arc::new(zuoxi_simulator::start(options).await.unwrap());
        Self::at_with(platform, timing, Arc::new(SystemClock), vault)
    }

    fn at_with(platform: Arc<Running>, timing: Timing, clock: Arc<dyn Clock>, vault: Arc<dyn Vault>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let desk = desk(&platform, &folder, &vault, &timing, &clock);
        let control = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { platform, desk, timing, clock, folder, vault, control }
    }

    /// Signed in, caught up and live.
    pub async fn live() -> Self {
        Self::live_with(quiet(), brisk()).await
    }

    /// As [`Seat::live`], at another platform or pace.
    pub async fn live_with(options: Options, timing: Timing) -> Self {
        let seat = Self::open_with(options, timing).await;
        seat.sign_in("practice").await.unwrap();
        seat.until_live().await;
        seat
    }

    /// As [`Seat::live`], by another clock.
    pub async fn live_by(clock: Arc<dyn Clock>) -> Self {
        let platform = Arc::new(zuoxi_simulator::start(quiet()).await.unwrap());
        let seat = Self::at(platform, brisk(), clock);
        seat.sign_in("practice").await.unwrap();
        seat.until_live().await;
        seat
    }

    /// Another console of the same account.
    pub async fn live_beside(other: &Self, timing: Timing) -> Self {
        let seat = Self::at(Arc::clone(&other.platform), timing, Arc::new(SystemClock));
        seat.sign_in("practice").await.unwrap();
        seat.until_live().await;
        seat
    }

    pub async fn sign_in(&self, secret: &str) -> Result<Account, EngineError> {
        let request = SignInRequest {
            environment: EnvironmentKind::Practice,
            api_base: None,
            socket_base: None,
            access_key: "practice".into(),
            access_secret: SecretString::from(secret),
            remember: true,
        };
        self.desk.sign_in(request).await
    }

    /// The console ends without a farewell and starts again on the same folder.
    pub async fn restart(&mut self) {
        self.desk.close().await;
        self.desk = desk(&self.platform, &self.folder, &self.vault, &self.timing, &self.clock);
        self.desk.resume_last().await.unwrap().expect("the account was remembered");
    }

    /// The console ends and starts again on the same folder; nobody is signed in.
    pub fn reopen(&mut self) {
        self.desk = desk(&self.platform, &self.folder, &self.vault, &self.timing, &self.clock);
    }

    /// The console ends and starts again under these rules of the organisation; nobody is signed in.
    pub async fn reopen_under(&mut self, policy: Policy) {
        self.desk.close().await;
        self.desk = desk(&self.platform, &self.folder, &self.vault, &self.timing, &self.clock).governed_by(policy);
    }

    /// A restart that ends on the sign-in page; why.
    pub async fn restart_to_failure(&mut self) -> EngineError {
        self.desk = desk(&self.platform, &self.folder, &self.vault, &self.timing, &self.clock);
        self.desk.resume_last().await.unwrap_err()
    }

    pub fn data_dir(&self) -> &Path {
        self.folder.path()
    }

    pub fn cache_file(&self, account: &AccountId) -> std::path::PathBuf {
        self.folder.path().join("accounts").join(account.as_str()).join("cache.db")
    }

    /// A later version has been at the account's cache.
    pub async fn make_newer(&self, account: &AccountId) {
        let key = self.vault.get(&format!("{account}/cache-key")).await.unwrap().unwrap();
        let key = CacheKey::from_hex(&key).unwrap();
        let store = Store::open(&self.cache_file(account), &key).await.unwrap();
        store.set_schema(i64::from(i32::MAX)).await.unwrap();
        store.close().await;
    }

    /// Somebody puts another text in the place of the cache's key.
    pub async fn change_cache_key(&self, account: &AccountId, key: &SecretString) {
        self.vault.set(&format!("{account}/cache-key"), key).await.unwrap();
    }

    /// The keyring forgets what opens the cache.
    pub async fn lose_cache_key(&self, account: &AccountId) {
        self.vault.delete(&format!("{account}/cache-key")).await.unwrap();
    }

    /// Whether the account has a cache in its folder.
    pub fn has_cache(&self, account: &AccountId) -> bool {
        self.folder.path().join("accounts").join(account.as_str()).join("cache.db").exists()
    }

    /// Whether the keyring has a key or a secret of the account.
    pub async fn keeps_secrets_of(&self, account: &AccountId) -> bool {
        let names = ["access-secret", "cache-key"].map(|name| format!("{account}/{name}"));
        let kept = [self.vault.get(&names[0]).await.unwrap(), self.vault.get(&names[1]).await.unwrap()];
        kept.iter().any(Option::is_some)
    }

    /// How many caches were set aside and are still there.
    pub fn set_aside(&self, account: &AccountId) -> usize {
        let folder = self.folder.path().join("accounts").join(account.as_str());
        let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
        let names = entries.map(|entry| entry.file_name().into_string().unwrap());
        names
            .filter(|name| name.starts_with("cache-") && Path::new(name).extension().is_some_and(|end| end == "db"))
            .count()
    }

    pub async fn engine(&self) -> Arc<Engine> {
        self.desk.engine().await.unwrap()
    }

    /// Waits for changes until `what` holds.
    pub async fn until<F, T>(&self, what: &str, holds: F) -> T
    where
        F: AsyncFn() -> Option<T>,
    {
        let (_, mut changes) = self.desk.watch().await.unwrap();
        let wait = async {
            loop {
                if let Some(found) = holds().await {
                    return found;
                }
                let _: Option<Push> = changes.recv().await;
            }
        };
        let Ok(found) = tokio::time::timeout(DEADLINE, wait).await else {
            panic!("never came true: {what}; the session is {:?}", self.engine().await.session())
        };
        found
    }

    pub async fn until_live(&self) {
        self.until("live", async || matches!(self.engine().await.session(), SessionState::Live { .. }).then_some(()))
            .await;
    }

    pub async fn until_offline(&self) {
        let offline = async || matches!(self.engine().await.session(), SessionState::Offline { .. }).then_some(());
        self.until("offline", offline).await;
    }

    pub async fn row(&self, chat: &ChatKey) -> ChatRow {
        let rows = self.engine().await.chats().await.unwrap();
        rows.into_iter().find(|row| row.chat.key == *chat).expect("the chat is in the list")
    }

    /// The newest messages of a thread, oldest first.
    pub async fn thread(&self, chat: &ChatKey) -> Vec<ThreadMessage> {
        self.engine().await.thread(chat, None, 500).await.unwrap().messages
    }

    pub async fn delivery(&self, chat: &ChatKey, id: &MessageId) -> Option<OutboxState> {
        self.thread(chat).await.into_iter().find(|row| row.message.key.message_id == *id)?.delivery
    }

    pub async fn until_delivery(&self, chat: &ChatKey, id: &MessageId, expected: OutboxState) {
        let reached = async || (self.delivery(chat, id).await? == expected).then_some(());
        self.until(&format!("{expected:?}"), reached).await;
    }

    /// A single chat of the list, the newest one that `fits`.
    pub async fn a_chat(&self, fits: impl Fn(&ChatRow) -> bool) -> ChatKey {
        let rows = self.engine().await.chats().await.unwrap();
        rows.into_iter().find(|row| !row.chat.key.chat_user.is_group() && fits(row)).expect("such a chat").chat.key
    }

    /// A robot that is online, and one of its customers.
    pub async fn a_customer(&self) -> (RobotKey, CustomerId) {
        let online: Vec<RobotKey> = self.online().await;
        let chat = self.a_chat(|row| online.contains(&row.chat.key.robot_key)).await;
        (chat.robot_key, CustomerId::from(chat.chat_user.as_str()))
    }

    /// A robot that is online, and one of its groups.
    pub async fn a_group(&self) -> (RobotKey, GroupId) {
        let online: Vec<RobotKey> = self.online().await;
        let rows = self.engine().await.chats().await.unwrap();
        let fits = |row: &ChatRow| row.chat.key.chat_user.is_group() && online.contains(&row.chat.key.robot_key);
        let chat = rows.into_iter().find(fits).expect("a group").chat.key;
        (chat.robot_key, GroupId::from(chat.chat_user.as_str()))
    }

    pub async fn online(&self) -> Vec<RobotKey> {
        let robots = self.engine().await.robots();
        robots.into_iter().filter(|robot| robot.status == RobotStatus::Online).map(|robot| robot.key).collect()
    }

    pub async fn action(&self, id: &MessageId) -> QueuedAction {
        self.engine().await.action(id).await.unwrap().expect("the action was asked for")
    }

    /// Asks a robot and waits for the end of it.
    pub async fn done(&self, robot: &RobotKey, action: Action) -> QueuedAction {
        let id = self.engine().await.act(robot, action).await.unwrap();
        self.until_settled(&id).await
    }

    pub async fn until_settled(&self, id: &MessageId) -> QueuedAction {
        let settled = async || {
            let row = self.action(id).await;
            (!row.state.is_open()).then_some(row)
        };
        self.until("settled", settled).await
    }

    /// What the platform itself knows of a customer or group.
    pub async fn directory(&self, robot: &RobotKey, peer: &str) -> Value {
        self.look(&format!("directory?robotKey={robot}&chatUser={peer}")).await
    }

    pub async fn control(&self, path: &str, body: Value) -> Value {
        let url = format!("{}/control/{path}", self.platform.control_url());
        let answer = self.control.post(url).json(&body).send().await.unwrap();
        assert!(answer.status().is_success(), "control {path}: {}", answer.status());
        answer.json().await.unwrap_or(Value::Null)
    }

    pub async fn look(&self, path: &str) -> Value {
        let url = format!("{}/control/{path}", self.platform.control_url());
        self.control.get(url).send().await.unwrap().json().await.unwrap()
    }

    /// The platform's own account of what happened.
    pub async fn book(&self) -> Value {
        self.look("book").await
    }

    /// A customer writes now; returns the message's id.
    pub async fn customer_says(&self, chat: &ChatKey, text: &str) -> MessageId {
        let said =
            self.control("say", json!({"robotKey": chat.robot_key, "chatUser": chat.chat_user, "text": text})).await;
        MessageId::from(said["messageId"].as_str().expect("a message id"))
    }

    pub async fn network(&self, up: bool) {
        self.control("network", json!({ "up": up })).await;
    }
}

/// A platform where nobody writes by himself and actions are quick.
pub fn quiet() -> Options {
    Options { traffic: false, action_time: Duration::from_millis(5), ..Options::default() }
}

fn desk(platform: &Running, folder: &TempDir, vault: &Arc<dyn Vault>, timing: &Timing, clock: &Arc<dyn Clock>) -> Desk {
    let practice = Box::new(PracticeAt::new(&platform.base_url()));
    Desk::open(folder.path(), Arc::clone(vault), practice, Arc::clone(clock), timing.clone()).unwrap()
}

/// A text to send.
pub fn words(text: &str) -> Composed {
    Composed::Text { text: text.into(), mentions: vec![] }
}

/// What is typed and not sent.
pub fn typed(text: &str) -> DraftContent {
    DraftContent { text: text.into(), ..DraftContent::default() }
}

/// The texts of a thread, oldest first.
pub fn texts(thread: &[ThreadMessage]) -> Vec<String> {
    thread.iter().map(|row| row.message.content.text().to_owned()).collect()
}
