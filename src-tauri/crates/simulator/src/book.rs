//! What the platform was told and how it was used, so that a test can compare it with what the console believes.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Value, json};

use crate::world::World;
use crate::world::content::Content;

#[derive(Debug, Default)]
pub struct Book {
    sends: Vec<SendEntry>,
    unread_cleared: Vec<String>,
    /// For each of them the newest message that had come in by then.
    newest_when_cleared: Vec<Option<String>>,
    requests: BTreeMap<String, u64>,
    request_ids: HashSet<String>,
    repeated_request_ids: u64,
    connects: Vec<Connect>,
    not_understood: Vec<Value>,
    pushes: u64,
    /// By type.
    actions: BTreeMap<String, u64>,
    /// Actions that came while another one of the same robot was in flight, by robot.
    overlapping: BTreeMap<String, u64>,
    forwards: Vec<Value>,
    broadcasts: Vec<Broadcast>,
    uploads: Uploads,
}

/// A mass send (spec 2.7).
#[derive(Clone, Debug)]
struct Broadcast {
    name: String,
    chats: usize,
    contents: usize,
    delivered: usize,
    ended: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Uploads {
    stored: u64,
    bytes: u64,
    refused: u64,
    deleted: u64,
}

/// Everything that was emitted under one message id to one chat.
#[derive(Clone, Debug)]
struct SendEntry {
    message_id: String,
    chat_id: String,
    text: String,
    /// More than one: the customer got it more than once.
    times: u32,
}

#[derive(Clone, Debug)]
struct Connect {
    at_ms: i64,
    protocol: u8,
}

impl Book {
    pub fn request(&mut self, path: &str, request_id: Option<&str>) {
        *self.requests.entry(path.to_owned()).or_default() += 1;
        if let Some(id) = request_id
            && !self.request_ids.insert(id.to_owned())
        {
            self.repeated_request_ids += 1;
        }
    }

    pub fn connected(&mut self, at_ms: i64, protocol: u8) {
        self.connects.push(Connect { at_ms, protocol });
    }

    pub fn sent(&mut self, message_id: &str, chat_id: &str, content: &Content) {
        match self.sends.iter_mut().find(|send| send.message_id == message_id && send.chat_id == chat_id) {
            Some(known) => known.times += 1,
            None => self.sends.push(SendEntry {
                message_id: message_id.to_owned(),
                chat_id: chat_id.to_owned(),
                text: content.preview(),
                times: 1,
            }),
        }
    }

    /// A console cleared a chat's unread count, of which `newest` was the last message that came in.
    pub fn cleared_unread(&mut self, chat_id: &str, newest: Option<String>) {
        self.unread_cleared.push(chat_id.to_owned());
        self.newest_when_cleared.push(newest);
    }

    /// Something arrived on the socket that the specification does not describe.
    pub fn did_not_understand(&mut self, event: &str, payload: &Value, why: &str) {
        self.not_understood.push(json!({ "event": event, "payload": payload, "why": why }));
    }

    pub fn acted(&mut self, kind: &str) {
        *self.actions.entry(kind.to_owned()).or_default() += 1;
    }

    pub fn overlapped(&mut self, robot_key: &str) {
        *self.overlapping.entry(robot_key.to_owned()).or_default() += 1;
    }

    pub fn forwarded(&mut self, message_id: &str, targets: usize) {
        self.forwards.push(json!({ "messageId": message_id, "targets": targets }));
    }

    /// A mass send was accepted; its number for the calls below.
    pub fn broadcast(&mut self, name: &str, chats: usize, contents: usize) -> usize {
        self.broadcasts.push(Broadcast { name: name.to_owned(), chats, contents, delivered: 0, ended: false });
        self.broadcasts.len() - 1
    }

    pub fn broadcast_delivered(&mut self, number: usize) {
        if let Some(broadcast) = self.broadcasts.get_mut(number) {
            broadcast.delivered += 1;
        }
    }

    pub fn broadcast_ended(&mut self, number: usize) {
        if let Some(broadcast) = self.broadcasts.get_mut(number) {
            broadcast.ended = true;
        }
    }

    pub fn uploaded(&mut self, bytes: usize) {
        self.uploads.stored += 1;
        self.uploads.bytes += u64::try_from(bytes).unwrap_or(u64::MAX);
    }

    pub fn upload_refused(&mut self) {
        self.uploads.refused += 1;
    }

    pub fn upload_deleted(&mut self) {
        self.uploads.deleted += 1;
    }

    pub fn pushed(&mut self) {
        self.pushes += 1;
    }

    /// The answer of `GET /control/book`. `messages` are those said since the start; with `history` the generated ones
    /// come too.
    pub fn page(&self, world: &World, history: bool, sockets_open: usize) -> Value {
        let messages: Vec<Value> = world
            .chats
            .iter()
            .flat_map(|chat| {
                chat.messages.iter().filter(move |message| history || message.live).map(move |message| {
                    json!({
                        "messageId": message.id,
                        "msgSvrID": message.svr_id.to_string(),
                        "robotKey": chat.robot_key,
                        "chatUser": chat.peer,
                        "chatId": chat.id,
                        "timestamp": message.at_ms,
                        "isSelf": message.sender.is_self(),
                        "sendStatus": message.send_status,
                        "text": message.content.preview(),
                        "address": message.content.address(),
                    })
                })
            })
            .collect();
        let sends: Vec<Value> = self
            .sends
            .iter()
            .map(|send| {
                json!({
                    "messageId": send.message_id,
                    "chatId": send.chat_id,
                    "text": send.text,
                    "times": send.times,
                })
            })
            .collect();
        let connects: Vec<Value> =
            self.connects.iter().map(|connect| json!({ "at": connect.at_ms, "protocol": connect.protocol })).collect();
        json!({
            "messages": messages,
            "sends": sends,
            "unreadCleared": self.unread_cleared,
            "newestWhenCleared": self.newest_when_cleared,
            "requests": self.requests,
            "repeatedRequestIds": self.repeated_request_ids,
            "socketsOpen": sockets_open,
            "socketConnects": connects,
            "pushes": self.pushes,
            "notUnderstood": self.not_understood,
            "actions": self.actions,
            "actionsOverlapping": self.overlapping.values().sum::<u64>(),
            "actionsOverlappingByRobot": self.overlapping,
            "forwards": self.forwards,
            "broadcasts": self.broadcasts.iter().map(Broadcast::row).collect::<Vec<_>>(),
            "uploads": {
                "stored": self.uploads.stored,
                "bytes": self.uploads.bytes,
                "refused": self.uploads.refused,
                "deleted": self.uploads.deleted,
            },
        })
    }
}

impl Broadcast {
    fn row(&self) -> Value {
        json!({
            "name": self.name,
            "chats": self.chats,
            "contents": self.contents,
            "delivered": self.delivered,
            "ended": self.ended,
        })
    }
}
