//! Rows as SQLite returns them, and the way from them to the model.

use serde::{Serialize, de::DeserializeOwned};
use zuoxi_model::{
    Chat, ChatKey, ChatKind, ChatMarks, ChatRow, Content, Direction, LastMessage, Message, MessageKey, Origin,
    OutboxState, SendStatus, Sender, ThreadMessage, Timestamp,
};

use crate::StoreError;
use crate::words::Word as _;

/// A list of rows for `json_each`.
pub fn json(rows: &(impl Serialize + ?Sized)) -> Result<String, StoreError> {
    Ok(serde_json::to_string(rows)?)
}

/// Reads what [`json`] wrote; `what` names it in the error.
pub fn read_json<T: DeserializeOwned>(what: &str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::corrupt(format!("{what}: {error}")))
}

/// Chat keys as `[[robot_key, chat_user]]`.
pub fn chat_keys_json<'a>(keys: impl IntoIterator<Item = &'a ChatKey>) -> Result<String, StoreError> {
    let keys: Vec<[&str; 2]> = keys.into_iter().map(|key| [key.robot_key.as_str(), key.chat_user.as_str()]).collect();
    json(&keys)
}

pub fn chat_key(robot_key: String, chat_user: String) -> ChatKey {
    ChatKey { robot_key: robot_key.into(), chat_user: chat_user.into() }
}

/// A count that was stored from a `u32`.
pub fn count(stored: i64) -> u32 {
    u32::try_from(stored).unwrap_or(if stored < 0 { 0 } else { u32::MAX })
}

/// Content that this version cannot read, because a newer one wrote it, is shown raw: one row must not hide a thread (Q18).
pub fn content(json: String) -> Content {
    serde_json::from_str(&json).unwrap_or_else(|_| Content::Unsupported { content_type: "?".into(), raw: json })
}

/// More than a row of the list has room for, in characters.
const SHOWN_IN_LIST: usize = 400;

/// A row of the list goes to the window with every message of its chat: of a text of a megabyte only the beginning.
fn beginning(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(SHOWN_IN_LIST) {
        text.truncate(end);
        text.push('…');
    }
    text
}

fn beginning_of(content: Content) -> Content {
    match content {
        Content::Text { text, mentions } => Content::Text { text: beginning(text), mentions },
        other => other,
    }
}

/// A row of `chat_list.sql` and `chat_rows.sql`.
pub struct ChatListRow {
    pub robot_key: String,
    pub chat_user: String,
    pub chat_id: String,
    pub kind: String,
    pub name: String,
    pub avatar_url: Option<String>,
    pub last_active: Option<i64>,
    pub unread: i64,
    pub preview: String,
    pub assignee: Option<String>,
    pub last_timestamp: Option<i64>,
    pub last_direction: Option<String>,
    pub last_sender_name: Option<String>,
    pub last_content_json: Option<String>,
    pub waiting_since: Option<i64>,
    pub mention_depth: Option<i64>,
    pub remark: Option<String>,
    pub is_pinned: Option<bool>,
    pub is_muted: Option<bool>,
    pub has_unread_mark: Option<bool>,
    pub hidden_after: Option<i64>,
    pub snoozed_until: Option<i64>,
    pub draft: Option<String>,
    pub needs_decision: i64,
}

impl TryFrom<ChatListRow> for ChatRow {
    type Error = StoreError;

    fn try_from(row: ChatListRow) -> Result<Self, StoreError> {
        let last = match (row.last_timestamp, row.last_direction, row.last_content_json) {
            (Some(timestamp), Some(direction), Some(json)) => Some(LastMessage {
                direction: Direction::read(&direction)?,
                sender_name: row.last_sender_name.unwrap_or_default(),
                content: beginning_of(content(json)),
                timestamp: Timestamp(timestamp),
            }),
            _ => None,
        };
        Ok(Self {
            chat: Chat {
                key: chat_key(row.robot_key, row.chat_user),
                chat_id: row.chat_id.into(),
                kind: ChatKind::read(&row.kind)?,
                name: row.name,
                avatar_url: row.avatar_url,
                last_active: row.last_active.map(Timestamp),
                unread: count(row.unread),
                preview: beginning(row.preview),
                assignee: row.assignee.map(Into::into),
            },
            last,
            draft: row.draft,
            needs_decision: count(row.needs_decision),
            waiting_since: row.waiting_since.map(Timestamp),
            remark: row.remark,
            mentions_me: row.mention_depth.is_some_and(|depth| depth <= row.unread),
            marks: ChatMarks {
                pinned: row.is_pinned.unwrap_or_default(),
                hidden: row.hidden_after.is_some(),
                muted: row.is_muted.unwrap_or_default(),
                unread_mark: row.has_unread_mark.unwrap_or_default(),
                snoozed_until: row.snoozed_until.map(Timestamp),
            },
        })
    }
}

/// A row of `thread_page.sql` and `thread_messages.sql`.
pub struct ThreadRow {
    pub robot_key: String,
    pub chat_user: String,
    pub chat_id: String,
    pub chat_name: String,
    pub message_id: String,
    pub timestamp: i64,
    pub svr_order: i64,
    pub msg_svr_id: Option<String>,
    pub direction: String,
    pub origin: String,
    pub send_status: Option<String>,
    pub assignee: Option<String>,
    pub sender_id: String,
    pub sender_name: String,
    pub sender_avatar_url: Option<String>,
    pub content_json: String,
    pub raw: String,
    pub outbox_state: Option<String>,
    pub emitted_at: Option<i64>,
    pub failure_json: Option<String>,
    pub attachment_json: Option<String>,
}

impl TryFrom<ThreadRow> for ThreadMessage {
    type Error = StoreError;

    fn try_from(row: ThreadRow) -> Result<Self, StoreError> {
        let delivery = match row.outbox_state {
            Some(state) => Some(outbox_state(&state, row.emitted_at, row.failure_json.as_deref())?),
            None => None,
        };
        let message = Message {
            key: MessageKey {
                robot_key: row.robot_key.into(),
                chat_user: row.chat_user.into(),
                message_id: row.message_id.into(),
            },
            chat_id: row.chat_id.into(),
            chat_name: Some(row.chat_name).filter(|name| !name.is_empty()),
            msg_svr_id: row.msg_svr_id.map(Into::into),
            timestamp: Timestamp(row.timestamp),
            direction: Direction::read(&row.direction)?,
            origin: Origin::read(&row.origin)?,
            sender: Sender { id: row.sender_id, name: row.sender_name, avatar_url: row.sender_avatar_url },
            content: content(row.content_json),
            send_status: row.send_status.as_deref().map(SendStatus::read).transpose()?,
            assignee: row.assignee.map(Into::into),
            raw: row.raw,
        };
        let awaits = message.content.address().is_some_and(str::is_empty);
        let attachment = row.attachment_json.filter(|_| awaits);
        let attachment = attachment.map(|text| read_json("the file of a send", &text)).transpose()?;
        Ok(Self { message, delivery, attachment })
    }
}

/// The three columns an [`OutboxState`] is stored in.
pub struct OutboxColumns {
    pub state: &'static str,
    pub emitted_at: Option<i64>,
    pub failure_json: Option<String>,
}

impl OutboxColumns {
    pub fn of(state: &OutboxState) -> Result<Self, StoreError> {
        let (emitted_at, failure_json) = match state {
            OutboxState::Emitted { at } => (Some(at.0), None),
            OutboxState::Failed { reason } => (None, Some(json(reason)?)),
            OutboxState::Queued | OutboxState::Uploading | OutboxState::Confirmed | OutboxState::Unconfirmed => {
                (None, None)
            }
        };
        Ok(Self { state: state.name(), emitted_at, failure_json })
    }
}

/// Reads what [`OutboxColumns`] wrote.
pub fn outbox_state(
    state: &str,
    emitted_at: Option<i64>,
    failure_json: Option<&str>,
) -> Result<OutboxState, StoreError> {
    match (state, emitted_at, failure_json) {
        ("queued", ..) => Ok(OutboxState::Queued),
        ("uploading", ..) => Ok(OutboxState::Uploading),
        ("confirmed", ..) => Ok(OutboxState::Confirmed),
        ("unconfirmed", ..) => Ok(OutboxState::Unconfirmed),
        ("emitted", Some(at), _) => Ok(OutboxState::Emitted { at: Timestamp(at) }),
        ("failed", _, Some(reason)) => serde_json::from_str(reason)
            .map(|reason| OutboxState::Failed { reason })
            .map_err(|error| StoreError::corrupt(format!("the reason of a failed send: {error}"))),
        _ => Err(StoreError::corrupt(format!("{state:?} is no state of the outbox"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_gets_the_beginning_of_a_long_text_and_the_whole_of_a_short_one() {
        assert_eq!(beginning("好的".into()), "好的");
        let exact = "字".repeat(SHOWN_IN_LIST);
        assert_eq!(beginning(exact.clone()), exact);
        assert_eq!(beginning("字".repeat(1 << 18)), format!("{exact}…"));
    }
}
