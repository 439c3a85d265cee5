//! Messages, new and known.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde::Serialize;
use sqlx::SqliteConnection;
use zuoxi_model::{Assignee, ChatKey, Message, MessageKey, MsgSvrId};

use super::mentions::RobotNames;
use crate::StoreError;
use crate::rows::json;
use crate::search::index;
use crate::words::Word as _;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row<'a> {
    chat: i64,
    id: &'a str,
    timestamp: i64,
    svr_order: i64,
    msg_svr_id: Option<&'a str>,
    direction: &'static str,
    origin: &'static str,
    send_status: Option<&'static str>,
    assignee: Option<&'a str>,
    sender_id: &'a str,
    sender_name: &'a str,
    sender_avatar_url: Option<&'a str>,
    text: &'a str,
    content: String,
    mentions_robot: u8,
    raw: &'a str,
}

impl<'a> Row<'a> {
    fn new(chat: i64, message: &'a Message, names: &RobotNames) -> Result<Self, StoreError> {
        Ok(Self {
            chat,
            id: message.key.message_id.as_str(),
            timestamp: message.timestamp.0,
            svr_order: svr_order(message.msg_svr_id.as_ref()),
            msg_svr_id: message.msg_svr_id.as_ref().map(MsgSvrId::as_str),
            direction: message.direction.word(),
            origin: message.origin.word(),
            send_status: message.send_status.map(|status| status.word()),
            assignee: message.assignee.as_ref().map(Assignee::as_str),
            sender_id: &message.sender.id,
            sender_name: &message.sender.name,
            sender_avatar_url: message.sender.avatar_url.as_deref(),
            text: message.content.text(),
            content: json(&message.content)?,
            mentions_robot: u8::from(names.are_in(message)),
            raw: &message.raw,
        })
    }
}

/// The server's id as a number, for order alone (Q27). A message without one was not yet numbered: it goes last.
fn svr_order(id: Option<&MsgSvrId>) -> i64 {
    id.and_then(|id| id.as_str().parse().ok()).unwrap_or(i64::MAX)
}

/// What [`write`] wrote.
#[derive(Default)]
pub struct Written {
    pub new: Vec<MessageKey>,
    pub changed: Vec<MessageKey>,
    /// Row ids of the chats these messages are in.
    pub chats: BTreeSet<i64>,
}

/// Writes messages whose chats are all in `places`, and their words into the index.
pub async fn write(
    conn: &mut SqliteConnection,
    messages: &[Message],
    places: &HashMap<ChatKey, i64>,
) -> Result<Written, StoreError> {
    if messages.is_empty() {
        return Ok(Written::default());
    }
    let names = RobotNames::of(conn, messages).await?;
    // A message that is in the batch more than once (the platform keeps a record of every attempt to send) is written as
    // often, each time by a statement of its own: within one, SQLite lets the conflict of the first word of it decide about
    // those of its triggers as well, and a message whose time moves would be noted for the index a second time.
    let mut rounds: Vec<Vec<Row>> = Vec::new();
    let mut times: HashMap<(i64, &str), usize> = HashMap::with_capacity(messages.len());
    let mut keys: HashMap<(i64, &str), &MessageKey> = HashMap::with_capacity(messages.len());
    for message in messages {
        let chat = *places
            .get(&message.key.chat())
            .ok_or_else(|| StoreError::corrupt("a chat that was just written is missing"))?;
        let place = (chat, message.key.message_id.as_str());
        keys.insert(place, &message.key);
        let round = times.entry(place).or_default();
        let row = Row::new(chat, message, &names)?;
        match rounds.get_mut(*round) {
            Some(rows) => rows.push(row),
            None => rounds.push(vec![row]),
        }
        *round += 1;
    }
    // A row id above all there were is a new row; SQLite gives the next higher one.
    let newest = sqlx::query_scalar!(r#"SELECT COALESCE(max(id), 0) AS "newest!: i64" FROM messages"#)
        .fetch_one(&mut *conn)
        .await?;
    let mut written = Written::default();
    let mut seen = HashSet::with_capacity(messages.len());
    for rows in rounds {
        let rows = json(&rows)?;
        let returned = sqlx::query_file!("queries/upsert_messages.sql", rows).fetch_all(&mut *conn).await?;
        index::take_in(conn).await?;
        for row in returned {
            written.chats.insert(row.chat);
            // What a later round says of a message is no other message.
            if !seen.insert(row.id) {
                continue;
            }
            let Some(&key) = keys.get(&(row.chat, row.message_id.as_str())) else { continue };
            if row.id > newest {
                written.new.push(key.clone());
            } else {
                written.changed.push(key.clone());
            }
        }
    }
    Ok(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn q27_server_ids_sort_as_numbers_and_a_missing_one_goes_last() {
        let order = |id: &str| svr_order(Some(&MsgSvrId::from(id)));
        assert!(order("999") < order("1000"));
        assert_eq!(svr_order(None), i64::MAX);
        assert_eq!(order("not a number"), i64::MAX);
    }
}
