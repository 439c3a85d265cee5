//! The shop behind the practice platform: who there is, what was said, and what is said now.
//!
//! A world is a pure function of seed, size, present and base address. It knows nothing of HTTP or sockets; the shapes
//! on the wire are in `wire`.

pub mod addresses;
mod build;
pub mod compose;
pub mod content;
pub mod directory;
pub mod labels;
mod membership;
pub mod people;
pub mod script;
pub mod slots;
mod strangers;

use std::collections::HashMap;
use std::sync::Arc;

use crate::clock;
use crate::options::WorldSize;
use addresses::Addresses;
pub use build::group_scripts;
use content::Content;
use directory::Directory;
use labels::LabelGroup;
use people::{Person, Robot};
use script::Library;
use slots::Catalogue;
use strangers::Strangers;

/// Everything the platform knows.
#[derive(Debug)]
pub struct World {
    pub robots: Vec<Robot>,
    pub chats: Vec<Chat>,
    pub label_groups: Vec<LabelGroup>,
    pub addresses: Addresses,
    pub library: Arc<Library>,
    pub catalogue: Arc<Catalogue>,
    pub directory: Directory,
    pub strangers: Strangers,
    by_chat_id: HashMap<String, usize>,
    last_svr_id: u64,
    sequence: u64,
}

/// A conversation of one robot with one customer or group.
#[derive(Clone, Debug)]
pub struct Chat {
    pub robot_key: String,
    /// `chatId`: `S:<wxid of the robot>_<chat user>`.
    pub id: String,
    /// `chatUser`: the customer's id, or the group's with its `R:`.
    pub peer: String,
    pub name: String,
    pub head_img: String,
    pub is_group: bool,
    /// The customer alone, or everybody in the group but the robot.
    pub members: Vec<Arc<Person>>,
    pub assign_to: &'static str,
    pub unread: u32,
    /// In the order in which they were said.
    pub messages: Vec<Message>,
}

#[derive(Clone, Debug)]
pub struct Message {
    pub id: String,
    pub svr_id: u64,
    pub at_ms: i64,
    pub sender: Sender,
    pub content: Content,
    /// Spec 2.11: 0 not sent and may be retried, 1 sent, 2 failed for good.
    pub send_status: u8,
    pub assign_to: &'static str,
    /// Said since the platform started, not part of the generated history.
    pub live: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sender {
    /// The robot, through this platform.
    Robot,
    /// The robot's owner, on the phone.
    Phone,
    Contact(Arc<Person>),
}

impl Sender {
    pub fn is_self(&self) -> bool {
        !matches!(self, Self::Contact(_))
    }
}

/// A message about to be added to a chat.
#[derive(Clone, Debug)]
pub struct Saying {
    /// The id the console gave; without one the platform makes its own.
    pub id: Option<String>,
    pub at_ms: i64,
    pub sender: Sender,
    pub content: Content,
    pub send_status: u8,
}

impl World {
    /// The shop as it is at `now_ms`, the end of its history.
    pub fn generate(seed: u64, size: &WorldSize, now_ms: i64, base_url: &str) -> Self {
        build::world(seed, size, now_ms, Addresses::new(base_url))
    }

    pub fn robot(&self, key: &str) -> Option<&Robot> {
        self.robots.iter().find(|robot| robot.key == key)
    }

    pub fn chat(&self, chat_id: &str) -> Option<&Chat> {
        self.by_chat_id.get(chat_id).and_then(|&position| self.chats.get(position))
    }

    pub fn chat_mut(&mut self, chat_id: &str) -> Option<&mut Chat> {
        self.by_chat_id.get(chat_id).and_then(|&position| self.chats.get_mut(position))
    }

    /// The id of the chat of a robot with a customer or group, if they know each other.
    pub fn chat_id_of(&self, robot_key: &str, chat_user: &str) -> Option<String> {
        let robot = self.robot(robot_key)?;
        let chat_id = chat_id(&robot.wxid, chat_user);
        self.by_chat_id.contains_key(&chat_id).then_some(chat_id)
    }

    /// `20200427165446428160753820`: the id of an event that is no message (specs 3.8, 3.12, 3.22).
    pub fn event_id(&mut self, at_ms: i64) -> String {
        self.sequence += 1;
        format!("{}{:03}{:09}", clock::stamp(at_ms), at_ms.rem_euclid(1_000), 160_753_820 + self.sequence)
    }

    /// The chat and message with this `msgSvrID`, among the chats of one robot (spec 3.7).
    pub fn by_svr_id(&self, robot_key: &str, svr_id: u64) -> Option<(&Chat, &Message)> {
        let own = self.chats.iter().filter(|chat| chat.robot_key == robot_key);
        own.flat_map(|chat| chat.messages.iter().map(move |message| (chat, message)))
            .find(|(_, message)| message.svr_id == svr_id)
    }

    /// Adds a message that is said now. A contact's message counts as unread until spec 2.12 is called.
    pub fn say(&mut self, chat_id: &str, saying: Saying) -> Option<Message> {
        let position = *self.by_chat_id.get(chat_id)?;
        self.last_svr_id += 1;
        self.sequence += 1;
        let (svr_id, sequence) = (self.last_svr_id, self.sequence);
        let chat = self.chats.get_mut(position)?;
        let message = Message {
            id: saying.id.unwrap_or_else(|| message_id(saying.at_ms, sequence)),
            svr_id,
            at_ms: saying.at_ms,
            sender: saying.sender,
            content: saying.content,
            send_status: saying.send_status,
            assign_to: chat.assign_to,
            live: true,
        };
        if !message.sender.is_self() {
            chat.unread += 1;
        }
        chat.messages.push(message.clone());
        Some(message)
    }
}

impl Chat {
    /// `lastMsgActive` of specs 2.10 and 3.3.
    pub fn last_active_ms(&self) -> i64 {
        self.messages.iter().rev().take(8).map(|message| message.at_ms).max().unwrap_or(0)
    }

    /// `pushContent` of specs 2.10 and 3.3: in groups with the speaker before it.
    pub fn preview(&self, robot: &Robot) -> String {
        let Some(message) = self.messages.last() else { return String::new() };
        let text = message.content.preview();
        match &message.sender {
            _ if !self.is_group => text,
            Sender::Contact(person) => format!("{}：{text}", person.name),
            Sender::Robot | Sender::Phone => format!("{}：{text}", robot.nick_name),
        }
    }

    /// Somebody of this chat by id.
    pub fn member(&self, id: &str) -> Option<&Arc<Person>> {
        self.members.iter().find(|member| member.id == id)
    }
}

pub fn chat_id(wxid: &str, chat_user: &str) -> String {
    format!("S:{wxid}_{chat_user}")
}

/// `202003241342304979`: the second and four digits. The multiplier spreads the digits without repeating one within
/// ten thousand messages.
fn message_id(at_ms: i64, sequence: u64) -> String {
    format!("{}{:04}", clock::stamp(at_ms), sequence.wrapping_mul(7_919) % 10_000)
}
