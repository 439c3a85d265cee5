//! The platform's records and what they become. The only place that knows their field names.
//!
//! Nothing is dropped: a record that cannot become a message or a chat becomes [`Incoming::Unrecognised`] with its raw
//! text and the reason (Q18).

pub(crate) mod action;
pub(crate) mod chat;
pub(crate) mod contact;
pub(crate) mod content;
pub(crate) mod group;
pub(crate) mod message;
pub(crate) mod robot;

use serde_json::Value;
use zuoxi_model::{ActionEvent, ChatKey, ChatUpdate, Message, Timestamp};

use self::action::{Known, Topic};
use crate::{RawEvent, robot_index::RobotIndex};

/// A decoded record or event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Incoming {
    Message(Box<Message>),
    Chat(Box<ChatUpdate>),
    /// A reply to an action, perhaps another console's (Q39), or a notice pushed over the same road.
    Action(Box<ActionEvent>),
    /// Kept as it came: a later version, or a robot list read later, may understand it.
    Unrecognised {
        /// The event's name, or the call's path.
        name: String,
        /// The record as JSON text.
        raw: String,
        /// What is missing or unknown, in words.
        why: String,
    },
}

/// What a decoder may look up beside the record.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) robots: &'a RobotIndex,
    /// The local clock, for records that name no time.
    pub(crate) now: Timestamp,
    /// The chat that was asked about, for records that do not name theirs.
    pub(crate) asked: Option<&'a ChatKey>,
}

/// Decodes a socket event. Spec 3.2, 3.3, and 3.7 to 3.23 for actions, whose replies come as `action` or under the
/// name of their type (Q38).
pub(crate) fn event(event: &RawEvent, context: Context<'_>) -> Incoming {
    let unwrapped = unwrap_text(&event.payload);
    let payload = unwrapped.as_ref().unwrap_or(&event.payload);
    let decoded = match event.name.as_str() {
        "message" => message::decode(payload, payload.to_string(), context).map(|it| Incoming::Message(Box::new(it))),
        "chat" => chat::decode(payload, context).map(|it| Incoming::Chat(Box::new(it))),
        name if name == "action" || Topic::named(name).is_some() => {
            let record = action::unwrapped(payload);
            let known = Known { topic: Topic::named(name), ..Known::default() };
            action::decode(record, record.to_string(), known, context).map(|it| Incoming::Action(Box::new(it)))
        }
        other => Err(format!("no decoder for the event {other:?}")),
    };
    decoded.unwrap_or_else(|why| Incoming::Unrecognised {
        name: event.name.clone(),
        raw: match payload {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        },
        why,
    })
}

/// A record of a call that could not be read, as it came.
pub(crate) fn unrecognised(name: &str, raw: &str, why: String) -> Incoming {
    Incoming::Unrecognised { name: name.to_owned(), raw: raw.to_owned(), why }
}

/// Decodes one record of the history. Spec 2.11.
pub(crate) fn history_record(name: &str, raw: &str, context: Context<'_>) -> Incoming {
    let decoded = serde_json::from_str::<Value>(raw)
        .map_err(|error| error.to_string())
        .and_then(|value| message::decode(&value, raw.to_owned(), context));
    match decoded {
        Ok(message) => Incoming::Message(Box::new(message)),
        Err(why) => unrecognised(name, raw, why),
    }
}

/// Some Java servers send the argument as a string that contains JSON.
fn unwrap_text(payload: &Value) -> Option<Value> {
    serde_json::from_str::<Value>(payload.as_str()?).ok().filter(|value| value.is_object() || value.is_array())
}
