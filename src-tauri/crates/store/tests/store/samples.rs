//! A cache in a temporary folder, and the things one puts into it.

use std::path::{Path, PathBuf};

use secrecy::ExposeSecret as _;
use sqlx::{ConnectOptions as _, sqlite::SqliteConnectOptions};
use tempfile::TempDir;
use zuoxi_model::{
    ChatId, ChatKey, ChatUpdate, Content, Direction, DraftContent, Interval, Message, MessageId, MessageKey, Origin,
    OutboxEntry, OutboxState, Sender, Timestamp,
};
use zuoxi_store::{Applied, Batch, CacheKey, Confirmation, Store};

/// A connection as another program with the key would make it.
pub async fn raw_connection(path: &Path, key: &CacheKey) -> sqlx::SqliteConnection {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .pragma("key", format!("\"x'{}'\"", key.to_hex().expose_secret()))
        .connect()
        .await
        .unwrap()
}

/// A cache file that can be closed and opened again.
pub struct Cache {
    folder: TempDir,
    pub key: CacheKey,
    pub store: Store,
}

impl Cache {
    pub async fn new() -> Self {
        Self::with_key(CacheKey::random()).await
    }

    pub async fn with_key(key: CacheKey) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("cache.db"), &key).await.unwrap();
        Self { folder, key, store }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("cache.db")
    }

    pub async fn reopen(&mut self) {
        self.store.close().await;
        self.store = Store::open(&self.path(), &self.key).await.unwrap();
    }

    pub async fn apply(&self, fill: impl FnOnce(&mut Batch)) -> Applied {
        let mut batch = Batch::new(Timestamp(1_000));
        fill(&mut batch);
        self.store.apply(&batch).await.unwrap()
    }

    pub async fn say(&self, messages: impl IntoIterator<Item = Message>) -> Applied {
        self.apply(|batch| batch.messages.extend(messages)).await
    }

    pub async fn cover(&self, chat: &ChatKey, intervals: &[(i64, i64)]) {
        self.apply(|batch| batch.covered.extend(intervals.iter().map(|(a, b)| (chat.clone(), interval(*a, *b))))).await;
    }

    /// The texts of a thread's newest page, oldest first.
    pub async fn texts(&self, chat: &ChatKey) -> Vec<String> {
        let page = self.store.thread_page(chat, None, 100).await.unwrap();
        page.messages.iter().map(|m| m.message.content.text().to_owned()).collect()
    }

    pub async fn waiting_since(&self, chat: &ChatKey) -> Option<i64> {
        let rows = self.store.chat_rows(std::slice::from_ref(chat)).await.unwrap();
        rows[0].waiting_since.map(|at| at.0)
    }

    pub async fn send(&self, chat: &ChatKey, id: &str, at: i64) -> OutboxEntry {
        let entry = entry(chat, id, at);
        self.store.enqueue(&entry, &echo_of(&entry)).await.unwrap();
        entry
    }
}

pub fn interval(from: i64, to: i64) -> Interval {
    Interval::new(Timestamp(from), Timestamp(to))
}

pub fn chat(peer: &str) -> ChatKey {
    ChatKey { robot_key: "robot".into(), chat_user: peer.into() }
}

pub fn key(chat: &ChatKey, id: &str) -> MessageKey {
    MessageKey { robot_key: chat.robot_key.clone(), chat_user: chat.chat_user.clone(), message_id: id.into() }
}

pub fn chat_id(chat: &ChatKey) -> ChatId {
    ChatId::from(format!("S:wxid_{}", chat.chat_user))
}

pub fn text(text: &str) -> Content {
    Content::Text { text: text.into(), mentions: Vec::new() }
}

/// A message from the customer; its text is its id.
pub fn from_customer(chat: &ChatKey, id: &str, at: i64) -> Message {
    Message {
        key: key(chat, id),
        chat_id: chat_id(chat),
        chat_name: None,
        msg_svr_id: None,
        timestamp: Timestamp(at),
        direction: Direction::In,
        origin: Origin::Customer,
        sender: Sender { id: chat.chat_user.to_string(), name: "小王".into(), avatar_url: None },
        content: text(id),
        send_status: None,
        assignee: None,
        raw: format!(r#"{{"messageId":"{id}"}}"#),
    }
}

/// A message from our side that this console knows nothing else of.
pub fn from_us(chat: &ChatKey, id: &str, at: i64) -> Message {
    Message {
        direction: Direction::Out,
        origin: Origin::Elsewhere,
        sender: Sender { id: "wxid".into(), name: "客服".into(), avatar_url: None },
        ..from_customer(chat, id, at)
    }
}

pub fn entry(chat: &ChatKey, id: &str, at: i64) -> OutboxEntry {
    OutboxEntry {
        id: id.into(),
        chat: chat.clone(),
        chat_id: chat_id(chat),
        content: text(id),
        created_at: Timestamp(at),
        state: OutboxState::Queued,
        attempts: 0,
        echoed_as: None,
        attachment: None,
        cover: None,
        not_before: None,
    }
}

pub fn echo_of(entry: &OutboxEntry) -> Message {
    Message {
        origin: Origin::Console,
        raw: String::new(),
        content: entry.content.clone(),
        ..from_us(&entry.chat, entry.id.as_str(), entry.created_at.0)
    }
}

pub fn confirmed(id: &str, echo: Option<MessageKey>) -> Confirmation {
    Confirmation { outbox_id: MessageId::from(id), state: OutboxState::Confirmed, echo }
}

/// News of a chat that say nothing yet.
pub fn news(chat: &ChatKey) -> ChatUpdate {
    ChatUpdate {
        chat_id: chat_id(chat),
        robot_key: Some(chat.robot_key.clone()),
        wxid: None,
        chat_user: Some(chat.chat_user.clone()),
        robot_status: None,
        kind: None,
        name: None,
        avatar_url: None,
        last_active: None,
        unread: None,
        preview: None,
        assignee: None,
    }
}

/// What is typed and not sent.
pub fn typed(text: &str) -> DraftContent {
    DraftContent { text: text.to_owned(), ..DraftContent::default() }
}
