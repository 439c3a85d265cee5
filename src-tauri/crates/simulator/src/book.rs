//! What the platform was told and how it was used, so that a test can compare it with what the console believes.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Value, json};

use crate::world::World;
use crate::world::content::Content;

#[derive(Debug, Default)]
pub struct Book {
    sends: Vec<SendEntry>,
    unread_cleared: Vec<String>,
    requests: BTreeMap<String, u64>,
    request_ids: HashSet<String>,
    repeated_request_ids: u64,
    connects: Vec<Connect>,
    not_understood: Vec<Value>,
    pushes: u64,
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

    pub fn cleared_unread(&mut self, chat_id: &str) {
        self.unread_cleared.push(chat_id.to_owned());
    }

    /// Something arrived on the socket that the specification does not describe.
    pub fn did_not_understand(&mut self, event: &str, payload: &Value, why: &str) {
        self.not_understood.push(json!({ "event": event, "payload": payload, "why": why }));
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
            "requests": self.requests,
            "repeatedRequestIds": self.repeated_request_ids,
            "socketsOpen": sockets_open,
            "socketConnects": connects,
            "pushes": self.pushes,
            "notUnderstood": self.not_understood,
            "actionsOverlapping": 0,
        })
    }
}
