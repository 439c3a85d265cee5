//! News of chats, and the chats that messages bring with them.

use std::collections::HashMap;

use serde::Serialize;
use sqlx::SqliteConnection;
use zuoxi_model::{Assignee, ChatKey, ChatKind, ChatUpdate, Direction, Message};

use super::Batch;
use crate::StoreError;
use crate::rows::{chat_key, chat_keys_json, json};
use crate::summary::kind_of;
use crate::words::Word as _;

/// All that a batch says about one chat. Absent is not said.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct News<'a> {
    robot_key: &'a str,
    chat_user: &'a str,
    chat_id: Option<&'a str>,
    kind: Option<&'static str>,
    name: Option<&'a str>,
    avatar_url: Option<&'a str>,
    last_active: Option<i64>,
    unread: Option<u32>,
    preview: Option<&'a str>,
    assignee: Option<&'a str>,
    /// What the peer's id tells, for a chat that nothing else was said of.
    kind_by_peer: &'static str,
    /// What a message tells, for a chat that has no name yet.
    name_by_message: Option<&'a str>,
}

fn said(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.is_empty())
}

impl<'a> News<'a> {
    fn of(key: &'a ChatKey) -> Self {
        Self {
            robot_key: key.robot_key.as_str(),
            chat_user: key.chat_user.as_str(),
            chat_id: None,
            kind: None,
            name: None,
            avatar_url: None,
            last_active: None,
            unread: None,
            preview: None,
            assignee: None,
            kind_by_peer: kind_of(key).word(),
            name_by_message: None,
        }
    }

    /// Takes in what an update says; later news go over earlier ones.
    fn hear(&mut self, update: &'a ChatUpdate) {
        self.chat_id = said(Some(update.chat_id.as_str())).or(self.chat_id);
        self.kind = update.kind.as_ref().map(ChatKind::word).or(self.kind);
        self.name = said(update.name.as_deref()).or(self.name);
        self.avatar_url = said(update.avatar_url.as_deref()).or(self.avatar_url);
        self.last_active = update.last_active.map(|at| at.0).max(self.last_active);
        self.unread = update.unread.or(self.unread);
        self.preview = update.preview.as_deref().or(self.preview);
        self.assignee = update.assignee.as_ref().map(Assignee::as_str).or(self.assignee);
    }

    /// Takes in what a message tells about its chat.
    fn infer(&mut self, message: &'a Message) {
        self.chat_id = self.chat_id.or(said(Some(message.chat_id.as_str())));
        // In a group the sender is one member of many; with a single peer, the sender of what comes in is the peer.
        let peer = (message.direction == Direction::In && !message.key.chat_user.is_group())
            .then_some(message.sender.name.as_str());
        self.name_by_message = self.name_by_message.or(said(message.chat_name.as_deref())).or(said(peer));
    }
}

/// Writes the chats of a batch, and the customers and groups behind them. Returns those whose row changed.
pub async fn write(conn: &mut SqliteConnection, batch: &Batch) -> Result<Vec<ChatKey>, StoreError> {
    let updates: Vec<(ChatKey, &ChatUpdate)> = batch
        .chats
        .iter()
        .filter_map(|update| {
            let (robot_key, chat_user) = (update.robot_key.clone()?, update.chat_user.clone()?);
            Some((ChatKey { robot_key, chat_user }, update))
        })
        .collect();
    let from_messages: Vec<(ChatKey, &Message)> =
        batch.messages.iter().map(|message| (message.key.chat(), message)).collect();

    let mut news: HashMap<&ChatKey, News> = HashMap::new();
    for (key, update) in &updates {
        news.entry(key).or_insert_with(|| News::of(key)).hear(update);
    }
    for (key, message) in &from_messages {
        news.entry(key).or_insert_with(|| News::of(key)).infer(message);
    }
    if news.is_empty() {
        return Ok(Vec::new());
    }
    let rows = json(&news.values().collect::<Vec<_>>())?;
    let changed = sqlx::query_file!("queries/upsert_chats.sql", rows).fetch_all(&mut *conn).await?;
    let changed: Vec<ChatKey> = changed.into_iter().map(|row| chat_key(row.robot_key, row.chat_user)).collect();
    write_peers(conn, &changed).await?;
    Ok(changed)
}

/// Until the lists of customers and groups are read (2.3, 2.4), a chat's name and picture are the best there is.
async fn write_peers(conn: &mut SqliteConnection, chats: &[ChatKey]) -> Result<(), StoreError> {
    if chats.is_empty() {
        return Ok(());
    }
    let keys = chat_keys_json(chats)?;
    sqlx::query!(
        "INSERT INTO customers (robot_key, customer_id, name, avatar_url)
         SELECT chats.robot_key, chats.chat_user, chats.name, chats.avatar_url
         FROM json_each(?1) AS wanted
         CROSS JOIN chats ON chats.robot_key = wanted.value ->> 0 AND chats.chat_user = wanted.value ->> 1
         WHERE chats.kind = 'single'
         ON CONFLICT (robot_key, customer_id) DO UPDATE SET
            name = excluded.name,
            avatar_url = COALESCE(excluded.avatar_url, customers.avatar_url)
         -- The list says it better: a chat may go by the remark. Nearly every message changes its chat's row and hardly
         -- any of them whom it is with.
         WHERE customers.relationship = 'unknown'
            AND (customers.name, customers.avatar_url)
                IS NOT (excluded.name, COALESCE(excluded.avatar_url, customers.avatar_url))",
        keys
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "INSERT INTO groups (robot_key, group_id, name)
         SELECT chats.robot_key, chats.chat_user, chats.name
         FROM json_each(?1) AS wanted
         CROSS JOIN chats ON chats.robot_key = wanted.value ->> 0 AND chats.chat_user = wanted.value ->> 1
         WHERE chats.kind = 'group'
         ON CONFLICT (robot_key, group_id) DO UPDATE SET name = excluded.name WHERE groups.name <> excluded.name",
        keys
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Where the messages of these chats go.
pub async fn row_ids(
    conn: &mut SqliteConnection,
    keys: impl Iterator<Item = ChatKey>,
) -> Result<HashMap<ChatKey, i64>, StoreError> {
    let mut keys: Vec<ChatKey> = keys.collect();
    keys.sort_unstable();
    keys.dedup();
    if keys.is_empty() {
        return Ok(HashMap::new());
    }
    let keys = chat_keys_json(&keys)?;
    let rows = sqlx::query_file!("queries/chat_row_ids.sql", keys).fetch_all(conn).await?;
    Ok(rows.into_iter().map(|row| (chat_key(row.robot_key, row.chat_user), row.id)).collect())
}
