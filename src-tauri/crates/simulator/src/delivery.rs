//! The way of a message: said or sent, stored, pushed.
//!
//! Whatever happens to a push, the message is in the history first. While the network is down nothing is pushed, and
//! nothing is pushed later either: spec 3.0 does not promise what was said during a disconnection, so a console that
//! does not ask 2.11 has lost it.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use socketioxide::socket::Sid;
use tokio::sync::mpsc;
use tokio::time::Instant;

use crate::book::Book;
use crate::faults::{Echo, Fate};
use crate::practice::Practice;
use crate::traffic::Heard;
use crate::wire;
use crate::world::content::Content;
use crate::world::{Message, Saying, Sender, World};

/// Why nothing could be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    Robot,
    Chat,
    Member,
}

/// One event for the consoles.
#[derive(Clone, Debug)]
pub struct Push {
    pub event: &'static str,
    pub payload: Value,
    /// Reaches consoles that asked for `msgFilter=1` too (spec 3.1).
    pub passes_filter: bool,
}

impl Practice {
    /// A customer, a member of a group, or the robot's owner on the phone writes now.
    pub fn say(&self, chat_id: &str, sender: Sender, content: Content) -> Result<Message, Unknown> {
        let at_ms = self.message_time_ms();
        let quirks = &self.options.quirks;
        let said = self.world.with(|world| {
            let message = world.say(chat_id, Saying { id: None, at_ms, sender, content, send_status: 1 })?;
            let chat = world.chat(chat_id)?;
            let robot = world.robot(&chat.robot_key)?;
            let is_text = matches!(message.content, Content::Text { .. });
            let passes_filter = is_text && (!chat.is_group || message.content.mentions(&robot.wxid));
            let pushes = [
                Push {
                    event: "message",
                    payload: wire::received_message(chat, robot, &message, quirks),
                    passes_filter,
                },
                Push { event: "chat", payload: wire::received_chat(chat, robot), passes_filter: false },
            ];
            // Pushed while the world is locked, so that no two messages overtake each other on their way out.
            self.push_all(&pushes);
            Some(message)
        });
        said.ok_or(Unknown::Chat)
    }

    /// As [`Self::say`], by the ids that a test knows. Without a sender the customer writes, or the first member.
    pub fn say_to(
        &self,
        robot_key: &str,
        chat_user: &str,
        sender_id: Option<&str>,
        content: Content,
    ) -> Result<Message, Unknown> {
        let (chat_id, sender) = self.world.with(|world| {
            world.robot(robot_key).ok_or(Unknown::Robot)?;
            let chat_id = world.chat_id_of(robot_key, chat_user).ok_or(Unknown::Chat)?;
            let chat = world.chat(&chat_id).ok_or(Unknown::Chat)?;
            let sender = match sender_id {
                Some(id) => chat.member(id),
                None => chat.members.first(),
            };
            Ok((chat_id.clone(), Arc::clone(sender.ok_or(Unknown::Member)?)))
        })?;
        self.say(&chat_id, Sender::Contact(sender), content)
    }

    /// A console emitted a message (specs 3.4–3.6, 3.10, 3.24). It goes out to the customer every time: an id that was
    /// sent before does not make the platform hold it back.
    pub fn send(self: &Arc<Self>, chat_id: &str, message_id: &str, content: &Content) -> Result<(), Unknown> {
        let echo = self.faults.echo();
        if echo == Echo::Lost {
            self.book.with(|book| book.sent(message_id, chat_id, content));
            return Ok(());
        }
        let id = if echo == Echo::OtherId { with_one_more_zero(message_id) } else { message_id.to_owned() };
        let at_ms = self.message_time_ms();
        let planned = self.faults.next_status();
        let (pushes, arrived) = self
            .world
            .with(|world| {
                let (send_status, echoed) = planned.or_else(|| self.obstacle(world, chat_id)).unwrap_or((1, true));
                let saying =
                    Saying { id: Some(id), at_ms, sender: Sender::Robot, content: content.clone(), send_status };
                let message = world.say(chat_id, saying)?;
                let chat = world.chat(chat_id)?;
                let robot = world.robot(&chat.robot_key)?;
                self.book.with(|book| book.sent(message_id, chat_id, content));
                let pushes = vec![
                    Push { event: "chat", payload: wire::echoed_chat(chat, robot), passes_filter: false },
                    Push {
                        event: "message",
                        payload: wire::echoed_message(chat, robot, &message),
                        passes_filter: !chat.is_group,
                    },
                ];
                match echo {
                    // The specification has no event for a failure (quirk Q30): only 2.11 tells of it.
                    _ if !echoed => return Some((Vec::new(), false)),
                    Echo::Normal | Echo::OtherId => self.push_all(&pushes),
                    Echo::Twice => {
                        self.push_all(&pushes);
                        self.push_all(&pushes);
                    }
                    Echo::Never | Echo::Late(_) | Echo::Lost => {}
                }
                Some((pushes, send_status == 1))
            })
            .ok_or(Unknown::Chat)?;
        if let Echo::Late(delay) = echo {
            self.push_later(pushes, delay);
        }
        if arrived {
            // Without traffic nobody listens, which is no failure of the send.
            let _ = self.heard.send(Heard { chat_id: chat_id.to_owned(), text: content.preview() });
        }
        Ok(())
    }

    /// A message of a mass send reaches one chat (spec 2.7). Nobody gave it an id, so the platform makes one.
    pub fn broadcast_to(&self, chat_id: &str, content: Content) -> Result<(), Unknown> {
        let at_ms = self.message_time_ms();
        let sent = self.world.with(|world| {
            let (send_status, echoed) = self.obstacle(world, chat_id).unwrap_or((1, true));
            let message =
                world.say(chat_id, Saying { id: None, at_ms, sender: Sender::Robot, content, send_status })?;
            let chat = world.chat(chat_id)?;
            let robot = world.robot(&chat.robot_key)?;
            if echoed {
                self.push_all(&[
                    Push { event: "chat", payload: wire::echoed_chat(chat, robot), passes_filter: false },
                    Push {
                        event: "message",
                        payload: wire::echoed_message(chat, robot, &message),
                        passes_filter: !chat.is_group,
                    },
                ]);
            }
            Some(())
        });
        sent.ok_or(Unknown::Chat)
    }

    /// Why a send to this chat does not arrive: its status, and that no echo comes. A robot that is not online may send
    /// later (0); a customer who has deleted the robot is never reached (2).
    fn obstacle(&self, world: &World, chat_id: &str) -> Option<(u8, bool)> {
        let chat = world.chat(chat_id)?;
        if world.robot(&chat.robot_key)?.status != 1 {
            return Some((0, false));
        }
        let refuses = self.options.quirks.deleted_customers_refuse && !world.directory.is_alive(chat_id);
        refuses.then_some((2, false))
    }

    /// Hands events to every console, as far as network and faults let them through.
    pub fn push_all(&self, pushes: &[Push]) {
        for push in pushes {
            match self.faults.next_push(push.event) {
                Fate::Drop => continue,
                Fate::HoldBack => {
                    if let Some(held) = self.faults.hold(push.clone()) {
                        self.push_now(&held);
                    }
                    continue;
                }
                Fate::Deliver => self.push_now(push),
                Fate::Duplicate => {
                    self.push_now(push);
                    self.push_now(push);
                }
                Fate::Malformed => self.push_broken(push),
                // The platform is going down when nobody takes it.
                Fate::Delay(delay) => drop(self.delayed.send((Instant::now() + delay, push.clone()))),
            }
            if let Some(held) = self.faults.release(push.event) {
                self.push_now(&held);
            }
        }
    }

    /// Hands the reply of an action to the console that asked.
    pub fn push_reply(&self, console: Sid, reply: &Push) {
        if self.network.is_up() {
            self.consoles.push_to(console, reply);
        }
    }

    fn push_now(&self, push: &Push) {
        if self.network.is_up() {
            self.book.with(Book::pushed);
            self.consoles.push(push);
        }
    }

    /// Half of the event, as a frame of its own.
    fn push_broken(&self, push: &Push) {
        let whole = format!("42{},{}", crate::socket::IMCHAT, json!([push.event, push.payload]));
        let half: String = whole.chars().take(whole.chars().count() / 2).collect();
        self.network.inject_text(&half);
    }

    /// Hands events to every console after a while.
    pub fn push_later(self: &Arc<Self>, pushes: Vec<Push>, delay: Duration) {
        let practice = Arc::clone(self);
        self.spawn(async move {
            tokio::time::sleep(delay).await;
            practice.push_all(&pushes);
        });
    }
}

/// Delivers what a fault has delayed, in order, until the platform is shut down.
pub async fn run_delayed(practice: Arc<Practice>, mut delayed: mpsc::UnboundedReceiver<(Instant, Push)>) {
    while let Some((due, push)) = delayed.recv().await {
        tokio::time::sleep_until(due).await;
        practice.push_now(&push);
    }
}

/// `2020030216285000000001` is echoed as `20200302162850000000001` in the sample of 3.4: after the second, a zero more.
pub fn with_one_more_zero(message_id: &str) -> String {
    let (second, rest): (String, String) = {
        let mut characters = message_id.chars();
        (characters.by_ref().take(14).collect(), characters.collect())
    };
    format!("{second}0{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_id_is_that_of_the_sample() {
        assert_eq!(with_one_more_zero("2020030216285000000001"), "20200302162850000000001");
    }
}
